import { InvalidBootOption } from '../error/boot-option-errors.js';
import type { Problem } from '../error/problem.js';

/** Limits where some are given: what is undefined is as if it were left out, since a comparison with it would bound nothing. */
export function limitsFrom<Limits extends object>(defaults: Limits, given: Partial<Limits> = {}): Limits {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(set) as Partial<Limits>) };
}

/** What bounds nothing, or is no limit: a number that was never converted, a name that is misspelt. */
export function limitProblems(defaults: object, given: object = {}): readonly Problem[] {
  return Object.entries(given).flatMap(([name, value]: [string, unknown]) => {
    const option = `limits.${name}`;
    if (!Object.hasOwn(defaults, name)) return [InvalidBootOption.problem(option, { option, expected: 'there is no such limit' })];
    const fits = value === undefined || value === Infinity || (Number.isSafeInteger(value) && Number(value) >= 0);
    return fits ? [] : [InvalidBootOption.problem(option, { option, expected: 'a whole number from 0' })];
  });
}
