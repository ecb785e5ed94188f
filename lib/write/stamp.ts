import type { WriteAuthor } from '../interface/write-unit.js';
import type { Caller } from '../manager/runtime.js';
import type { LifecycleModel, ManagerModel } from '../model/model.js';
import { attributeOf } from '../permission/actor.js';
import { INVALID, parseScalar } from '../plan/parse-value.js';

/** What an object holds of whoever changed it; null for the system, the anonymous actor, and what the field cannot hold. */
export function stampOf(
  { fields }: ManagerModel,
  { field: name, attribute }: NonNullable<LifecycleModel['changedBy']>,
  caller: Caller,
): unknown {
  const field = fields.get(name);
  const value = 'actor' in caller ? attributeOf(caller.actor, attribute) : undefined;
  if (value === undefined || value === null || field?.kind !== 'scalar') return null;
  const parsed = parseScalar(field, field.type === 'string' && typeof value === 'number' ? String(value) : value);
  return parsed === INVALID ? null : parsed;
}

/** Who writes, and why; the system always has a reason. */
export function authorOf(caller: Caller, reason: string | undefined): WriteAuthor {
  if ('system' in caller) return { actor: null, system: true, reason: reason ?? caller.system };
  const id = attributeOf(caller.actor, 'id');
  const isText = ['string', 'number', 'bigint'].includes(typeof id);
  return { actor: isText ? String(id) : null, system: false, reason: reason ?? null };
}
