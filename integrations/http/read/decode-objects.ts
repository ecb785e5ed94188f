import { Drift } from '../errors.js';
import { Mismatch, typeText } from '../resource/mismatch.js';
import type { CompiledField, Resource } from '../resource/resource.js';

/**
 * Makes objects of what the upstream gave: instances of the class, with the fields that were asked for.
 *
 * @throws GM_RESOURCE_DRIFT
 */
export async function decodeObjects(
  resource: Resource,
  operation: string,
  items: readonly unknown[],
  fields: readonly CompiledField[],
): Promise<readonly object[]> {
  const objects: object[] = [];
  for (const item of items) {
    await validate(resource, operation, item);
    objects.push(within(resource, operation, () => decodeObject(resource, item, fields)));
  }
  return objects;
}

/** Tells what is not as it is declared. */
export function within<T>({ name }: Resource, operation: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw Drift.create({ resource: name, operation, path: error.path.join('.'), found: error.found, expected: error.expected });
  }
}

function decodeObject({ target }: Resource, item: unknown, fields: readonly CompiledField[]): object {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw new Mismatch([], typeText(item), 'an object');
  const object = Object.create((target as { readonly prototype: object }).prototype) as Record<string, unknown>;
  for (const field of fields) object[field.name] = field.decode(item);
  return object;
}

async function validate({ name, schema }: Resource, operation: string, item: unknown): Promise<void> {
  if (!schema) return;
  const { issues } = await schema['~standard'].validate(item);
  if (!issues) return;
  const path = (issues[0]?.path ?? []).map((each) => String(typeof each === 'object' ? each.key : each));
  throw Drift.create({ resource: name, operation, path: path.join('.'), found: 'a value', expected: 'what its schema takes' });
}
