import {
  declarationOf,
  ENUM_OPERATORS,
  fieldOptionsOf,
  LIST_OPERATORS,
  operatorsOf,
  type DescribedEmbeddable,
  type DescribedField,
  type EmbeddedField,
  type EnumField,
  type EnumModel,
  type ScalarField,
} from '../../../lib/plugin.js';
import { heldValues } from './column-limits.js';
import { comparisonOf } from './column-type.js';
import { isOwning, isToMany, targetMeta, type Meta, type Property } from '../metadata.js';
import type { EntityContext } from './describe-entity.js';
import { EnumMismatch } from '../errors.js';
import { enumOf, matches } from './enum-members.js';
import { shapeOf } from './value-shape.js';

const UNSORTABLE: readonly string[] = ['json', 'blob', 'custom'];

/** Describes one property of an entity. */
export function describeProperty(context: EntityContext, property: Property): readonly DescribedField[] {
  if (property.kind === 'scalar') return [describeValue(context, property, ownerOf(context, property))];
  if (property.kind === 'embedded') return [describeEmbedded(context, property)];
  return [describeRelation(context, property)];
}

/** What a property belongs to: a class, and the name that types of its properties begin with. */
interface Owner {
  readonly target: unknown;
  readonly name: string;
}

/** The manager that types of a property are named after: in a single-table hierarchy the one that declares it, so that all share them. */
function ownerOf({ orm, meta, name }: EntityContext, property: Property): Owner {
  const own = { target: meta.class, name };
  if (!meta.root.discriminatorMap || meta.root === meta) return own;
  let owner = own;
  for (let base: unknown = Object.getPrototypeOf(meta.class); typeof base === 'function'; base = Object.getPrototypeOf(base)) {
    const above = orm.getMetadata().find(base as Meta['class']);
    const declared = above?.properties[property.name];
    // The root also lists what only its subclasses have.
    if (above && declared && !declared.inherited)
      owner = { target: meta.class, name: declarationOf(above.class)?.manager?.name ?? above.className };
  }
  return owner;
}

type Common = Pick<DescribedField, 'name' | 'publicName' | 'description' | 'exposed' | 'nullable' | 'readOnly' | 'optional' | 'lazy'>;

function common({ readOnly, initial }: EntityContext, property: Property): Common {
  const computed = Boolean(property.formula || property.generated || property.version) || property.persist === false;
  const own: unknown = property.embedded ? undefined : Reflect.get(initial, property.name);
  const preset = [property.default, property.defaultRaw, property.onCreate, own ?? undefined].some((each) => each !== undefined);
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

function describeValue(context: EntityContext, property: Property, owner: Owner): ScalarField | EnumField {
  const field = describeColumn(context, property, owner);
  return context.dialect?.offers(field, property) ?? field;
}

function describeColumn(context: EntityContext, property: Property, owner: Owner): ScalarField | EnumField {
  const shape = shapeOf(property, context.dialect?.typeOf);
  const base = {
    ...common(context, property),
    list: shape.list,
    primary: Boolean(property.primary),
    unique: Boolean(property.unique) || (Boolean(property.primary) && !context.meta.compositePK),
    sortable: !shape.list && !UNSORTABLE.includes(shape.type),
  };
  const model = describeEnum(context, property, owner);
  if (model) return { ...base, kind: 'enum', enum: model.name, operators: shape.list ? LIST_OPERATORS : ENUM_OPERATORS };
  return {
    ...base,
    kind: 'scalar',
    type: shape.type,
    ...(shape.looksLike !== undefined && { looksLike: shape.looksLike }),
    version: Boolean(property.version),
    ...(property.length !== undefined && { maxLength: property.length }),
    ...precisionOf(property, shape.type),
    ...comparisonIn(context, property, shape.type),
    ...(property.scale !== undefined && { scale: property.scale }),
    ...(context.dialect?.looseTypes !== true && heldValues(property, shape.type)),
    operators: shape.list ? LIST_OPERATORS : operatorsOf(shape.type),
  };
}

function comparisonIn({ dialect }: EntityContext, property: Property, type: ScalarField['type']): Pick<ScalarField, 'comparison'> {
  if (type === 'custom' || property.nativeEnumName) return {};
  const comparison = dialect ? dialect.comparisonOf(property) : comparisonOf(property.columnTypes?.[0] ?? property.type);
  return comparison === undefined ? {} : { comparison };
}

/** Digits of a number, or of the fraction of a second: PostgreSQL keeps six where nothing is said. */
function precisionOf({ precision, columnTypes }: Property, type: ScalarField['type']): { readonly precision?: number } {
  if (type === 'datetime' || type === 'localDatetime') return { precision: Number(/\((\d)\)/.exec(columnTypes?.[0] ?? '')?.[1] ?? 6) };
  return precision === undefined ? {} : { precision };
}

function describeEnum({ orm, meta, findings }: EntityContext, property: Property, owner: Owner): EnumModel | undefined {
  // Properties of an embeddable are called by its name, not by a path through the entity.
  const given = property.embedded ? undefined : fieldOptionsOf(meta.class, property.name)?.enum;
  const field = `${meta.className}.${property.name}`;
  if (given && !matches(given, property)) findings.problems.push(EnumMismatch.problem(field, { field }));
  if (!property.items || property.items.length === 0) return undefined;
  const model = enumOf({ orm, target: owner.target, given }, property, enumName(owner.name, property));
  findings.enums.push(model);
  return model;
}

function enumName(owner: string, { name, nativeEnumName }: Property): string {
  const own = nativeEnumName?.split('.').at(-1);
  const source = own === undefined ? `${owner}_${name}` : own;
  return source.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

function describeEmbedded(context: EntityContext, property: Property): EmbeddedField {
  const embeddable = embeddableOf(context, property);
  const list = Boolean(property.array);
  // What is inside a JSON document is compared by PostgreSQL only.
  const queryable = !list && !(context.dialect && property.object);
  return { ...common(context, property), kind: 'embedded', embeddable: embeddable.name, list, queryable };
}

function embeddableOf(context: EntityContext, property: Property): DescribedEmbeddable {
  const target = property.embeddable;
  const { name } = target;
  const known = context.findings.embeddables.find((each) => each.target === target);
  if (known) return known;
  const own = context.orm.getMetadata().find(target as Meta['class'])?.properties;
  const fields = Object.entries(property.embeddedProps).map(([inner, each]) => {
    // Where the whole may be null, MikroORM also lets its parts be, and parts of a document have no column: that says nothing of the type.
    const { nullable, persist } = own?.[inner] ?? each;
    const named = { ...each, name: inner, nullable: Boolean(nullable), persist: persist !== false } as Property;
    return each.kind === 'embedded' ? describeEmbedded(context, named) : describeValue(context, named, { target, name });
  });
  const model: DescribedEmbeddable = { name, target, fields };
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
