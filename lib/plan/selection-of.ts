import { InvalidSelection } from '../error/errors.js';
import { targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { PageRequest, RelationRequest, SelectionRequest } from './read-request.js';
import { exposedField, knownField } from './resolve-field.js';

/**
 * Makes a request of a selection as callers of the TypeScript API write it; without one, all own values that are not lazy. With `hidden` fields count
 * that the API hides.
 */
export function selectionOf(model: ApplicationModel, manager: ManagerModel, select: unknown, hidden = false): SelectionRequest {
  if (select === undefined || select === true) return ownValues(manager);
  if (typeof select !== 'object' || select === null) throw InvalidSelection.create({ manager: manager.name });
  const fields: string[] = [];
  const relations: RelationRequest[] = [];
  for (const [name, value] of Object.entries(select)) {
    if (value === undefined || value === false) continue;
    const found = selected({ model, hidden, target: manager }, name, value);
    if (found) relations.push(found);
    else fields.push(name);
  }
  return { fields, relations };
}

/** A relation as it was written; undefined for a value, or what is computed. */
function selected({ model, hidden, target: manager }: Way, name: string, value: unknown): RelationRequest | undefined {
  if (value === true && manager.computed.get(name)?.field.exposed) return undefined;
  const field = hidden ? knownField(manager, name) : exposedField(manager, name);
  if (field.kind === 'relation') return related({ model, hidden, target: targetOf(model, field) }, name, field.cardinality, value);
  if (value !== true && field.kind !== 'embedded') throw InvalidSelection.create({ manager: manager.name });
  return undefined;
}

/** A page of related objects as it was written; the plan checks what is in it. */
interface RelatedInput extends Pick<PageRequest, 'first' | 'offset'> {
  readonly select?: unknown;
  readonly filter?: unknown;
  readonly sort?: unknown;
}

function ownValues(manager: ManagerModel): SelectionRequest {
  const fields = [...manager.fields.values()].filter(({ kind, exposed, lazy }) => kind !== 'relation' && exposed && !lazy);
  return { fields: fields.map(({ name }) => name), relations: [] };
}

/** Where a relation leads. */
interface Way {
  readonly model: ApplicationModel;
  readonly hidden: boolean;
  readonly target: ManagerModel;
}

function related({ model, hidden, target }: Way, name: string, cardinality: 'one' | 'many', value: unknown): RelationRequest {
  if (cardinality === 'one' || value === true)
    return { alias: name, field: name, request: { select: selectionOf(model, target, value, hidden) } };
  if (typeof value !== 'object' || value === null) throw InvalidSelection.create({ manager: target.name });
  const { select, filter, sort, first, offset, ...unknown } = value as RelatedInput;
  if (Object.keys(unknown).length > 0) throw InvalidSelection.create({ manager: target.name });
  return {
    alias: name,
    field: name,
    request: { select: selectionOf(model, target, select, hidden), filter, sort, page: { first, offset } },
  };
}
