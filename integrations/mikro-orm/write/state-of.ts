import { Reference } from '@mikro-orm/core';
import type { ManagerModel } from '../../../lib/plugin.js';

/** The properties of an entity as they are: values are copied, related objects are the entities; what leads to many is left out. */
export function stateOf({ fields }: ManagerModel, entity: object): Readonly<Record<string, unknown>> {
  const state: Record<string, unknown> = {};
  for (const field of fields.values()) {
    if (field.kind === 'relation' && (field.match || field.cardinality === 'many')) continue;
    const value: unknown = Reflect.get(entity, field.name);
    // What was not loaded is not known.
    if (value !== undefined) state[field.name] = field.kind === 'relation' ? Reference.unwrapReference(value as object) : copied(value);
  }
  return state;
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Uint8Array) return value;
  const entries = Object.entries(value).map(([name, part]): [string, unknown] => [name, copied(part)]);
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, Object.fromEntries(entries));
}
