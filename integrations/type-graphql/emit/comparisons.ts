import { GraphQLBoolean, GraphQLString, type GraphQLScalarType } from 'graphql';
import { capitalised, ENUM_OPERATORS, LIST_OPERATORS, operatorsOf, type Operator, type ValueField } from '../../../lib/plugin.js';
import type { GeneratedType, TypeValue } from '../generated/generated-type.js';
import { declareField } from './declare-field.js';
import { inputType } from './input-types.js';
import type { Emission } from './emission.js';
import { isIdentifier, valueType } from './value-types.js';

const TEXT: readonly Operator[] = ['contains', 'startsWith', 'endsWith', 'like', 'ilike', 'ieq', 'icontains', 'istartsWith', 'iendsWith'];
const FLAGS: readonly Operator[] = ['isNull', 'isEmpty'];
const LISTS: readonly Operator[] = ['in', 'notIn', 'hasSome', 'hasEvery'];
const OF_IDENTIFIERS: readonly Operator[] = ['eq', 'ne', 'in', 'notIn', 'gt', 'gte', 'lt', 'lte', 'isNull'];

/** The comparisons of a value: one shared type for each type of value and set of operators. */
export function comparisonType(emission: Emission, field: ValueField): GeneratedType {
  const type = valueType(emission, field);
  // Fields of one type share their operators.
  const known = emission.once(comparisonsOf, type);
  const same = known.find(([each]) => each.operators === field.operators && isAlike(each, field));
  if (same) return same[1];
  const made = makeComparison(emission, field, type);
  known.push([field, made]);
  return made;
}

const comparisonsOf = (): [ValueField, GeneratedType][] => [];

function isAlike(one: ValueField, other: ValueField): boolean {
  if (one.list !== other.list) return false;
  if (one.kind === 'enum') return other.kind === 'enum' && one.enum === other.enum;
  return other.kind === 'scalar' && one.type === other.type && one.primary === other.primary;
}

function makeComparison(emission: Emission, field: ValueField, type: TypeValue): GeneratedType {
  const all = operatorsThatFit(field);
  const offered = all.filter((each) => field.operators.includes(each));
  // An interface that offers fewer operators than the type could have gets types of its own, named after what is offered.
  const fewer = offered.length < all.length ? offered.map(capitalised).join('') : '';
  const name = `${nameOf(field, type)}${fewer}${field.list ? 'List' : ''}Filter`;
  return inputType(emission, name, `comparisons of ${name.slice(0, -'Filter'.length)}`, (target) => {
    if (field.kind === 'scalar' && field.type === 'json' && !field.list) declarePath(target);
    for (const operator of offered) declareOperator(target, operator, field, type);
  });
}

function operatorsThatFit(field: ValueField): readonly Operator[] {
  if (field.list) return LIST_OPERATORS;
  if (field.kind === 'enum') return ENUM_OPERATORS;
  return isIdentifier(field) ? OF_IDENTIFIERS : operatorsOf(field.type);
}

function nameOf(field: ValueField, type: TypeValue): string {
  if (field.kind === 'enum') return field.enum;
  if (field.type === 'interval') return 'Interval';
  const { name } = type as GraphQLScalarType;
  return field.type === 'custom' && !isIdentifier(field) ? `Custom${name}` : name;
}

function declarePath(target: GeneratedType): void {
  const description = 'Keys into the document.';
  declareField(target, { property: 'path', description, type: GraphQLString, nullable: true, list: { items: false } });
}

function declareOperator(target: GeneratedType, operator: Operator, field: ValueField, type: TypeValue): void {
  const operand = FLAGS.includes(operator) ? GraphQLBoolean : TEXT.includes(operator) ? GraphQLString : type;
  const list = LISTS.includes(operator) || (field.list && (operator === 'eq' || operator === 'ne'));
  declareField(target, { property: operator, type: operand, nullable: true, ...(list && { list: { items: false } }) });
}
