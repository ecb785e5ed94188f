import type { FieldFacts, ValueFacts } from '../../../lib/plugin.js';
import type { Resource } from './resource.js';

/**
 * What factories know of a resource besides its model: what only the upstream writes has values as well, since objects that are not stored stand for its
 * answers.
 */
export function valueFacts({ fields, key, writes }: Resource): ValueFacts {
  const facts = [...fields.values()].map(({ name, model, declared }): readonly [string, FieldFacts] => {
    const preset = declared.options.default !== undefined;
    return [name, { limits: {}, constraints: {}, nullable: model.nullable, computed: false, preset }];
  });
  return {
    storable: writes.create !== undefined,
    fields: new Map(facts),
    unique: key.length > 0 ? [key] : [],
    comparisons: [],
  };
}
