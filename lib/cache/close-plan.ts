import { isParameter, resolveValue, type Inputs } from '../plan/parameter.js';
import type { OpenPlan, ReadPlan } from '../plan/read-plan.js';
import { isPlainObject } from '../model/plain-object.js';

/** A plan with the values of one run in the place of what is open; `isModel` tells what belongs to the model, and has nothing open in it. */
export function closePlan(plan: OpenPlan, inputs: Inputs, isModel: (value: object) => boolean): ReadPlan {
  const close = (value: unknown): unknown => {
    if (isParameter(value)) return close(resolveValue(value, inputs));
    if (typeof value !== 'object' || value === null || isModel(value)) return value;
    if (Array.isArray(value)) return value.map(close);
    if (value instanceof Map) return new Map([...value].map(([name, each]): [unknown, unknown] => [name, close(each)]));
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, close(each)]));
  };
  return close(plan) as ReadPlan;
}
