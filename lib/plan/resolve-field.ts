import { UnknownReference } from '../error/errors.js';
import type { EmbeddedField, FieldModel } from '../model/field.js';
import { embeddableNamed } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';

/** The exposed field of a manager by its property name. A hidden one and a missing one are refused alike. */
export function exposedField(manager: ManagerModel, name: string): FieldModel {
  const field = manager.fields.get(name);
  if (!field?.exposed) throw UnknownReference.create({ manager: manager.name, field: name });
  return field;
}

/** The field of a manager by its property name, for rules: they see what the API hides. */
export function knownField(manager: ManagerModel, name: string): FieldModel {
  const field = manager.fields.get(name);
  if (!field) throw UnknownReference.create({ manager: manager.name, field: name });
  return field;
}

/** The exposed field of an embedded object by its property name; for rules any. */
export function embeddedField(
  model: ApplicationModel,
  holder: EmbeddedField,
  name: string,
  any = false,
): Exclude<FieldModel, { kind: 'relation' }> {
  const embeddable = embeddableNamed(model, holder.embeddable);
  const field = embeddable.fields.find((each) => each.name === name);
  if (!field || !(field.exposed || any)) throw UnknownReference.create({ manager: embeddable.name, field: name });
  return field;
}
