import { compareLocally, type Operator } from '../../../../lib/plugin.js';
import { textOf } from '../../read/build-request.js';
import { placeAt } from '../../resource/place-at.js';
import { valuePaths, type CompiledField, type CompiledFilter, type FieldAtPath, type Resource } from '../../resource/resource.js';
import type { Source, Stored } from './store.js';

const OF_MANY: readonly Operator[] = ['in', 'notIn', 'hasSome', 'hasEvery'];
const ASKING: readonly Operator[] = ['isNull', 'isEmpty'];

/** Whether an operator takes several operands. */
export const takesMany = ({ operator }: Pick<CompiledFilter, 'operator'>, { field }: Pick<FieldAtPath, 'field'>): boolean =>
  OF_MANY.includes(operator) || (field.list && (operator === 'eq' || operator === 'ne'));

/** The field that a filter compares. */
export function fieldOf({ fields, name }: Resource, path: string): FieldAtPath {
  const found = valuePaths(fields.values()).find((each) => each.path === path);
  if (!found) throw new TypeError(`${name} has no field ${path}`);
  return found;
}

/** The value of an object at a path. */
export function valueOf({ object }: Stored, path: string): unknown {
  let value: unknown = object;
  for (const name of path.split('.')) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return value ?? null;
}

/** Decides whether objects match a comparison; undefined where nobody can know what the operands stand for. */
export function comparison(
  resource: Resource,
  filter: CompiledFilter,
  given: readonly unknown[],
): ((stored: Stored) => boolean) | undefined {
  const at = fieldOf(resource, filter.path);
  const { operator, path, negated } = filter;
  const operands = given.map((each) => operandOf(at.compiled, filter, each));
  if (operands.every((each) => each !== undefined)) {
    const values = operands.map(({ value }) => value);
    const operand = takesMany(filter, at) ? values : values[0];
    return (stored) => (compareLocally({ field: at.field }, operator, valueOf(stored, path), operand) === true) !== negated;
  }
  // Equal values are written alike, whatever they are written as.
  if (operator !== 'eq' && operator !== 'in') return undefined;
  const texts = given.map(textOf);
  return (stored) => {
    const value = valueOf(stored, path);
    return (value !== null && texts.includes(textOf(filter.serialize(value)))) !== negated;
  };
}

/** The value that is written so: the one that is written so again. */
function operandOf(field: CompiledField, { operator, serialize }: CompiledFilter, given: unknown): { readonly value: unknown } | undefined {
  const text = textOf(given);
  const isIt = (value: unknown): boolean => textOf(serialize(value)) === text;
  if (ASKING.includes(operator)) return [true, false].filter(isIt).map((value) => ({ value }))[0];
  for (const candidate of candidatesOf(field, given)) {
    const decoded = decodeItem(field, candidate);
    if (decoded && isIt(decoded.value)) return decoded;
  }
  return undefined;
}

/** What JSON a text may stand for. */
function candidatesOf({ model }: CompiledField, given: unknown): readonly unknown[] {
  if (typeof given !== 'string') return [given];
  const number = given.trim() === '' ? [] : [Number(given)].filter((each) => !Number.isNaN(each));
  const document = model.kind === 'scalar' && model.type === 'json' ? parsed(given) : [];
  return [...document, given, ...number, ...(given === 'true' || given === 'false' ? [given === 'true'] : [])];
}

function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** One value, or one item of a list, of what the upstream has; undefined where it is none. */
export function decodeItem(field: CompiledField, item: unknown): { readonly value: unknown } | undefined {
  const source: Source = {};
  placeAt(source, field.from, field.model.list ? [item] : item);
  try {
    const decoded = field.decode(source);
    return { value: field.model.list ? (decoded as readonly unknown[])[0] : decoded };
  } catch {
    return undefined;
  }
}
