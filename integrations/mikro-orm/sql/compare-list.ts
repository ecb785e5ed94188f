import type { Comparison } from '../../../lib/plugin.js';
import type { Statement } from './statement.js';
import type { SqlValue } from './value.js';

const SIGNS: Readonly<Record<string, string>> = Object.freeze({ eq: '=', ne: '<>', hasSome: '&&', hasEvery: '@>' });

/** Compares a list column. */
export function compareList(statement: Statement, { expression, codec }: SqlValue, { operator, value }: Comparison): string {
  if (operator === 'isNull') return `${expression} is ${value === true ? '' : 'not '}null`;
  const compared = codec.compared(expression);
  if (operator === 'isEmpty') return `cardinality(${compared}) ${value === true ? '=' : '>'} 0`;
  if (operator === 'has') return `${compared} @> ${statement.operand(value, (item) => codec.encode([item]), codec.cast)}`;
  return `${compared} ${SIGNS[operator] ?? '='} ${statement.operand(value, (list) => codec.encode(list), codec.cast)}`;
}
