import { fieldOptionsOf } from '../../declaration/field-options.js';
import type { FieldOptions } from '../../declaration/options.js';
import type { DescribedField } from '../../interface/interface-adapter.js';
import type { FieldModel } from '../../model/field.js';
import type { Draft, DraftManager } from '../draft.js';

/** Gives fields their public names and drops relations to classes that are not managers: those are not exposed at all. */
export function completeFields(draft: Draft): Draft {
  const names = new Map(draft.managers.map(({ target, name }) => [target, name]));
  return { ...draft, managers: draft.managers.map((manager) => ({ ...manager, fields: fieldsOf(manager, names) })) };
}

function fieldsOf({ description, target }: DraftManager, names: ReadonlyMap<object, string>): ReadonlyMap<string, FieldModel> {
  const fields = description.fields.flatMap((field): readonly FieldModel[] => {
    const linked = link(field, names);
    return linked ? [customise(linked, fieldOptionsOf(target, field.name))] : [];
  });
  return new Map(fields.map((field) => [field.name, field]));
}

function link(field: DescribedField, names: ReadonlyMap<object, string>): FieldModel | undefined {
  if (field.kind !== 'relation') return field;
  const target = names.get(field.target);
  return target === undefined ? undefined : { ...field, target };
}

/** What a class says of one of its fields, on that field. */
export function customise<Field extends FieldModel>(field: Field, options: FieldOptions | undefined): Field {
  if (!options) return field;
  return {
    ...field,
    publicName: options.name ?? field.publicName,
    exposed: options.expose ?? field.exposed,
    ...(options.description !== undefined && { description: options.description }),
  };
}
