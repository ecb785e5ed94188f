import type { RelationField, RelationMatch, ValueField } from '../model/field.js';
import { targetOf } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import type { Condition } from './condition.js';
import type { PlanContext } from './plan-context.js';
import type { MatchSelection } from './read-plan.js';
import { knownField } from './resolve-field.js';

/** The fields by which a relation is matched, with who may see those of this end; undefined where the source itself links the ends. */
export function matchSelection(context: PlanContext, manager: ManagerModel, field: RelationField): MatchSelection | undefined {
  if (!field.match) return undefined;
  const local = valueFields(manager, field.match.local);
  return { local, foreign: valueFields(targetOf(context.model, field), field.match.foreign), guards: guardsOf(context, manager, local) };
}

/** Fields of a manager that hold values, as the relation was verified to name them. */
export function valueFields(manager: ManagerModel, names: readonly string[]): readonly ValueField[] {
  return names.map((name) => {
    const field = knownField(manager, name);
    if (field.kind !== 'scalar' && field.kind !== 'enum') throw new TypeError(`${manager.name}.${name} holds no value`);
    return field;
  });
}

/** Who may see fields, by name; absent where nothing is said. */
function guardsOf(context: PlanContext, manager: ManagerModel, fields: readonly ValueField[]): ReadonlyMap<string, Condition> {
  return new Map(
    fields.flatMap((field): readonly [string, Condition][] => {
      const guard = context.guardOf(manager, field);
      return guard ? [[field.name, guard]] : [];
    }),
  );
}

/** Who may see the fields of one end of a relation. */
export const matchGuards = (context: PlanContext, manager: ManagerModel, names: readonly string[]): readonly Condition[] => [
  ...guardsOf(context, manager, valueFields(manager, names)).values(),
];

/** Whether two relations are the same link, from its two ends. */
export const isReverse = (one: RelationMatch | undefined, other: RelationMatch | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.local.length === other.local.length &&
  one.local.every((name, index) => other.local[other.foreign.indexOf(name)] === one.foreign[index]);
