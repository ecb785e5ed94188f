import type { Comparison, Operator } from '../../../lib/plugin.js';
import type { Place } from './codec.js';
import type { Dialect } from './dialect.js';
import { raw, sql, type Sql } from './sql.js';
import type { SqlValue } from './value.js';

const INCLUDES: Readonly<Partial<Record<Operator, 'anywhere' | 'start' | 'end'>>> = Object.freeze({
  contains: 'anywhere',
  startsWith: 'start',
  endsWith: 'end',
});

/** What operators that ignore case look for, as patterns. */
const FOLDED: Readonly<Partial<Record<Operator, (literal: string) => string>>> = Object.freeze({
  ieq: (literal: string) => literal,
  icontains: (literal: string) => `%${literal}%`,
  istartsWith: (literal: string) => `${literal}%`,
  iendsWith: (literal: string) => `%${literal}`,
});

/** Compares one value of a column. */
export function compare(dialect: Dialect, found: SqlValue, { path, operator, value }: Comparison): Sql {
  if (path.field.kind === 'scalar' && path.field.type === 'json')
    return compareJson(dialect, found.expression, path.json ?? [], operator, value);
  return compareValue(dialect, found, operator, value);
}

/** Compares a value that is no JSON document. */
export function compareValue(dialect: Dialect, found: SqlValue, operator: Operator, value: unknown): Sql {
  if (operator === 'isNull') return nullness(found.expression, value === true);
  return matchText(dialect, found.expression, operator, value) ?? comparePlaced(found, operator, value);
}

const nullness = (expression: Sql, isNull: boolean): Sql => sql`(${expression} is ${raw(isNull ? 'null' : 'not null')})`;

function compareJson(dialect: Dialect, document: Sql, path: readonly string[], operator: Operator, value: unknown): Sql {
  const { isNull, isText, text } = dialect.json(document, path);
  if (operator === 'isNull') return value === true ? isNull : sql`(not ${isNull})`;
  const matched = matchText(dialect, text, operator, value);
  if (!matched) throw new TypeError(`${operator} is not offered for JSON`);
  return sql`(case when ${isText} then ${matched} end)`;
}

/** Matches a text; undefined where the operator is not one of text. */
function matchText(dialect: Dialect, expression: Sql, operator: Operator, operand: unknown): Sql | undefined {
  const place = INCLUDES[operator];
  if (place) return dialect.includes(expression, String(operand), place);
  if (operator === 'like' || operator === 'ilike') return dialect.like(expression, String(operand), operator === 'ilike');
  const pattern = FOLDED[operator];
  return pattern && dialect.like(expression, pattern(String(operand).replace(/[\\%_]/g, '\\$&')), true);
}

function comparePlaced({ expression, codec }: SqlValue, operator: Operator, value: unknown): Sql {
  if (operator === 'in' || operator === 'notIn') {
    const texts = (value as readonly unknown[]).flatMap((each) => exactText(codec.place(each)) ?? []);
    const found = texts.length === 0 ? constant(expression, false) : codec.oneOf(expression, [...new Set(texts)]);
    return operator === 'in' ? found : sql`(not (${found}))`;
  }
  const place = codec.place(value);
  if (operator === 'eq' || operator === 'ne') {
    const text = exactText(place);
    const equal = text === undefined ? constant(expression, false) : codec.equal(expression, text);
    return operator === 'eq' ? equal : sql`(not (${equal}))`;
  }
  return ordered({ expression, codec }, operator, place);
}

/** What is compared with a value between two others is compared with the lower one. */
function ordered({ expression, codec }: SqlValue, operator: Operator, { text, exact }: Place): Sql {
  const greater = operator === 'gt' || operator === 'gte';
  if (text === undefined) return constant(expression, greater);
  const sign = exact ? { gt: '>', gte: '>=', lt: '<', lte: '<=' }[operator as 'gt' | 'gte' | 'lt' | 'lte'] : greater ? '>' : '<=';
  return sql`${codec.sorted(expression)} ${raw(sign)} ${codec.bound(text)}`;
}

const exactText = ({ text, exact }: Place): string | undefined => (exact ? text : undefined);

/** True or false of every value, unknown of null. */
const constant = (expression: Sql, truth: boolean): Sql =>
  sql`(case when ${expression} is not null then ${raw(truth ? '1 = 1' : '1 = 0')} end)`;
