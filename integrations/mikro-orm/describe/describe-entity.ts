import {
  fieldOptionsOf,
  type Declaration,
  type DescribedEmbeddable,
  type DescribedField,
  type DescribedKey,
  type EnumModel,
  type InterfaceDescription,
  type Problem,
} from '../../../lib/plugin.js';
import { isOwning, targetMeta, type Meta, type Orm, type Property } from '../metadata.js';
import type { ColumnDialect } from './column-dialect.js';
import { describeProperty } from './describe-property.js';
import { lifecycleOf } from './lifecycle.js';
import { uniquesOf } from './uniques.js';
import { unsupportedEntity, unsupportedProperty, unsupportedVersion } from './unsupported.js';

/** What a description gathers on the way. */
export interface Findings {
  readonly enums: EnumModel[];
  readonly embeddables: DescribedEmbeddable[];
  readonly problems: Problem[];
}

/** What descriptions of an entity's properties are made with. */
export interface EntityContext {
  readonly orm: Orm;
  readonly meta: Meta;
  /** The manager's name; types that belong to a property are named after it. */
  readonly name: string;
  readonly declaration: Declaration;
  readonly readOnly: boolean;
  readonly findings: Findings;
  /** A new object, with what its class gives it by itself. */
  readonly initial: object;
  /** Where the database is not PostgreSQL. */
  readonly dialect: ColumnDialect | undefined;
}

/** Describes an entity from MikroORM's metadata: fields, key, enums, embeddables, inheritance, and all that is not supported. */
export function describeEntity(orm: Orm, meta: Meta, declaration: Declaration, dialect?: ColumnDialect): InterfaceDescription {
  const { mode, filters } = declaration.interface?.options ?? {};
  const readOnly = mode === 'read-only' || Boolean(meta.view) || Boolean(meta.virtual) || Boolean(meta.readonly);
  const findings: Findings = { enums: [], embeddables: [], problems: [...unsupportedEntity(orm, meta, filters)] };
  const name = declaration.manager?.name ?? meta.className;
  const context: EntityContext = { orm, meta, name, declaration, readOnly, findings, dialect, initial: initialOf(meta) };
  const properties = meta.props.filter((property) => isData(meta, property));
  const fields = properties.flatMap((property) => describe(context, property));
  const omitted = properties.filter((property) => isHidden(meta, property) && !isSupported(context, property));
  const key = keyOf(orm, meta);
  const inheritance = inheritanceOf(meta);
  const { lifecycle, problems } = lifecycleOf(meta, declaration);
  findings.problems.push(...problems, ...(readOnly ? [] : unsupportedVersion(meta, dialect)));
  return {
    name: meta.className,
    ...(meta.comment !== undefined && { description: meta.comment }),
    readOnly,
    aggregate: true,
    ...(key && { key }),
    uniques: uniquesOf(meta),
    fields,
    ...(omitted.length > 0 && { omitted: omitted.map((property) => property.name) }),
    lifecycle,
    ...findings,
    ...(inheritance && { inheritance }),
  };
}

function describe(context: EntityContext, property: Property): readonly DescribedField[] {
  const problems = unsupportedProperty(context.meta, property, context.dialect);
  if (!isHidden(context.meta, property)) context.findings.problems.push(...problems);
  return problems.length > 0 ? [] : describeProperty(context, property);
}

const isHidden = (meta: Meta, { name }: Property): boolean => fieldOptionsOf(meta.class, name)?.expose === false;

const isSupported = ({ meta, dialect }: EntityContext, property: Property): boolean =>
  unsupportedProperty(meta, property, dialect).length === 0;

/**
 * Whether a property is one of the entity's own data: not the flattened twin of an embedded one, not the hidden inverse that
 * MikroORM makes for one-sided many-to-many relations, not another subclass's, not a getter without a column.
 */
function isData(meta: Meta, property: Property): boolean {
  if (property.embedded || property.name.includes('~') || property.name.endsWith('__inverse')) return false;
  if (
    property.inherited &&
    meta.inheritanceType === 'sti' &&
    !(property.name in (meta.definedProperties ?? {})) &&
    isForeign(meta, property)
  )
    return false;
  const stored = property.persist !== false || property.formula !== undefined;
  return property.kind === 'scalar' || property.kind === 'embedded' ? stored : true;
}

/** The root of a single-table hierarchy also lists the properties of its subclasses, so that they can be selected. */
function isForeign(meta: Meta, property: Property): boolean {
  return meta.root === meta && Boolean(meta.discriminatorMap) && property.inherited === true;
}

function keyOf(orm: Orm, meta: Meta): DescribedKey | undefined {
  if (meta.primaryKeys.length === 0) return undefined;
  return meta.primaryKeys.map((field) => {
    const property = meta.properties[field];
    return property && isOwning(property) ? { field, target: targetMeta(orm, property).class } : { field };
  });
}

function inheritanceOf(meta: Meta): InterfaceDescription['inheritance'] {
  if (meta.inheritanceType !== 'sti' && !meta.root.discriminatorMap) return undefined;
  const concrete = meta.discriminatorValue !== undefined && !meta.abstract;
  const { discriminatorColumn: field } = meta.root;
  const value = concrete ? { value: meta.discriminatorValue } : {};
  return { root: meta.root.class, abstract: !concrete, ...(field !== undefined && { discriminator: { field, ...value } }) };
}

/** MikroORM also makes an object of each class, to find its defaults; a constructor that needs arguments may fail. */
function initialOf({ class: target }: Meta): object {
  try {
    return Reflect.construct(target, []) as object;
  } catch {
    return {};
  }
}
