import { keyColumnNames, type Meta, type Orm, type Property } from '../metadata.js';
import { isListType, scalarTypeOf } from '../describe/column-type.js';
import { keptValue } from './column-value.js';
import { MAX_ROWS, type Columns, type GivenRows, type KnownWrite, type RowChange } from './change-record.js';
import { columnOf } from './images.js';
import { keptRow, keyText } from './kept-row.js';
import type { LockedRows } from './locked-rows.js';

type Data = Readonly<Record<string, unknown>>;

/** Where rows are written to, and in which transaction. */
export interface Place {
  readonly relation: string;
  readonly meta: Meta;
  readonly transaction: object | undefined;
}

/** Tells what calls of MikroORM's driver write, as far as the calls say it. */
export class KnownWrites {
  readonly #locked: LockedRows;
  readonly #givesRows: boolean;
  readonly #rows = new WeakMap<Meta, string>();

  /** `givesRows`: whether statements may give the rows that they write, which not every policy of row-level security allows. */
  constructor(locked: LockedRows, givesRows: boolean) {
    this.#locked = locked;
    this.#givesRows = givesRows;
  }

  inserts({ relation, meta }: Place, data: readonly Data[]): KnownWrite {
    const rows = data.map((row): RowChange => [null, payloadOf(meta, row).values]);
    return { relation, operation: 'create', rows, ...this.#given(meta, data.length) };
  }

  updates(place: Place, where: readonly unknown[], data: readonly Data[]): KnownWrite {
    const { relation, meta, transaction } = place;
    const payloads = data.map((row) => payloadOf(meta, row));
    const columns = payloads.every(({ names }) => names)
      ? [...new Set([...payloads.flatMap(({ names }) => names ?? []), ...writtenAlways(meta)])]
      : undefined;
    const keys = where.map((each) => keysOf(meta, each));
    const rows = payloads.map(({ values }, index): RowChange => [
      {},
      { ...keyColumns(meta, keys[index]?.length === 1 ? keys[index][0] : []), ...values },
    ]);
    const update = { relation, operation: 'update', columns, rows } as const;
    // What any number of rows may be, no statement gives.
    if (!columns || keys.some((each) => each === undefined)) return update;
    const all = keys.flatMap((each) => each ?? []);
    const key = keyText(meta);
    const before = all.map((each) => [String(each[0]), this.#lockedRow({ meta, transaction, key: each, columns })] as const);
    const known = key === undefined ? undefined : { rows: Object.fromEntries(before), key };
    return { ...update, ...this.#given(meta, all.length, known) };
  }

  /** Whether an upsert makes or changes a row, only the database knows; the key stays. */
  upserts({ relation, meta }: Place, count: number): KnownWrite {
    const keys = keyColumnNames(meta.root);
    const columns = meta.root.props.flatMap(columnsOf).filter((name) => !keys.includes(name));
    return { relation, operation: 'upsert', columns, ...this.#given(meta, count) };
  }

  deletes({ relation, meta }: Place, where: unknown): KnownWrite {
    const keys = keysOf(meta, where);
    const rows = keys?.map((key): RowChange => [keyColumns(meta, key), null]);
    return { relation, operation: 'delete', rows, ...(keys && this.#given(meta, keys.length)) };
  }

  /** SQL of what is kept of a row. */
  rowOf(meta: Meta): string {
    const known = this.#rows.get(meta.root) ?? keptRow(meta);
    this.#rows.set(meta.root, known);
    return known;
  }

  #given(meta: Meta, count: number, before?: GivenRows['before']): Pick<KnownWrite, 'given'> {
    if (!this.#givesRows || count > MAX_ROWS) return {};
    return { given: { row: this.rowOf(meta), single: count === 1, ...(before && { before }) } };
  }

  /** What a locked row holds in columns that change, of which the values read are just what is stored. */
  #lockedRow(row: {
    readonly meta: Meta;
    readonly transaction: object | undefined;
    readonly key: readonly unknown[];
    readonly columns: readonly string[];
  }): Columns {
    const data = this.#locked.take(row.transaction, row.meta, row.key) ?? {};
    const known = Object.entries(data).flatMap(([name, value]): readonly [string, unknown][] => {
      const property = row.meta.properties[name];
      const column = columnOf(property);
      if (!property || column === undefined || !row.columns.includes(column) || !isReadExactly(property)) return [];
      const kept = keptValue(value);
      return kept === undefined ? [] : [[column, kept]];
    });
    return Object.fromEntries(known);
  }
}

/** Whether reading a column loses nothing of it, such as microseconds. */
function isReadExactly({ columnTypes }: Property): boolean {
  const [type = ''] = columnTypes ?? [];
  const scalar = scalarTypeOf(type);
  if (isListType(type) || scalar === 'localDatetime') return false;
  return scalar !== 'datetime' || Number(/\((\d)\)/.exec(type)?.[1] ?? 6) <= 3;
}

/** Columns that change whatever is written. */
const writtenAlways = ({ root }: Meta): readonly string[] =>
  root.props.filter(({ version, generated }) => version || generated).flatMap(({ fieldNames }) => fieldNames ?? []);

/** The columns that data by property is written to, and the values that are known; undefined names where something is no column. */
function payloadOf(meta: Meta, data: Data): { readonly values: Columns; readonly names: readonly string[] | undefined } {
  const values: Record<string, unknown> = {};
  const names: string[] = [];
  let isKnown = true;
  for (const [name, value] of Object.entries(data)) {
    const property = meta.properties[name] ?? meta.root.properties[name] ?? meta.props.find(({ fieldNames }) => fieldNames?.includes(name));
    if (!property) isKnown = false;
    // Links have a table of their own.
    if (!property || property.kind === 'm:n' || property.kind === '1:m') continue;
    names.push(...columnsOf(property));
    const column = columnOf(property);
    const kept = column === undefined || property.kind === 'embedded' ? undefined : keptValue(value);
    if (column !== undefined && kept !== undefined) values[column] = kept;
  }
  return { values, names: isKnown ? names : undefined };
}

const columnsOf = (property: Property): readonly string[] =>
  property.kind === 'embedded' && !property.object
    ? Object.values(property.embeddedProps).flatMap(columnsOf)
    : [...(property.fieldNames ?? []), ...((Reflect.get(property, 'stiFieldNames') as readonly string[] | undefined) ?? [])];

/** The keys of the only rows that a condition can find; undefined where it does not say. */
function keysOf({ primaryKeys }: Meta, where: unknown): readonly (readonly unknown[])[] | undefined {
  if (isKeyPart(where)) return primaryKeys.length === 1 ? [[where]] : undefined;
  if (typeof where !== 'object' || where === null || Array.isArray(where)) return undefined;
  const parts = primaryKeys.map((name) => Reflect.get(where, name) as unknown);
  if (parts.every(isKeyPart)) return [parts];
  const among: unknown =
    primaryKeys.length === 1 && typeof parts[0] === 'object' && parts[0] !== null ? Reflect.get(parts[0], '$in') : undefined;
  return Array.isArray(among) && among.every(isKeyPart) ? among.map((key: unknown) => [key]) : undefined;
}

const isKeyPart = (part: unknown): boolean => ['string', 'number', 'bigint'].includes(typeof part);

function keyColumns({ primaryKeys, properties }: Meta, key: readonly unknown[] = []): Columns {
  const known = primaryKeys.flatMap((name, index): readonly [string, unknown][] => {
    const column = columnOf(properties[name]);
    const kept = keptValue(key[index]);
    return column === undefined || kept === undefined ? [] : [[column, kept]];
  });
  return Object.fromEntries(known);
}

/** The metadata of what a call of the driver names. */
export const metaOf = (orm: Orm, entity: unknown): Meta => orm.getMetadata().get(entity as Meta['class']);
