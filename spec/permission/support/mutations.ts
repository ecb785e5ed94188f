import { ConditionWriter } from '../../../integrations/mikro-orm/sql/condition.js';
import type { Entities } from '../../../integrations/mikro-orm/sql/entities.js';
import type { Statement } from '../../../integrations/mikro-orm/sql/statement.js';
import type { ApplicationModel } from '../../../lib/model/model.js';
import type { ScalarField } from '../../../lib/model/field.js';
import type { Operator } from '../../../lib/model/scalar.js';
import { Evaluator } from '../../../lib/permission/evaluate.js';
import { readProperty } from '../../../lib/permission/object-reader.js';
import type { Truth } from '../../../lib/permission/truth.js';
import { FALSE, notCondition, TRUE, type Comparison, type Condition, type RelationCondition } from '../../../lib/plan/condition.js';

/** A fault of a back end: it takes some conditions for others, or what is unknown for true or false. */
export interface Mutation {
  readonly title: string;
  readonly rewrite?: (condition: Condition) => Condition;
  /** What a comparison that is unknown counts as. */
  readonly unknown?: boolean;
  /** Faults that only one of the back ends can have. */
  readonly only?: 'sql' | 'memory';
}

const comparisons =
  (rewrite: (comparison: Comparison) => Condition) =>
  (condition: Condition): Condition =>
    condition.kind === 'compare' ? rewrite(condition) : condition;
const relations =
  (rewrite: (relation: RelationCondition) => Condition) =>
  (condition: Condition): Condition =>
    condition.kind === 'relation' ? rewrite(condition) : condition;

const swapped = (title: string, operators: Readonly<Partial<Record<Operator, Operator>>>): Mutation => ({
  title,
  rewrite: comparisons((each) => ({ ...each, operator: operators[each.operator] ?? each.operator })),
});
const quantifier = (from: RelationCondition['quantifier'], to: RelationCondition['quantifier']): Mutation => ({
  title: `${from} taken for ${to}`,
  rewrite: relations((each) => (each.quantifier === from ? { ...each, quantifier: to } : each)),
});
const flipped = (operator: Operator): Mutation => ({
  title: `${operator} turned round`,
  rewrite: comparisons((each) => (each.operator === operator ? { ...each, value: each.value !== true } : each)),
});
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const isText = ({ path: { field } }: Comparison): boolean => field.kind === 'scalar' && field.type === 'string';

/** Pattern characters of the operand stand for what they mean to LIKE. */
const unescaped = comparisons((each) => {
  if (each.operator === 'contains') return { ...each, operator: 'like', value: `%${String(each.value)}%` };
  return each.operator === 'startsWith' ? { ...each, operator: 'like', value: `${String(each.value)}%` } : each;
});

const ANY_CASE: Readonly<Partial<Record<Operator, Operator>>> = {
  eq: 'ieq',
  contains: 'icontains',
  startsWith: 'istartsWith',
  endsWith: 'iendsWith',
};

