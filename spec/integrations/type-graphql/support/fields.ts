import {
  ENUM_OPERATORS,
  LIST_OPERATORS,
  operatorsOf,
  type DescribedField,
  type EmbeddedField,
  type EnumField,
  type ScalarField,
  type ScalarType,
} from '../../../../lib/plugin.js';

const BASE = { exposed: true, nullable: false, readOnly: false, optional: false, lazy: false } as const;

/** Describes a value; everything that is not said is as for a plain column. */
export function scalar(name: string, type: ScalarType, options: Partial<ScalarField> = {}): ScalarField {
  const operators = options.list === true ? LIST_OPERATORS : operatorsOf(type);
  const sortable = options.list !== true && !['json', 'blob', 'custom'].includes(type);
  return {
    ...BASE,
    kind: 'scalar',
    name,
    publicName: name,
    type,
    list: false,
    primary: false,
    unique: false,
    version: false,
    operators,
    sortable,
    ...options,
  };
}

/** A part of a key. */
export const primary = (name: string, type: ScalarType): ScalarField => scalar(name, type, { primary: true, unique: true });

/** Describes a member of an enum. */
export function member(name: string, enumName: string, options: Partial<EnumField> = {}): EnumField {
  const operators = options.list === true ? LIST_OPERATORS : ENUM_OPERATORS;
  return {
    ...BASE,
    kind: 'enum',
    name,
    publicName: name,
    enum: enumName,
    list: false,
    primary: false,
    unique: false,
    operators,
    sortable: true,
    ...options,
  };
}

/** Describes an embedded object. */
export function embedded(name: string, embeddable: string, options: Partial<EmbeddedField> = {}): EmbeddedField {
  return { ...BASE, kind: 'embedded', name, publicName: name, embeddable, list: false, queryable: options.list !== true, ...options };
}

type DescribedRelation = Extract<DescribedField, { kind: 'relation' }>;

/** Describes a to-one relation. */
export function one(name: string, target: object, options: Partial<DescribedRelation> = {}): DescribedRelation {
  return {
    ...BASE,
    kind: 'relation',
    cardinality: 'one',
    name,
    publicName: name,
    target,
    owner: true,
    primary: false,
    queryable: true,
    ...options,
  };
}

/** Describes a to-many relation. */
export function many(name: string, target: object, options: Partial<DescribedRelation> = {}): DescribedRelation {
  return one(name, target, { cardinality: 'many', owner: false, ...options });
}
