import { InvalidOperand, TooManyValues } from '../error/errors.js';
import type { EnumModel } from '../model/model.js';
import type { ValueField } from '../model/field.js';
import type { Operator } from '../model/scalar.js';
import type { Limits } from './limits.js';
import { isParameter, mapItems } from './parameter.js';
import { INVALID, parseScalar } from './parse-value.js';
import { isStorableText } from './storable-text.js';

const TEXT: readonly Operator[] = ['contains', 'startsWith', 'endsWith', 'like', 'ilike', 'ieq', 'icontains', 'istartsWith', 'iendsWith'];
const FLAGS: readonly Operator[] = ['isNull', 'isEmpty'];
const LISTS: readonly Operator[] = ['in', 'notIn', 'hasSome', 'hasEvery'];

const PATTERNS: readonly Operator[] = ['like', 'ilike'];
/** A backslash at the end that escapes nothing. */
const UNFINISHED = /(?<!\\)(?:\\\\)*\\$/;

/** What an operand is checked against. */
export interface OperandContext {
  readonly field: ValueField;
  readonly enumeration: EnumModel | undefined;
  readonly limits: Limits;
}

/**
 * Checks the operand of a comparison and gives its JavaScript value.
 *
 * @throws GM_READ_INVALID_OPERAND when it is not of the field's type; GM_LIMIT_LIST_ITEMS when a list is too long.
 */
export function parseOperand(context: OperandContext, operator: Operator, value: unknown): unknown {
  const { field } = context;
  if (FLAGS.includes(operator)) return typeof value === 'boolean' ? value : refuse(context, operator, 'true or false');
  if (isParameter(value)) return value.map((known) => parseOperand(context, operator, known));
  if (TEXT.includes(operator)) return parseText(context, operator, value);
  const takesList = LISTS.includes(operator) || (field.list && (operator === 'eq' || operator === 'ne'));
  return takesList ? parseList(context, operator, value) : parseOne(context, operator, value);
}

/** PostgreSQL fails at an unfinished pattern only when a row gets that far, and so would tell of rows that are not given. */
function parseText(context: OperandContext, operator: Operator, value: unknown): string {
  if (!isStorableText(value)) return refuse(context, operator, 'a text');
  if (PATTERNS.includes(operator) && UNFINISHED.test(value)) return refuse(context, operator, 'a pattern that ends with a whole character');
  return value;
}

function parseList(context: OperandContext, operator: Operator, value: unknown): unknown {
  if (!Array.isArray(value)) return refuse(context, operator, 'a list');
  const max = context.limits.maxListItems;
  if (value.length > max) throw TooManyValues.create({ max });
  return mapItems(value, (each) => parseOne(context, operator, each));
}

function parseOne(context: OperandContext, operator: Operator, value: unknown): unknown {
  const { field, enumeration } = context;
  if (field.kind === 'enum') {
    const known = enumeration?.members.some((member) => member.value === value);
    return known ? value : refuse(context, operator, `a member of ${field.enum}`);
  }
  if (value === null && field.type !== 'json') return refuse(context, operator, 'a value other than null');
  const parsed = parseScalar(field, value);
  return parsed === INVALID ? refuse(context, operator, `a ${field.looksLike ?? field.type} value`) : parsed;
}

function refuse(context: OperandContext, operator: Operator, expected: string): never {
  throw InvalidOperand.create({ field: context.field.publicName, operator, expected });
}
