import type { Comparison } from '../../../lib/plugin.js';
import { matchText } from './compare-value.js';
import type { Statement } from './statement.js';
import type { SqlValue } from './value.js';

const SIGNS: Readonly<Record<string, string>> = Object.freeze({ eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' });

/**
 * Compares a JSON document, or what is in it at a path.
 *
 * Order is defined between values of one JSON type only, text operators for JSON strings; anything else is unknown. A JSON
 * null is a null like a missing key.
 */
export function compareJson(statement: Statement, { expression }: SqlValue, { operator, value, path }: Comparison): string {
  const document = `${expression}::jsonb`;
  const located = path.json && path.json.length > 0 ? `(${document} #> ${statement.bind(path.json, 'text[]')})` : `(${document})`;
  const present = `nullif(${located}, 'null'::jsonb)`;
  if (operator === 'isNull') return `${present} is ${value === true ? '' : 'not '}null`;
  const matched = matchText(statement, `(${located} #>> '{}')`, operator, value);
  if (matched !== undefined) return `(case when jsonb_typeof(${located}) = 'string' then ${matched} end)`;
  if (operator === 'in' || operator === 'notIn') {
    const values = statement.operand(value, (list) => (list as readonly unknown[]).map((each) => JSON.stringify(each)), 'jsonb[]');
    return operator === 'in' ? `${present} = any(${values})` : `${present} <> all(${values})`;
  }
  const operand = statement.operand(value, (document) => JSON.stringify(document), 'jsonb');
  const compared = `${present} ${SIGNS[operator] ?? '='} ${operand}`;
  if (operator === 'eq' || operator === 'ne') return compared;
  return `(case when jsonb_typeof(${located}) = jsonb_typeof(${operand}) then ${compared} end)`;
}
