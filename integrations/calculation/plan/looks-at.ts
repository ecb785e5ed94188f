import type { Aggregation, Condition, Measure, OrderTerm, Selection, ValuePath } from '../../../lib/plugin.js';

/** The names of fields of the object itself that a condition on it looks at. */
export function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'and':
      return condition.all.flatMap(namesIn);
    case 'or':
      return condition.any.flatMap(namesIn);
    case 'not':
    case 'is':
      return namesIn(condition.of);
    case 'compare':
      return namesInPath(condition.path);
    case 'predicate':
      return condition.predicate.fields;
    case 'check':
      return condition.where ? namesIn(condition.where) : [];
    default:
      return [];
  }
}

const namesInPath = ({ field, guard }: ValuePath): readonly string[] => [field.name, ...(guard ? namesIn(guard) : [])];

export const namesInOrder = (order: readonly OrderTerm[]): readonly string[] => order.flatMap(({ path }) => namesInPath(path));

export const namesInAggregation = ({ groupBy, measures }: Aggregation): readonly string[] => [
  ...groupBy.flatMap(({ path }) => namesInPath(path)),
  ...measures.flatMap((measure: Measure) => (measure.kind === 'count' ? [] : namesInPath(measure.path))),
];

export const namesInSelection = ({ fields, guards, capabilities }: Selection): readonly string[] => [
  ...fields.map(({ name }) => name),
  ...[...guards.values()].flatMap(namesIn),
  ...capabilities.flatMap(({ operations, fields: asked, actions = new Map<string, Condition>() }) =>
    [...operations.values(), ...asked.values(), ...actions.values()].flatMap(namesIn),
  ),
];
