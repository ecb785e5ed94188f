import type { Problem, ScalarType } from '../../../lib/plugin.js';
import { InvalidVersion, ResultCache, UnappliedFilter, UnsupportedEntity, UnsupportedProperty } from '../errors.js';
import type { Meta, Orm, Property } from '../metadata.js';
import type { ColumnDialect } from './column-dialect.js';
import { scalarTypeOf } from './column-type.js';

/** What of an entity cannot be read: each a problem, never a silent gap. */
export function unsupportedEntity(orm: Orm, meta: Meta, filters: unknown): readonly Problem[] {
  const entity = meta.className;
  const reasons = [
    meta.inheritanceType === 'tpt' && 'keeps each class of its hierarchy in a table of its own (TPT)',
    meta.virtual && typeof meta.expression === 'function' && !isQuery(orm, meta) && 'is virtual and its expression gives rows, not a query',
    meta.embeddable && 'is an embeddable',
  ].filter((reason) => reason !== false && reason !== undefined);
  const kept = orm.config.get('resultCache').global ? [ResultCache.problem(entity, { entity })] : [];
  const problems = [...reasons.map((reason) => UnsupportedEntity.problem(entity, { entity, reason })), ...kept];
  if (filters === 'ignore') return problems;
  return [...problems, ...defaultFilters(orm, meta).map((filter) => UnappliedFilter.problem(entity, { entity, filter }))];
}

/** What of a property cannot be read. */
export function unsupportedProperty(meta: Meta, property: Property, dialect?: ColumnDialect): readonly Problem[] {
  const name = `${meta.className}.${property.name}`;
  const reason = reasonAgainst(property) ?? (dialect && refused(dialect, property));
  return reason === undefined ? [] : [UnsupportedProperty.problem(name, { property: name, reason })];
}

/** MikroORM adds one to a version, or sets it to the present time. */
const VERSIONS: readonly ScalarType[] = ['int', 'bigint', 'datetime', 'localDatetime'];

/** What is wrong with the version of an entity that is written: of `number & Opt` decorators see an object, of which MikroORM makes a text. */
export function unsupportedVersion(meta: Meta, dialect?: ColumnDialect): readonly Problem[] {
  const property = meta.props.find(({ version }) => version);
  if (!property) return [];
  const columnType = property.columnTypes?.[0] ?? property.type;
  if (VERSIONS.includes(dialect?.typeOf(property) ?? scalarTypeOf(columnType))) return [];
  const name = `${meta.className}.${property.name}`;
  return [InvalidVersion.problem(name, { property: name, columnType })];
}

function reasonAgainst(property: Property): string | undefined {
  const { kind } = property;
  if (property.polymorphic) return 'a polymorphic relation';
  if (property.through) return 'a relation through another one';
  if (property.where !== undefined && kind !== 'scalar') return 'a relation with a condition of its own';
  if (kind === 'embedded' && Object.values(property.embeddedProps).some((each) => each.kind !== 'scalar' && each.kind !== 'embedded')) {
    return 'an embeddable with a relation inside';
  }
  return undefined;
}

/** What the database has no exact values for, also inside embedded objects; inside a JSON document they are the document's. */
function refused(dialect: ColumnDialect, property: Property): string | undefined {
  if (property.kind === 'scalar') return dialect.refuses(property, dialect.typeOf(property));
  if (property.kind !== 'embedded' || property.object || property.array) return undefined;
  return Object.values(property.embeddedProps)
    .map((inner) => refused(dialect, inner))
    .find((reason) => reason !== undefined);
}

/** Names of the MikroORM filters that are on by default for an entity, its own and the application's. */
function defaultFilters(orm: Orm, meta: Meta): readonly string[] {
  const global = Object.entries(orm.config.get('filters')).filter(([, filter]) => {
    const { entity } = filter as { readonly entity?: unknown };
    const names = entity === undefined ? undefined : [entity].flat().map((each) => (typeof each === 'function' ? each.name : each));
    return names === undefined || names.includes(meta.className);
  });
  const filters = [...Object.entries(meta.filters), ...global];
  return [
    ...new Set(filters.filter(([, filter]) => (filter as { default?: boolean }).default !== false && isOn(filter)).map(([name]) => name)),
  ];
}

function isOn(filter: object): boolean {
  return 'default' in filter && filter.default === true;
}

function isQuery(orm: Orm, meta: Meta): boolean {
  return virtualSql(orm, meta) !== undefined;
}

/** The SQL behind a virtual entity: its expression, or what its function gives when it gives a query. */
export function virtualSql(orm: Orm, meta: Meta): string | undefined {
  if (typeof meta.expression !== 'function') return meta.expression;
  const result: unknown = meta.expression(orm.em.fork(), {}, {});
  if (typeof result === 'string') return result;
  if (typeof result !== 'object' || result === null) return undefined;
  if ('getFormattedQuery' in result && typeof result.getFormattedQuery === 'function') return String(result.getFormattedQuery());
  const raw = result as { readonly sql?: unknown; readonly params?: unknown };
  if (typeof raw.sql !== 'string' || !Array.isArray(raw.params)) return undefined;
  return orm.driver.getPlatform().formatQuery(raw.sql, raw.params);
}
