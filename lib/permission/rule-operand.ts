import { InvalidOperand } from '../error/errors.js';
import type { Operator } from '../model/scalar.js';
import { parseOperand, type OperandContext } from '../plan/parse-operand.js';
import { intervalOf, intervalText } from './interval-value.js';
import { storedValue, type StoredForm } from './stored-form.js';
import { timeOf } from './time-value.js';

/** What an operand of a rule is checked against. */
export interface RuleOperandContext extends OperandContext {
  /** Of a type of the interface's own: what it stores. */
  readonly stored: StoredForm | undefined;
}

const LISTS: readonly Operator[] = ['in', 'notIn', 'hasSome', 'hasEvery'];
const VALUES: readonly Operator[] = [...LISTS, 'eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'has'];

/**
 * Checks the operand of a comparison in a rule: besides what filters demand, it has to mean the same to the database and in memory.
 *
 * @throws GM_READ_INVALID_OPERAND
 */
export function ruleOperand(context: RuleOperandContext, operator: Operator, value: unknown): unknown {
  const parsed = parseOperand(context, operator, value);
  if (!VALUES.includes(operator)) return parsed;
  return LISTS.includes(operator)
    ? (parsed as readonly unknown[]).map((each) => exact(context, operator, each))
    : exact(context, operator, parsed);
}

function exact({ field, stored }: RuleOperandContext, operator: Operator, value: unknown): unknown {
  const refuse = (expected: string): never => {
    throw InvalidOperand.create({ field: field.publicName, operator, expected });
  };
  if (field.kind === 'enum') return value;
  switch (field.type) {
    case 'time':
      return field.comparison === 'zoned' && timeOf(value)?.offset === undefined
        ? refuse('a time with an offset, such as "12:00+01"')
        : value;
    case 'interval': {
      const interval = intervalOf(value);
      return interval ? intervalText(interval) : refuse('an interval such as "1 day 02:00:00" or "P1DT2H"');
    }
    case 'custom':
      return stored && storedValue(stored, value) === undefined ? refuse('a value that its type can store') : value;
    default:
      return value;
  }
}
