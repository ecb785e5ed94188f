import type { ScalarField, ValueField } from '../model/field.js';
import { targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { ValuePath } from '../plan/condition.js';

/** What an interface stores of the values of a type of its own, so that their equality can be told without asking the source. */
export interface StoredForm extends Pick<ScalarField, 'comparison'> {
  /** The type of what is stored. */
  readonly type: Exclude<ScalarField['type'], 'custom'>;
  /** Gives what is stored of a value, in the JavaScript form of the type; undefined for what the type does not take. */
  convert(value: unknown): unknown;
}

/** The stored form of the value at a path of property names, along to-one relations and into embedded objects. */
export function storedFormAt(
  model: ApplicationModel,
  manager: ManagerModel,
  path: readonly string[],
  field: ValueField,
): StoredForm | undefined {
  if (field.kind !== 'scalar' || field.type !== 'custom') return undefined;
  const [first = '', ...rest] = path;
  const step = manager.fields.get(first);
  if (step?.kind === 'relation') return storedFormAt(model, targetOf(model, step), rest, field);
  return manager.adapter.storedForm?.(manager, path);
}

/** The property names of a value's path. */
export const namesOf = ({ hops, embedded, field }: ValuePath): readonly string[] => [
  ...hops.map((hop) => hop.field.name),
  ...embedded,
  field.name,
];

/** Converts a value that may not fit the type: undefined then. */
export function storedValue(form: StoredForm, value: unknown): unknown {
  try {
    return form.convert(value);
  } catch {
    return undefined;
  }
}
