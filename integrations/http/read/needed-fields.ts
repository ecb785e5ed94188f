import type { Condition, ReadPlan, ValuePath } from '../../../lib/plugin.js';
import type { CompiledField, Resource } from '../resource/resource.js';
import { everyCondition } from './conditions.js';

/** The fields that a plan looks at: those that are selected, and those that decide, order and measure. */
export function neededFields({ fields, key }: Resource, plan: ReadPlan): readonly CompiledField[] {
  const names = new Set(key);
  const isComplete = [...conditionsOf(plan)].every((condition) => [...everyCondition(condition)].every((each) => note(names, each)));
  for (const path of pathsOf(plan)) names.add(rootOf(path));
  for (const { name } of plan.selection.fields) names.add(name);
  return isComplete ? [...fields.values()].filter(({ name }) => names.has(name)) : [...fields.values()];
}

/** Notes what a condition looks at; false where that cannot be told. */
function note(names: Set<string>, condition: Condition): boolean {
  if (condition.kind === 'compare') names.add(rootOf(condition.path));
  if (condition.kind === 'predicate') for (const name of condition.predicate.fields) names.add(name);
  return condition.kind !== 'check' && condition.kind !== 'relation';
}

const rootOf = ({ embedded, field }: ValuePath): string => embedded[0] ?? field.name;

function pathsOf({ order, aggregation }: ReadPlan): readonly ValuePath[] {
  const measured = (aggregation?.measures ?? []).flatMap((measure) => (measure.kind === 'count' ? [] : [measure.path]));
  return [...order.map(({ path }) => path), ...(aggregation?.groupBy ?? []).map(({ path }) => path), ...measured];
}

function* conditionsOf(plan: ReadPlan): Generator<Condition, void> {
  const { where, policy, selection } = plan;
  yield where;
  yield policy;
  yield* selection.guards.values();
  for (const { operations, fields } of selection.capabilities) {
    yield* operations.values();
    yield* fields.values();
  }
  for (const { guard } of pathsOf(plan)) if (guard) yield guard;
}
