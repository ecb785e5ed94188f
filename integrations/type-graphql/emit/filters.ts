import { GraphQLBoolean, GraphQLString } from 'graphql';
import { InputType } from 'type-graphql';
import {
  embeddableNamed,
  targetOf,
  type EmbeddedField,
  type FieldModel,
  type ManagerModel,
  type Operator,
  type RelationField,
  type ValueField,
} from '../../../lib/plugin.js';
import { declareField } from './declare-field.js';
import { namedClass, type Emission, type TypeClass, type TypeValue } from './emission.js';
import { typeName } from './type-names.js';
import { isIdentifier, valueType } from './value-types.js';

const TEXT: readonly Operator[] = ['contains', 'startsWith', 'endsWith', 'like', 'ilike', 'ieq', 'icontains', 'istartsWith', 'iendsWith'];
const FLAGS: readonly Operator[] = ['isNull', 'isEmpty'];
const LISTS: readonly Operator[] = ['in', 'notIn', 'hasSome', 'hasEvery'];
const OF_IDENTIFIERS: readonly Operator[] = ['eq', 'ne', 'in', 'notIn', 'gt', 'gte', 'lt', 'lte', 'isNull'];

/** The filter of a manager; undefined where nothing of it can be filtered. */
export function filterType(emission: Emission, manager: ManagerModel): TypeClass | undefined {
  const fields = [...manager.fields.values()].filter((field) => isFilterable(emission, field));
  if (fields.length === 0) return undefined;
  const name = `${typeName(emission, manager)}Filter`;
  return input(emission, name, manager.name, (target) => {
    declareField(target, { property: 'and', type: () => target, nullable: true, list: { items: false } });
    declareField(target, { property: 'or', type: () => target, nullable: true, list: { items: false } });
    declareField(target, { property: 'not', type: () => target, nullable: true });
    for (const field of fields) declareFilter(emission, target, field);
  });
}

function isFilterable(emission: Emission, field: FieldModel): boolean {
  if (!field.exposed) return false;
  if (field.kind === 'scalar' || field.kind === 'enum') return field.operators.length > 0;
  if (field.kind === 'relation') return field.queryable && [...targetOf(emission.model, field).fields.values()].some(({ exposed }) => exposed);
  return field.queryable && embeddableNamed(emission.model, field.embeddable).fields.some((inner) => isFilterable(emission, inner));
}

function declareFilter(emission: Emission, target: TypeClass, field: FieldModel): void {
  const type = operandType(emission, field);
  if (!type) return;
  const { publicName, description } = field;
  declareField(target, { property: publicName, description, type: () => type, nullable: true });
}

function operandType(emission: Emission, field: FieldModel): TypeClass | undefined {
  if (field.kind === 'embedded') return embeddedFilter(emission, field);
  if (field.kind !== 'relation') return comparisonType(emission, field);
  const target = targetOf(emission.model, field);
  return field.cardinality === 'one' ? filterType(emission, target) : listFilter(emission, target, field);
}

function listFilter(emission: Emission, manager: ManagerModel, _field: RelationField): TypeClass | undefined {
  const filter = filterType(emission, manager);
  const name = `${typeName(emission, manager)}ListFilter`;
  if (!filter) return undefined;
  return input(emission, name, manager.name, (target) => {
    for (const property of ['some', 'every', 'none']) declareField(target, { property, type: () => filter, nullable: true });
  });
}

function embeddedFilter(emission: Emission, { embeddable }: EmbeddedField): TypeClass {
  const { name, fields } = embeddableNamed(emission.model, embeddable);
  return input(emission, `${name}Filter`, `embeddable ${name}`, (target) => {
    for (const field of fields.filter((each) => isFilterable(emission, each))) declareFilter(emission, target, field);
  });
}

/** The comparisons of a value: one shared type for each type of value. */
function comparisonType(emission: Emission, field: ValueField): TypeClass {
  const type = valueType(emission, field);
  const operators = isIdentifier(field) ? OF_IDENTIFIERS.filter((each) => field.operators.includes(each)) : field.operators;
  const base = `${nameOf(field, type)}${field.list ? 'List' : ''}Filter`;
  const json = field.kind === 'scalar' && field.type === 'json' && !field.list;
  return input(emission, base, `${base} with ${operators.join(' ')}`, (target) => {
    if (json) declareField(target, { property: 'path', description: 'Keys into the document.', type: () => GraphQLString, nullable: true, list: { items: false } });
    for (const operator of operators) declareOperator(target, operator, field, type);
  });
}

function nameOf(field: ValueField, type: TypeValue): string {
  return field.kind === 'enum' ? field.enum : String((type as { readonly name: string }).name);
}

function declareOperator(target: TypeClass, operator: Operator, field: ValueField, type: TypeValue): void {
  const operand = FLAGS.includes(operator) ? GraphQLBoolean : TEXT.includes(operator) ? GraphQLString : type;
  const list = LISTS.includes(operator) || (field.list && (operator === 'eq' || operator === 'ne'));
  declareField(target, { property: operator, type: () => operand, nullable: true, ...(list && { list: { items: false } }) });
}

function input(emission: Emission, name: string, owner: string, declare: (target: TypeClass) => void): TypeClass {
  return emission.type(name, owner, () => namedClass(name), (target) => {
    InputType(name)(target);
    declare(target);
  });
}
