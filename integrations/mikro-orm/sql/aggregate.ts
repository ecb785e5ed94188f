import { isParameter, type Aggregation, type Group, type Having, type Measure, type Page, type Parameter } from '../../../lib/plugin.js';
import type { Codec } from './codec.js';
import { compareValue } from './compare-value.js';
import { fromJsonArray, jsonArray } from './decoder.js';
import { countRows, measuredValue, typeOf, writeMeasure, type SqlMeasure } from './measure.js';
import { orderBy } from './order.js';
import type { PathJoins } from './path-joins.js';
import type { Statement } from './statement.js';

/** What groups are written of. */
export interface GroupSource {
  readonly aggregation: Aggregation;
  readonly page: Page<Parameter>;
  readonly statement: Statement;
  /** Values over the objects that are grouped. */
  readonly paths: PathJoins;
  readonly from: string;
  /** Writes what restricts the objects: policies and filter. */
  readonly where: () => string;
}

/** Groups in SQL: one expression that gives them as JSON, and how to read it. */
export interface SqlGroups {
  readonly expression: string;
  readonly decode: (value: unknown) => { readonly groups: readonly Group[]; readonly hasNext: boolean; readonly hasPrevious: boolean };
}

/** A column of the groups, and how its values travel. */
interface Column {
  readonly name: string;
  readonly codec: Codec;
}

/**
 * Writes groups, innermost first: the restricted objects with the values that are grouped and measured; the groups with their measures; those that
 * `having` lets through, a page of them; JSON.
 */
export function writeAggregation(source: GroupSource): SqlGroups {
  const { aggregation, statement, paths, from } = source;
  const keys = aggregation.groupBy.map(({ path }) => paths.value(path));
  const values = aggregation.measures.map((measure) =>
    measure.kind === 'count' ? undefined : { measure, value: paths.value(measure.path) },
  );
  const projected = [
    ...keys.map(({ expression, codec }, index) => `${codec.compared(expression)} as ${keyColumn(index)}`),
    ...values.flatMap((each, index) => (each ? [`${measuredValue(each.measure, each.value)} as ${valueColumn(index)}`] : [])),
  ];
  const joins = paths.joins.map((join) => ` ${join}`).join('');
  const objects = `select ${projected.length > 0 ? projected.join(', ') : '1'} from ${from}${joins}${source.where()}`;
  const inner = statement.alias();
  const measures = aggregation.measures.map((measure, index) => writeOver(measure, `${inner}.${valueColumn(index)}`, values[index]?.value));
  const columns: GroupColumns = {
    keys: keys.map(({ codec }, index) => ({ name: keyColumn(index), codec })),
    measures: measures.map(({ codec }, index) => ({ name: measureColumn(index), codec })),
  };
  const grouped = writeGroups(columns, measures, objects, inner);
  const paged = keys.length > 0 ? writePage(source, columns, grouped) : grouped;
  return { expression: writeJson(source, columns, paged), decode: groupsDecoder(source, columns) };
}

interface GroupColumns {
  readonly keys: readonly Column[];
  readonly measures: readonly Column[];
}

function writeOver(measure: Measure, expression: string, value: { readonly codec: Codec } | undefined): SqlMeasure {
  if (measure.kind === 'count' || !value) return countRows();
  return writeMeasure(measure.kind, typeOf(measure), expression, value);
}

function writeGroups({ keys }: GroupColumns, measures: readonly SqlMeasure[], objects: string, inner: string): string {
  const names = keys.map(({ name }) => `${inner}.${name}`);
  const projected = [...names, ...measures.map(({ expression }, index) => `${expression} as ${measureColumn(index)}`)];
  // Without keys and measures there still is one group.
  const selected = projected.length > 0 ? projected.join(', ') : 'count(*)';
  return `select ${selected} from (${objects}) ${inner}${names.length > 0 ? ` group by ${names.join(', ')}` : ''}`;
}

/** One more than the page, to know whether there is a next. */
function writePage({ aggregation, page, statement }: GroupSource, columns: GroupColumns, groups: string): string {
  const alias = statement.alias();
  const having = writeHaving(statement, aggregation.having, (index) => at(columns.measures[index], alias));
  const sorted = orderBy(aggregation.order, orderColumns(aggregation, columns, alias));
  const limit = ` limit ${statement.count(page.limit + 1)}`;
  const offset = isParameter(page.offset) || page.offset > 0 ? ` offset ${statement.bind(page.offset, 'bigint')}` : '';
  return `select * from (${groups}) ${alias}${having === undefined ? '' : ` where ${having}`}${sorted}${limit}${offset}`;
}

/** A condition over measures; `undefined` is TRUE. */
function writeHaving(
  statement: Statement,
  having: Having,
  measureAt: (index: number) => { readonly expression: string; readonly codec: Codec },
): string | undefined {
  const write = (each: Having): string => writeHaving(statement, each, measureAt) ?? 'true';
  switch (having.kind) {
    case 'true':
      return undefined;
    case 'false':
      return 'false';
    case 'and':
      return `(${having.all.map(write).join(' and ')})`;
    case 'or':
      return `(${having.any.map(write).join(' or ')})`;
    case 'not':
      return `(not ${write(having.of)})`;
    case 'compare':
      return compareValue(statement, measureAt(having.measure), having);
  }
}

function writeJson({ aggregation, statement }: GroupSource, columns: GroupColumns, groups: string): string {
  const alias = statement.alias();
  const json = ({ name, codec }: Column): string => codec.json(`${alias}.${name}`);
  const slots = [columns.keys.map(json), columns.measures.map(json)].map((each) => (each.length > 0 ? jsonArray(each) : `'[]'::json`));
  const sorted = orderBy(aggregation.order, orderColumns(aggregation, columns, alias));
  return `(select coalesce(json_agg(json_build_array(${slots.join(', ')})${sorted}), '[]'::json) from (${groups}) ${alias})`;
}

function orderColumns({ order }: Aggregation, columns: GroupColumns, alias: string): readonly string[] {
  return order.map(({ by, index }) => at(by === 'key' ? columns.keys[index] : columns.measures[index], alias).expression);
}

function at(found: Column | undefined, alias: string): { readonly expression: string; readonly codec: Codec } {
  if (!found) throw new TypeError('the aggregation has no such key or measure');
  return { expression: `${alias}.${found.name}`, codec: found.codec };
}

function groupsDecoder({ aggregation, page }: GroupSource, { keys, measures }: GroupColumns): SqlGroups['decode'] {
  const grouped = aggregation.groupBy.length > 0;
  return (value) => {
    const all = value as readonly (readonly [readonly unknown[], readonly unknown[]])[];
    const kept = grouped ? all.slice(0, page.limit) : all;
    const groups = kept.map(([key, measured]): Group => ({ key: decodeAll(keys, key), measures: decodeAll(measures, measured) }));
    return { groups, hasNext: all.length > kept.length, hasPrevious: grouped && page.offset !== 0 };
  };
}

function decodeAll(columns: readonly Column[], json: readonly unknown[]): readonly unknown[] {
  const values = fromJsonArray(json, columns.length);
  return columns.map(({ codec }, index) => {
    const value = values[index];
    return value === null || value === undefined ? null : codec.decode(value);
  });
}

const keyColumn = (index: number): string => `"~k${index}"`;
const valueColumn = (index: number): string => `"~v${index}"`;
const measureColumn = (index: number): string => `"~m${index}"`;
