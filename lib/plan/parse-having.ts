import { InvalidAggregate, TooDeep, TooManyConditions, UnknownOperator } from '../error/errors.js';
import { enumNamed } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import type { Having, MeasureComparison } from './aggregation.js';
import type { MeasureList } from './parse-aggregate.js';
import { isPlain } from './parse-filter.js';
import { parseOperand } from './parse-operand.js';
import type { PlanContext } from './plan-context.js';
import { walk } from './value-at.js';

const TRUE: Having = Object.freeze({ kind: 'true' });
const FALSE: Having = Object.freeze({ kind: 'false' });

/**
 * Makes a condition on groups of what a caller writes: `{ count: { gt: 3 }, sum: { price: { gt: '10' } }, min: { album: { year: 1999 } } }`,
 * `and`, `or`, `not`. A measure takes the operators of its type.
 *
 * @throws GM_READ_INVALID_AGGREGATE, GM_READ_UNKNOWN_FIELD, GM_READ_UNKNOWN_OPERATOR, GM_READ_INVALID_OPERAND, GM_LIMIT_DEPTH, GM_LIMIT_CONDITIONS
 */
export function parseHaving(context: PlanContext, manager: ManagerModel, having: unknown, measures: MeasureList): Having {
  return having === undefined || having === null ? TRUE : new HavingParser(context, manager, measures).object(having, 0);
}

class HavingParser {
  readonly #context: PlanContext;
  readonly #manager: ManagerModel;
  readonly #measures: MeasureList;
  #conditions = 0;

  constructor(context: PlanContext, manager: ManagerModel, measures: MeasureList) {
    this.#context = context;
    this.#manager = manager;
    this.#measures = measures;
  }

  object(having: unknown, depth: number): Having {
    return all(this.#entries(having, depth).map(([key, value]) => this.#entry(key, value, depth + 1)));
  }

  #entry(key: string, value: unknown, depth: number): Having {
    if (key === 'and') return all(this.#list(value, depth));
    if (key === 'or') return any(this.#list(value, depth));
    if (key === 'not') return { kind: 'not', of: this.object(value, depth) };
    return key === 'count' ? this.#measure('count', [], value) : this.#fields(key, [], value, depth);
  }

  #list(value: unknown, depth: number): readonly Having[] {
    if (!Array.isArray(value)) throw this.#invalid();
    return value.map((each: unknown) => this.object(each, depth));
  }

  /** The fields of a measure, up to the values that related and embedded objects have. */
  #fields(kind: string, names: readonly string[], value: unknown, depth: number): Having {
    return all(
      this.#entries(value, depth).map(([key, operand]) => {
        const inner = [...names, ...key.split('.')];
        const { field } = walk(this.#context, this.#manager, inner);
        const isValue = field?.kind === 'scalar' || field?.kind === 'enum';
        return isValue ? this.#measure(kind, inner, operand) : this.#fields(kind, inner, operand, depth + 1);
      }),
    );
  }

  #measure(kind: string, names: readonly string[], value: unknown): Having {
    const measure = this.#measures.indexOf(kind, names);
    const operators = value === null ? { isNull: true } : isPlain(value) ? value : { eq: value };
    const given = Object.entries(operators).filter(([, operand]) => operand !== undefined);
    return all(given.map(([operator, operand]) => this.#comparison(measure, operator, operand)));
  }

  #comparison(measure: number, name: string, operand: unknown): Having {
    const { maxConditions } = this.#context.limits;
    this.#conditions += 1;
    if (this.#conditions > maxConditions) throw TooManyConditions.create({ max: maxConditions });
    const field = this.#measures.field(measure);
    const operator = field.operators.find((each) => each === name);
    if (!operator) throw UnknownOperator.create({ manager: this.#manager.name, field: field.publicName, operator: name });
    const comparison = { kind: 'compare', measure } as const;
    if (operand === null && (operator === 'eq' || operator === 'ne')) return isNull(comparison, operator === 'eq');
    const { model, limits } = this.#context;
    const enumeration = field.kind === 'enum' ? enumNamed(model, field.enum) : undefined;
    const value = parseOperand({ field, enumeration, limits }, operator, operand);
    // An empty list asks nothing, not even of null.
    const empty = Array.isArray(value) && value.length === 0;
    return empty ? (operator === 'in' ? FALSE : TRUE) : { ...comparison, operator, value };
  }

  #entries(value: unknown, depth: number): readonly (readonly [string, unknown])[] {
    const { maxDepth } = this.#context.limits;
    if (depth > maxDepth) throw TooDeep.create({ max: maxDepth });
    if (!isPlain(value)) throw this.#invalid();
    return Object.entries(value).filter(([, each]) => each !== undefined);
  }

  #invalid(): Error {
    return InvalidAggregate.create({
      manager: this.#manager.name,
      reason: 'having is not an object of measures, fields, operators and and/or/not',
    });
  }
}

const isNull = (comparison: Pick<MeasureComparison, 'kind' | 'measure'>, value: boolean): Having => ({
  ...comparison,
  operator: 'isNull',
  value,
});

/** Conjunction without an empty group. */
function all(conditions: readonly Having[]): Having {
  const [first, ...rest] = conditions;
  return first ? (rest.length === 0 ? first : { kind: 'and', all: conditions }) : TRUE;
}

/** Disjunction without an empty group. */
function any(conditions: readonly Having[]): Having {
  const [first, ...rest] = conditions;
  return first ? (rest.length === 0 ? first : { kind: 'or', any: conditions }) : FALSE;
}
