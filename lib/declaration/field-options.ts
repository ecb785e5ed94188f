import { declarationOf } from './declaration.js';
import type { FieldOptions } from './options.js';

/** What a class says of one of its fields; where it says nothing, the nearest class above that does. */
export function fieldOptionsOf(target: object, field: string): FieldOptions | undefined {
  for (let owner: unknown = target; typeof owner === 'function'; owner = Object.getPrototypeOf(owner)) {
    const fields = declarationOf(owner)?.manager?.fields;
    if (fields && Object.hasOwn(fields, field)) return fields[field];
  }
  return undefined;
}
