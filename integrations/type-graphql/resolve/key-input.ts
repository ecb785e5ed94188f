import { isParameter, managerNamed, type ApplicationModel, type KeyModel, type ManagerModel } from '../../../lib/plugin.js';
import { argumentsOf } from './arguments-of.js';
import type { DocumentInfo } from './collect-fields.js';
import type { Occurrence } from './variants.js';

/** The key that an operation names, as the core reads it. */
export function keyOf(model: ApplicationModel, manager: ManagerModel, info: DocumentInfo, places: readonly Occurrence[]): unknown {
  const args = argumentsOf(info, places);
  return 'id' in args ? args['id'] : keyByProperty(model, manager, args['key']);
}

/** A key with property names, as the core reads it; of one value it is that value. */
export function keyByProperty(model: ApplicationModel, manager: ManagerModel, key: unknown): unknown {
  return manager.key ? byProperty(model, manager, manager.key, key) : undefined;
}

function byProperty(model: ApplicationModel, manager: ManagerModel, key: KeyModel, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isParameter(value)) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const [only] = key.parts;
  if (only?.kind === 'relation' && key.parts.length === 1) return byProperty(model, managerNamed(model, only.target), only.key, value);
  const entries = key.parts.map((part) => {
    const publicName = manager.fields.get(part.field)?.publicName ?? part.field;
    const inner = given[publicName];
    return [part.field, part.kind === 'relation' ? byProperty(model, managerNamed(model, part.target), part.key, inner) : inner];
  });
  return Object.fromEntries(entries);
}
