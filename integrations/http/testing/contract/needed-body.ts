import { placeAt } from '../../resource/place-at.js';
import type { CompiledField } from '../../resource/resource.js';
import { valueAt } from '../../pagination/body-value.js';
import type { DeclaredOperation } from '../operations.js';
import { objectsAt } from './exchanges.js';

/** A body with no more than what this side needs: of objects the fields that may not be missing. */
export function neededBody(operation: DeclaredOperation, body: unknown): unknown {
  const path = objectsAt(operation);
  return path ? neededAt(body, path, [...operation.resource.fields.values()]) : body;
}

function neededAt(body: unknown, [name, ...rest]: readonly string[], fields: readonly CompiledField[]): unknown {
  if (name === undefined) return neededObject(body, fields);
  if (name === '*') return Array.isArray(body) ? body.map((each) => neededAt(each, rest, fields)) : body;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return body;
  return { ...body, [name]: neededAt(Reflect.get(body, name), rest, fields) };
}

function neededObject(source: unknown, fields: readonly CompiledField[]): unknown {
  if (typeof source !== 'object' || source === null) return source;
  const needed: Record<string, unknown> = {};
  for (const { from, declared, fields: inner } of fields) {
    const value = valueAt(source, from);
    if (value === undefined || declared.options.optional === true) continue;
    const made =
      declared.kind !== 'object'
        ? value
        : Array.isArray(value)
          ? value.map((each) => neededObject(each, inner))
          : neededObject(value, inner);
    placeAt(needed, from, made);
  }
  return needed;
}
