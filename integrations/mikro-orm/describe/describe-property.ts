import {
  declarationOf,
  ENUM_OPERATORS,
  LIST_OPERATORS,
  operatorsOf,
  type DescribedField,
  type EmbeddableModel,
  type EmbeddedField,
  type EnumField,
  type ScalarField,
} from '../../../lib/plugin.js';
import { isOwning, isToMany, targetMeta, type Meta, type Property } from '../metadata.js';
import type { EntityContext } from './describe-entity.js';
import { enumOf } from './enum-members.js';
import { shapeOf } from './value-shape.js';

const UNSORTABLE: readonly string[] = ['json', 'blob', 'custom'];

/** Describes one property of an entity. */
export function describeProperty(context: EntityContext, property: Property): readonly DescribedField[] {
  if (property.kind === 'scalar') return [describeValue(context, property, ownerOf(context, property))];
  if (property.kind === 'embedded') return [describeEmbedded(context, property)];
  return [describeRelation(context, property)];
}

/** The manager that types of a property are named after: in a single-table hierarchy the one that declares it, so that all share them. */
function ownerOf({ orm, meta, name }: EntityContext, property: Property): string {
  if (!meta.root.discriminatorMap || meta.root === meta) return name;
  let owner = name;
  for (let base: unknown = Object.getPrototypeOf(meta.class); typeof base === 'function'; base = Object.getPrototypeOf(base)) {
    const above = orm.getMetadata().find(base as Meta['class']);
    const declared = above?.properties[property.name];
    // The root also lists what only its subclasses have.
    if (above && declared && !declared.inherited) owner = declarationOf(above.class)?.manager?.name ?? above.className;
  }
  return owner;
}

type Common = Pick<DescribedField, 'name' | 'publicName' | 'description' | 'exposed' | 'nullable' | 'readOnly' | 'optional' | 'lazy'>;

function common({ readOnly }: EntityContext, property: Property): Common {
  const computed = Boolean(property.formula || property.generated || property.version) || property.persist === false;
  const preset = [property.default, property.defaultRaw, property.onCreate].some((each) => each !== undefined);
  return {
    name: property.name,
    publicName: property.serializedName ?? property.name,
    ...(property.comment !== undefined && { description: property.comment }),
    exposed: !property.hidden,
    nullable: Boolean(property.nullable) || Boolean(property.formula),
    readOnly: readOnly || computed,
    optional: Boolean(property.nullable || property.optional || property.autoincrement) || preset || computed,
    lazy: Boolean(property.lazy),
  };
}

function describeValue(context: EntityContext, property: Property, owner: string): ScalarField | EnumField {
  const shape = shapeOf(property);
  const base = {
    ...common(context, property),
    list: shape.list,
    primary: Boolean(property.primary),
    unique: Boolean(property.unique) || (Boolean(property.primary) && !context.meta.compositePK),
    sortable: !shape.list && !UNSORTABLE.includes(shape.type),
  };
  if (property.items && property.items.length > 0) {
    const given = context.declaration.manager?.fields?.[property.name]?.enum;
    const model = enumOf(context.meta, property, enumName(owner, property), given);
    context.findings.enums.push(model);
    return { ...base, kind: 'enum', enum: model.name, operators: shape.list ? LIST_OPERATORS : ENUM_OPERATORS };
  }
  return {
    ...base,
    kind: 'scalar',
    type: shape.type,
    ...(shape.looksLike !== undefined && { looksLike: shape.looksLike }),
    version: Boolean(property.version),
    ...(property.length !== undefined && { maxLength: property.length }),
    ...(property.precision !== undefined && { precision: property.precision }),
    ...(property.scale !== undefined && { scale: property.scale }),
    operators: shape.list ? LIST_OPERATORS : operatorsOf(shape.type),
  };
}

function enumName(owner: string, { name, nativeEnumName }: Property): string {
  const own = nativeEnumName?.split('.').at(-1);
  const source = own === undefined ? `${owner}_${name}` : own;
  return source.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

function describeEmbedded(context: EntityContext, property: Property): EmbeddedField {
  const embeddable = embeddableOf(context, property);
  const list = Boolean(property.array);
  return { ...common(context, property), kind: 'embedded', embeddable: embeddable.name, list, queryable: !list };
}

function embeddableOf(context: EntityContext, property: Property): EmbeddableModel {
  const { name } = property.embeddable ?? { name: property.type };
  const known = context.findings.embeddables.find((each) => each.name === name);
  if (known) return known;
  const fields = Object.entries(property.embeddedProps).map(([inner, each]) => {
    const named = { ...each, name: inner } as Property;
    return each.kind === 'embedded' ? describeEmbedded(context, named) : describeValue(context, named, name);
  });
  const model: EmbeddableModel = { name, fields };
  context.findings.embeddables.push(model);
  return model;
}

function describeRelation(context: EntityContext, property: Property): DescribedField {
  const target = targetMeta(context.orm, property);
  const many = isToMany(property);
  const inverse = property.mappedBy ?? property.inversedBy;
  return {
    ...common(context, property),
    kind: 'relation',
    cardinality: many ? 'many' : 'one',
    nullable: !many && (Boolean(property.nullable) || !isOwning(property)),
    target: target.class,
    owner: isOwning(property) || (property.kind === 'm:n' && property.owner),
    ...(inverse && !inverse.endsWith('__inverse') && { inverse }),
    primary: Boolean(property.primary),
    queryable: true,
  };
}
