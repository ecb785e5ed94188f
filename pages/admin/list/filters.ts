import { keyFilter, keyFromPath } from '../schema/keys.js';
import type { AdminField, AdminManager, Schema } from '../schema/schema.js';
import { inputOf } from '../form/input-of.js';

/** One thing that is asked of a field: as it stands in the URL. */
export interface FieldFilter {
  readonly field: string;
  readonly operator: string;
  /** As it was typed; for a relation, the key as in a path. */
  readonly text: string;
  /** What is shown of an object that was chosen. */
  readonly label?: string;
}

const WORDS: Readonly<Record<string, string>> = {
  eq: 'is',
  ne: 'is not',
  gt: 'is above',
  gte: 'is at least',
  lt: 'is below',
  lte: 'is at most',
  contains: 'contains (exact case)',
  icontains: 'contains',
  startsWith: 'begins with (exact case)',
  istartsWith: 'begins with',
  endsWith: 'ends with (exact case)',
  iendsWith: 'ends with',
  ieq: 'is, in any case',
  like: 'is like (exact case)',
  ilike: 'is like',
  in: 'is one of',
  notIn: 'is none of',
  has: 'has',
  hasSome: 'has one of',
  hasEvery: 'has all of',
  isEmpty: 'has nothing',
  isNull: 'is empty',
  isNotNull: 'is not empty',
};

/** An operator in words. */
export const operatorText = (operator: string): string => WORDS[operator] ?? operator;

/** What can be asked of a field; the first one is what people ask most. */
export function operatorsFor({ kind, operators, filterable, nullable }: AdminField): readonly string[] {
  if (kind === 'one') return filterable ? ['eq', ...(nullable ? ['isNull', 'isNotNull'] : [])] : [];
  const known = operators.filter((each) => each !== 'isNull' || nullable);
  const first = ['icontains', 'contains', 'eq', 'has'].find((each) => known.includes(each));
  const ordered = [...(first === undefined ? [] : [first]), ...known.filter((each) => each !== first)];
  return ordered.flatMap((each) => (each === 'isNull' ? ['isNull', 'isNotNull'] : [each]));
}

/** Whether an operator asks for a list, which is typed with commas. */
const TAKES_LIST: readonly string[] = ['in', 'notIn', 'hasSome', 'hasEvery'];
const TAKES_NOTHING: readonly string[] = ['isNull', 'isNotNull', 'isEmpty'];
const TAKES_TEXT: readonly string[] = ['contains', 'startsWith', 'endsWith', 'like', 'ilike', 'icontains', 'istartsWith', 'iendsWith'];

export const takesList = (operator: string): boolean => TAKES_LIST.includes(operator);
export const takesNothing = (operator: string): boolean => TAKES_NOTHING.includes(operator);

/** The fields that filters can be made of, those first that tell objects apart. */
export function filterFields({ fields, label }: AdminManager): readonly AdminField[] {
  const all = fields.filter((field) => operatorsFor(field).length > 0 && field.type !== 'blob');
  const isLabel = ({ name }: AdminField): boolean => label.includes(name);
  return [...all.filter(isLabel), ...all.filter((field) => !isLabel(field))];
}

/** The filter of the API; what cannot be read as a value of its field is told as a problem. */
export function filterInput(
  schema: Schema,
  manager: AdminManager,
  filters: readonly FieldFilter[],
  search: string,
): { readonly filter: object | undefined; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const parts: object[] = [];
  for (const filter of filters) {
    const field = manager.fields.find(({ name }) => name === filter.field);
    const part = field ? partOf(schema, field, filter) : undefined;
    if (part === undefined)
      problems.push(`“${filter.field} ${operatorText(filter.operator)} ${filter.text}” is no filter of ${manager.plural}.`);
    else parts.push(part);
  }
  const found = search.trim() === '' ? undefined : searchFilter(schema, manager, search.trim());
  if (found) parts.push(found);
  return { filter: parts.length === 0 ? undefined : parts.length === 1 ? parts[0] : { and: parts }, problems };
}

function partOf(schema: Schema, field: AdminField, { operator, text }: FieldFilter): object | undefined {
  const { name } = field;
  if (!operatorsFor(field).includes(operator)) return undefined;
  if (operator === 'isNull') return { [name]: field.kind === 'one' ? null : { isNull: true } };
  if (operator === 'isNotNull') return field.kind === 'one' ? { not: { [name]: null } } : { [name]: { isNull: false } };
  if (operator === 'isEmpty') return { [name]: { isEmpty: true } };
  if (field.kind === 'one') {
    const target = schema.named(field.type);
    return target?.key && { [name]: keyFilter(target.key, keyFromPath(text)) };
  }
  const operand = TAKES_TEXT.includes(operator) ? text : operandOf(field, operator, text);
  return operand === undefined ? undefined : { [name]: { [operator]: operand } };
}

function operandOf(field: AdminField, operator: string, text: string): unknown {
  const read = (each: string): unknown => {
    const raw = field.type === 'boolean' ? each === 'true' : each;
    const { value, problem } = inputOf({ ...field, list: false, nullable: false }, raw);
    return problem === undefined ? value : undefined;
  };
  const isList = takesList(operator) || (field.list && operator !== 'has');
  if (!isList) return read(text);
  const values = text.split(',').map((each) => read(each.trim()));
  return values.includes(undefined) ? undefined : values;
}

/** How objects are searched by their labels; undefined where the source cannot. */
export function searchFilter(schema: Schema, manager: AdminManager, text: string, depth = 1): object | undefined {
  const parts = manager.label.flatMap((name): object[] => {
    const field = manager.fields.find((each) => each.name === name);
    if (!field || field.list) return [];
    if (field.kind === 'one') {
      const target = depth > 0 && field.filterable ? schema.named(field.type) : undefined;
      const inner = target && searchFilter(schema, target, text, depth - 1);
      return inner ? [{ [name]: inner }] : [];
    }
    const operator = ['icontains', 'contains', 'istartsWith', 'startsWith'].find((each) => field.operators.includes(each));
    if (operator !== undefined && field.type !== 'json') return [{ [name]: { [operator]: text } }];
    const { value, problem } = inputOf(field, text);
    return field.operators.includes('eq') && problem === undefined && field.type !== 'json' ? [{ [name]: { eq: value } }] : [];
  });
  return parts.length === 0 ? undefined : parts.length === 1 ? parts[0] : { or: parts };
}

/** Whether objects can be searched by their labels. */
export const canSearch = (schema: Schema, manager: AdminManager): boolean =>
  searchFilter(schema, manager, 'a') !== undefined || searchFilter(schema, manager, '1') !== undefined;
