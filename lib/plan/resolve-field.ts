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

/** The exposed field of an embedded object by its property name. */
export function embeddedField(model: ApplicationModel, holder: EmbeddedField, name: string): Exclude<FieldModel, { kind: 'relation' }> {
  const embeddable = embeddableNamed(model, holder.embeddable);
  const field = embeddable.fields.find((each) => each.name === name);
  if (!field?.exposed) throw UnknownReference.create({ manager: embeddable.name, field: name });
  return field;
}