/** The faults that either back end can have. */
const BOTH: readonly Mutation[] = [
  swapped('eq taken for ne', { eq: 'ne' }),
  swapped('ne taken for eq', { ne: 'eq' }),
  swapped('gt taken for gte', { gt: 'gte' }),
  swapped('lte taken for lt', { lte: 'lt' }),
  swapped('lt taken for gt', { lt: 'gt' }),
  swapped('in taken for notIn', { in: 'notIn' }),
  swapped('notIn taken for in', { notIn: 'in' }),
  swapped('startsWith taken for endsWith', { startsWith: 'endsWith' }),
  swapped('contains taken for startsWith', { contains: 'startsWith' }),
  swapped('hasSome taken for hasEvery', { hasSome: 'hasEvery' }),
  swapped('hasEvery taken for hasSome', { hasEvery: 'hasSome' }),
  {
    title: 'hasEvery of nothing taken for false',
    rewrite: comparisons((each) => (each.operator === 'hasEvery' && isEmptyList(each.value) ? FALSE : each)),
  },
  flipped('isEmpty'),
  flipped('isNull'),
  { title: 'a comparison with null taken for true', unknown: true },
  { title: 'a comparison with null taken for false', unknown: false },
  { title: 'an empty group taken for everything', rewrite: (each) => (each.kind === 'false' ? TRUE : each) },
  { title: 'unknown taken for true', rewrite: (each) => (each.kind === 'unknown' ? TRUE : each) },
  { title: 'unknown taken for false', rewrite: (each) => (each.kind === 'unknown' ? FALSE : each) },
  {
    title: 'an unknown deny taken for no deny',
    rewrite: (each) => (each.kind === 'is' && !each.truth ? notCondition({ ...each, truth: true }) : each),
  },
  { title: 'and taken for or', rewrite: (each) => (each.kind === 'and' ? { kind: 'or', any: each.all } : each) },
  { title: 'or taken for and', rewrite: (each) => (each.kind === 'or' ? { kind: 'and', all: each.any } : each) },
  { title: 'not left out', rewrite: (each) => (each.kind === 'not' ? each.of : each) },
  { title: 'LIKE without escapes', rewrite: unescaped },
  quantifier('some', 'every'),
  quantifier('some', 'none'),
  quantifier('every', 'some'),
  quantifier('every', 'none'),
  quantifier('none', 'every'),
  {
    title: 'every that lets unknown pass',
    rewrite: relations((each) => (each.quantifier === 'every' ? { ...each, quantifier: 'none', where: notCondition(each.where) } : each)),
  },
  { title: 'a key left out', rewrite: (each) => (each.kind === 'key' ? TRUE : each) },
  { title: 'a path into JSON left out', rewrite: comparisons((each) => ({ ...each, path: { ...each.path, json: [] } })) },
];

/** Values of a type are compared as if the field were another one. */
const asField = (title: string, field: (field: ScalarField) => ScalarField): Mutation => ({
  title,
  only: 'memory',
  rewrite: comparisons((each) =>
    each.path.field.kind === 'scalar' ? { ...each, path: { ...each.path, field: field(each.path.field) } } : each,
  ),
});
const asText = (type: ScalarField['type']): ((field: ScalarField) => ScalarField) => {
  return (field) => (field.type === type ? { ...field, type: 'string' } : field);
};

const lowered = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** Every fault, planted in each back end that can have it. */
export const MUTATIONS: readonly Mutation[] = [
  ...BOTH.flatMap((each): Mutation[] => [
    { ...each, only: 'sql' },
    { ...each, only: 'memory' },
  ]),
  {
    title: 'case ignored',
    only: 'sql',
    rewrite: comparisons((each) => (isText(each) ? { ...each, operator: ANY_CASE[each.operator] ?? each.operator } : each)),
  },
  {
    title: 'case ignored',
    only: 'memory',
    rewrite: comparisons((each) =>
      isText(each) ? { ...each, value: Array.isArray(each.value) ? each.value.map(lowered) : lowered(each.value) } : each,
    ),
  },
  asField('times as texts', asText('time')),
  asField('intervals as texts', asText('interval')),
  asField('values of own types as they are', asText('custom')),
  asField('zones and precision left out', ({ comparison: _comparison, ...field }) => field),
  {
    title: 'microseconds of instants counted',
    only: 'sql',
    rewrite: comparisons(({ milliseconds: _milliseconds, ...each }) => each),
  },
];

/** The SQL writer with a fault. */
export class MutantWriter extends ConditionWriter {
  readonly #mutation: Mutation;

  constructor(entities: Entities, statement: Statement, mutation: Mutation) {
    super(entities, statement);
    this.#mutation = mutation;
  }

  override write(condition: Condition, alias: string): string | undefined {
    const { rewrite, unknown } = this.#mutation;
    const written = super.write(rewrite?.(condition) ?? condition, alias);
    return condition.kind === 'compare' && unknown !== undefined && written !== undefined ? `coalesce(${written}, ${unknown})` : written;
  }
}

/** The evaluation in memory with a fault. */
export class MutantEvaluator extends Evaluator {
  readonly #mutation: Mutation;

  constructor(model: ApplicationModel, mutation: Mutation) {
    const lower = mutation.title === 'case ignored';
    super(model, lower ? (object, manager, field) => lowered(readProperty(object, manager, field)) : readProperty);
    this.#mutation = mutation;
  }

  override truth(condition: Condition, object: object): Truth {
    const { rewrite, unknown } = this.#mutation;
    const truth = super.truth(rewrite?.(condition) ?? condition, object);
    return condition.kind === 'compare' ? (truth ?? unknown) : truth;
  }
}
