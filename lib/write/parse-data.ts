import { TooDeep } from '../error/errors.js';
import { ReadOnlyManager, TooManyWrites } from '../error/write-errors.js';
import type { FieldModel } from '../model/field.js';
import type { DataPlace, InputContext } from './input-context.js';
import { isPlainObject } from '../model/plain-object.js';
import { parseLink } from './parse-link.js';
import { parseFieldValue } from './parse-field-value.js';
import { isWritable } from './writable.js';
import type { FieldValue, InputPath, LinkWrite, WrittenData } from './write-plan.js';

/**
 * Checks the data of one object against the model: declared fields only, each of its own type. What is wrong is gathered, not thrown.
 *
 * @throws GM_WRITE_READ_ONLY, GM_LIMIT_DEPTH, GM_LIMIT_WRITES
 */
export function parseData(context: InputContext, place: DataPlace, input: unknown): WrittenData {
  const { manager, path, mode } = place;
  countObject(context, place);
  if (!isPlainObject(input)) {
    context.violations.add(path, 'INVALID_VALUE', `${manager.name} is written as an object of its fields.`);
    return { values: [], links: [] };
  }
  const values: FieldValue[] = [];
  const links: LinkWrite[] = [];
  const given = new Set<string>();
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const field = manager.fields.get(name);
    if (!field || !(field.exposed || context.unexposed)) {
      context.violations.add([...path, name], 'UNKNOWN_FIELD', `${manager.name} has no field of this name.`);
      continue;
    }
    const at = [...path, field.publicName];
    if (!isWritable(manager, field, mode, context.unexposed) || place.implied === name) {
      context.violations.add(at, 'READ_ONLY', 'This field cannot be written here.');
      continue;
    }
    given.add(name);
    if (field.kind === 'relation') links.push(parseLink(context, { ...place, path: at, field }, value, parseData));
    else if (isAccepted(context, field, at, value)) {
      const parsed = parseFieldValue(context, field, value, at);
      if (parsed !== undefined) values.push({ field, value: parsed });
    }
  }
  if (mode === 'create') requireFields(context, place, given);
  return { values, links };
}

/** Objects are counted, and nested only so deep. */
function countObject({ limits, counted }: InputContext, { manager, depth }: DataPlace): void {
  if (manager.readOnly) throw ReadOnlyManager.create({ manager: manager.name });
  if (depth > limits.maxDepth) throw TooDeep.create({ max: limits.maxDepth });
  counted.objects += 1;
  if (counted.objects > limits.maxWrites) throw TooManyWrites.create({ max: limits.maxWrites });
}

function isAccepted({ violations }: InputContext, field: FieldModel, path: InputPath, value: unknown): boolean {
  if (value !== null || field.nullable) return true;
  violations.add(path, 'REQUIRED', 'This field may not be null.');
  return false;
}

function requireFields({ violations, unexposed }: InputContext, { manager, path, implied }: DataPlace, given: ReadonlySet<string>): void {
  for (const field of manager.fields.values()) {
    if (field.optional || field.name === implied || given.has(field.name) || !isWritable(manager, field, 'create', unexposed)) continue;
    // The other end keeps the link.
    if (field.kind === 'relation' && !(field.owner && field.cardinality === 'one')) continue;
    violations.add([...path, field.publicName], 'REQUIRED', 'This field has to be given.');
  }
}
