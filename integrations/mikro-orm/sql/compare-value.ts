import type { Comparison, Operator } from '../../../lib/plugin.js';
import type { Statement } from './statement.js';
import type { SqlValue } from './value.js';

const SIGNS: Readonly<Partial<Record<Operator, string>>> = Object.freeze({ eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' });

/** Escapes the metacharacters of LIKE, so that they stand for themselves. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** LIKE patterns by operator: text that the pattern is made of, and whether case is ignored. */
const PATTERNS: Readonly<Partial<Record<Operator, { readonly pattern: (text: string) => string; readonly like: 'like' | 'ilike' }>>> =
  Object.freeze({
    contains: { pattern: (text: string) => `%${literal(text)}%`, like: 'like' },
    startsWith: { pattern: (text: string) => `${literal(text)}%`, like: 'like' },
    endsWith: { pattern: (text: string) => `%${literal(text)}`, like: 'like' },
    like: { pattern: (text: string) => text, like: 'like' },
    ilike: { pattern: (text: string) => text, like: 'ilike' },
    ieq: { pattern: literal, like: 'ilike' },
    icontains: { pattern: (text: string) => `%${literal(text)}%`, like: 'ilike' },
    istartsWith: { pattern: (text: string) => `${literal(text)}%`, like: 'ilike' },
    iendsWith: { pattern: (text: string) => `%${literal(text)}`, like: 'ilike' },
  });

/** Matches a text expression against an operand; undefined where the operator is not one of text. */
export function matchText(statement: Statement, expression: string, operator: Operator, operand: unknown): string | undefined {
  const found = PATTERNS[operator];
  return found && `${expression} ${found.like} ${statement.operand(operand, (text) => found.pattern(String(text)), 'text')}`;
}

/** Compares one value of a column. */
export function compareValue(
  statement: Statement,
  { expression, codec }: SqlValue,
  { operator, value }: Pick<Comparison, 'operator' | 'value'>,
): string {
  if (operator === 'isNull') return `${expression} is ${value === true ? '' : 'not '}null`;
  const compared = codec.compared(expression);
  const matched = matchText(statement, compared, operator, value);
  if (matched !== undefined) return matched;
  const bind = (each: unknown): string => statement.bindAs(codec, each);
  if (operator !== 'in' && operator !== 'notIn') return `${compared} ${SIGNS[operator] ?? '='} ${bind(value)}`;
  const [sign, quantifier] = operator === 'in' ? ['=', 'any'] : ['<>', 'all'];
  if (codec.convert) {
    const values = itemsOf(value);
    // An empty list would have no type; a type that converts by SQL converts each parameter.
    return values.length === 0 ? String(operator === 'notIn') : `${compared} ${sign} ${quantifier}(array[${values.map(bind).join(', ')}])`;
  }
  const encodeAll = (list: unknown): unknown => (list as readonly unknown[]).map((each) => codec.encode(each));
  return `${compared} ${sign} ${quantifier}(${statement.operand(value, encodeAll, `${codec.cast}[]`)})`;
}

/** A list of which the length is known: each item becomes a part of the statement. */
function itemsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('a list of unknown length cannot be written');
  return value;
}
