import type { FieldFacts, ValueFacts } from '../interface/value-facts.js';
import type { ManagerModel } from '../model/model.js';

/** What the source knows of the objects of a manager; where it does not say, what the model tells. */
export function factsOf(manager: ManagerModel): ValueFacts {
  const { adapter, fields, key, readOnly } = manager;
  const known = adapter.valueFacts?.(manager);
  if (known) return known;
  const facts = [...fields.values()].map((field): readonly [string, FieldFacts] => {
    const preset = field.optional && !field.nullable;
    return [field.name, { limits: {}, constraints: {}, nullable: field.nullable, computed: field.readOnly, preset }];
  });
  const single = [...fields.values()].filter((field) => (field.kind === 'scalar' || field.kind === 'enum') && field.unique);
  const keyed = key && key.parts.length > 1 ? [key.parts.map(({ field }) => field)] : [];
  return {
    storable: adapter.write !== undefined && !readOnly,
    fields: new Map(facts),
    unique: [...single.map(({ name }) => [name]), ...keyed],
    comparisons: [],
  };
}
