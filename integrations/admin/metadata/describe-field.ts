import type { GraphQLInputObjectType } from 'graphql';
import { targetOf, type FieldModel } from '../../../lib/plugin.js';
import type { SchemaTypes } from './known-types.js';
import type { AdminField } from './metadata.js';
import { argumentTypes, inputNames, inputType, isList, isRequired, outputType, type OutputField } from './schema-types.js';

/** Where the schema speaks of a field. */
export interface FieldPlaces {
  readonly shown: OutputField | undefined;
  readonly filter?: GraphQLInputObjectType | undefined;
  readonly sort?: GraphQLInputObjectType | undefined;
  readonly create?: GraphQLInputObjectType | undefined;
  readonly update?: GraphQLInputObjectType | undefined;
  /** Whether rules of its own say who reads it. */
  readonly ruled?: boolean;
}

/** A field of the model as the schema shows it. */
export function describeField(types: SchemaTypes, field: FieldModel, places: FieldPlaces): readonly AdminField[] {
  const { shown, ruled = false } = places;
  if (!shown) return [];
  const { publicName: name, nullable, lazy } = field;
  const description = field.description ?? shown.description ?? undefined;
  return [
    {
      name,
      ...kindOf(types, field, shown),
      nullable,
      ...(description !== undefined && { description }),
      lazy,
      ...marksOf(field),
      ...asking(field, places),
      ...writing(field, places),
      ruled,
      ...listOf(field, shown, types),
    },
  ];
}

/** What is said of single values. */
function marksOf(field: FieldModel): Pick<AdminField, 'primary' | 'version' | 'maxLength'> {
  if (field.kind !== 'scalar') return { primary: 'primary' in field && field.primary, version: false };
  const { primary, version, type, maxLength } = field;
  // Of times it would be the digits of their seconds.
  return { primary, version, ...(type === 'string' && maxLength !== undefined && { maxLength }) };
}

/** What can be asked of it in lists. */
function asking(field: FieldModel, { filter, sort }: FieldPlaces): Pick<AdminField, 'sortable' | 'operators' | 'filterable'> {
  const { publicName: name } = field;
  const asked = inputType(filter?.getFields()[name]?.type);
  const isValue = field.kind === 'scalar' || field.kind === 'enum';
  return {
    sortable: isValue && sort?.getFields()[name] !== undefined,
    operators: isValue ? inputNames(asked).filter((each) => each !== 'path') : [],
    filterable: field.kind === 'relation' && field.cardinality === 'one' && asked !== undefined,
  };
}

function kindOf(types: SchemaTypes, field: FieldModel, shown: OutputField): Pick<AdminField, 'kind' | 'type' | 'list'> {
  switch (field.kind) {
    case 'scalar':
      return { kind: 'scalar', type: field.type === 'custom' ? (field.looksLike ?? 'json') : field.type, list: field.list };
    case 'enum':
      return { kind: 'enum', type: types.enumOf(shown, field.enum), list: field.list };
    case 'embedded':
      types.noteEmbeddable(field.embeddable, outputType(shown.type));
      return { kind: 'embedded', type: field.embeddable, list: field.list };
    case 'relation':
      return { kind: field.cardinality, type: field.target, list: field.cardinality === 'many' };
  }
}

/** Whether a create and an update take it; of a relation, what they take along it. */
function writing(field: FieldModel, { create, update }: FieldPlaces): Pick<AdminField, 'create' | 'update' | 'links'> {
  const { publicName: name } = field;
  const [made, changed] = [create?.getFields()[name], update?.getFields()[name]];
  return {
    ...(made && { create: isRequired(made) ? 'required' : 'optional' }),
    update: changed !== undefined,
    ...(field.kind === 'relation' &&
      (made || changed) && { links: { create: inputNames(inputType(made?.type)), update: inputNames(inputType(changed?.type)) } }),
  };
}

type ListMarks = Pick<AdminField, 'args' | 'total' | 'inverse' | 'keeper' | 'opposite'>;

function listOf(field: FieldModel, shown: OutputField, { model }: SchemaTypes): ListMarks {
  if (field.kind !== 'relation' || field.cardinality === 'one') return {};
  const back = targetOf(model, field).fields.get(field.inverse ?? '');
  const leads = back?.exposed && back.kind === 'relation' ? back : undefined;
  return {
    args: argumentTypes(shown),
    total: outputType(shown.type)?.getFields()['totalCount'] !== undefined,
    ...(leads?.cardinality === 'one' && { inverse: leads.publicName }),
    keeper: field.owner ? 'own' : 'other',
    ...(leads && { opposite: leads.publicName }),
  };
}

/** A computed member, or a field of the team's own: its value is shown where it needs no arguments and has no fields. */
export function describeComputed(shown: OutputField, ruled: boolean): readonly AdminField[] {
  const { name, description, type, args } = shown;
  if (outputType(type) !== undefined || args.some(isRequired)) return [];
  return [
    {
      name,
      kind: 'computed',
      type: String(type).replace(/[[\]!]/g, ''),
      list: isList(type),
      nullable: true,
      primary: false,
      ...(description && { description }),
      lazy: false,
      version: false,
      sortable: false,
      operators: [],
      filterable: false,
      update: false,
      ruled,
    },
  ];
}
