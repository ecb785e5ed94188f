import type { FieldModel } from './field.js';
import type { ManagerModel } from './model.js';

/** The fields that the API shows and that have rules of their own for updates. */
export function ruledFields({ fields, policy }: ManagerModel): readonly FieldModel[] {
  return [...fields.values()].filter(({ name, exposed }) => exposed && policy.fields[name]?.update !== undefined);
}
