import {
  managerNamed,
  type ApplicationModel,
  type ManagerModel,
  type RelationRequest,
  type SelectionRequest,
} from '../../../lib/plugin.js';

/** Selects the key of a manager, so that hand-written code can look the object up. */
export function keySelection(model: ApplicationModel, manager: ManagerModel): SelectionRequest {
  const parts = manager.key?.parts ?? [];
  const values = parts.filter(({ kind }) => kind === 'value').map(({ field }) => field);
  const isShown = (name: string): boolean => manager.fields.get(name)?.exposed === true;
  // What the API hides can only be read with all the values of an instance.
  return { fields: values.filter(isShown), relations: keyRelations(model, manager), instances: !values.every(isShown) };
}

/** Selects those parts of a manager's key that are related objects; an instance has only the values. */
export function keyRelations(model: ApplicationModel, manager: ManagerModel): readonly RelationRequest[] {
  return (manager.key?.parts ?? []).flatMap((part): readonly RelationRequest[] => {
    if (part.kind !== 'relation' || manager.fields.get(part.field)?.exposed !== true) return [];
    const select = keySelection(model, managerNamed(model, part.target));
    return [{ alias: part.field, field: part.field, request: { select } }];
  });
}

/** Adds the key to what is selected anyway. */
export function withKey(selection: SelectionRequest, key: SelectionRequest): SelectionRequest {
  const known = new Set(selection.relations.map(({ alias }) => alias));
  return {
    ...selection,
    fields: [...new Set([...selection.fields, ...key.fields])],
    relations: [...selection.relations, ...key.relations.filter(({ alias }) => !known.has(alias))],
    instances: selection.instances === true || key.instances === true,
  };
}
