import type { EntityManager } from '@mikro-orm/core';
import type { FillRow, ManagerModel } from '../../../lib/plugin.js';
import { connecting } from '../connecting.js';
import { isOwning, type Meta, type Orm, type Property } from '../metadata.js';
import { named } from '../write/named-refusal.js';
import { propertyValue } from '../write/property-value.js';
import { initialOf } from './entity-facts.js';
import { nested } from './instance.js';

/** Parameters of one statement; PostgreSQL takes 65,535. */
const PARAMETERS = 30_000;

type Row = Record<string, unknown>;

/** The part of MikroORM's driver that inserts rows. */
interface InsertingDriver {
  nativeInsertMany(target: unknown, rows: readonly object[], options: object): Promise<InsertedRows>;
}

interface InsertedRows {
  readonly insertId?: unknown;
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
}

/** What rows are inserted with. */
export interface Filling {
  readonly orm: Orm;
  readonly meta: Meta;
  readonly managerOf: (entity: object) => ManagerModel | undefined;
}

/** Inserts rows of one class and their many-to-many links, as a whole or not at all; gives their keys, flattened. */
export async function fillTable(filling: Filling, rows: readonly FillRow[]): Promise<readonly (readonly unknown[])[]> {
  const { orm, meta, managerOf } = filling;
  const em = orm.em.fork({ clear: true, useContext: false });
  await connecting(orm);
  return named({ em, managerOf, lastWrite: () => ({ table: [meta.tableName], isDelete: false }) }, async () =>
    em.transactional(async (within) => {
      const writer = new RowWriter(within, meta);
      const data = rows.map((row) => writer.row(row));
      const keys: (readonly unknown[])[] = [];
      const size = Math.max(1, Math.floor(PARAMETERS / Math.max(1, meta.props.length)));
      for (let from = 0; from < data.length; from += size) keys.push(...(await insert(within, meta, data.slice(from, from + size))));
      for (const property of meta.relations) await link(within, property, rows, keys);
      return keys;
    }),
  );
}

async function insert(em: EntityManager, meta: Meta, data: readonly Row[]): Promise<readonly (readonly unknown[])[]> {
  const driver = em.getDriver() as unknown as InsertingDriver;
  const options = { ctx: em.getTransactionContext(), convertCustomTypes: true, processCollections: false };
  const { rows = [], insertId } = await driver.nativeInsertMany(meta.class, data, options);
  return data.map((row, place) => keyOf(meta, row, rows[place], insertId, place));
}

/** The key that a row has, or that the database gave it. */
function keyOf(meta: Meta, row: Row, made: Row | undefined, insertId: unknown, place: number): readonly unknown[] {
  return meta.primaryKeys.flatMap((name) => {
    const property = meta.properties[name] as Property;
    const own = row[name] ?? made?.[property.fieldNames[0] ?? name] ?? made?.[name];
    if (own !== undefined) return [own].flat(Infinity);
    return typeof insertId === 'number' ? [insertId + place] : [insertId];
  });
}

/** Inserts the links of a many-to-many relation that this end keeps. */
async function link(em: EntityManager, property: Property, rows: readonly FillRow[], keys: readonly (readonly unknown[])[]): Promise<void> {
  if (property.kind !== 'm:n' || !property.owner || !rows.some(({ many }) => many[property.name])) return;
  const pivot = em.getMetadata().get(property.pivotEntity as Meta['class']);
  const [from, to] = endsOf(pivot, property);
  const links = rows.flatMap(({ many }, place) =>
    (many[property.name] ?? []).map((key) => ({
      [from.name]: nested(from.targetMeta as Meta, [...(keys[place] ?? [])]),
      [to.name]: nested(to.targetMeta as Meta, [...key]),
    })),
  );
  const size = Math.floor(PARAMETERS / 8);
  for (let start = 0; start < links.length; start += size) await insert(em, pivot, links.slice(start, start + size));
}

/** The relations of a table of links that lead to the object and to what it is linked to. */
function endsOf(pivot: Meta, { joinColumns, inverseJoinColumns }: Property): readonly [Property, Property] {
  const find = (columns: readonly string[]): Property => pivot.relations.find(({ fieldNames }) => fieldNames[0] === columns[0]) as Property;
  return [find(joinColumns), find(inverseJoinColumns)];
}

/** Writes objects as the rows that MikroORM's driver takes: by property, embedded ones by their columns' own properties. */
class RowWriter {
  readonly #em: EntityManager;
  readonly #meta: Meta;
  readonly #initial: Readonly<Record<string, unknown>>;
  readonly #properties: readonly Property[];

  constructor(em: EntityManager, meta: Meta) {
    this.#em = em;
    this.#meta = meta;
    this.#initial = initialOf(meta);
    this.#properties = meta.props.filter(({ embedded, persist, formula, generated, version }) => {
      return !embedded && persist !== false && !formula && !generated && !version;
    });
  }

  row({ values, links }: FillRow): Row {
    const row: Row = {};
    for (const property of this.#properties) {
      const { name } = property;
      if (isOwning(property)) row[name] = this.#link(property, links[name] ?? null);
      else if (property.kind === 'scalar') this.#scalar(row, property, values[name]);
      else if (property.kind === 'embedded') this.#embedded(row, property, values[name] ?? this.#initial[name]);
    }
    return row;
  }

  #scalar(row: Row, property: Property, given: unknown): void {
    const { name } = property;
    const { root, discriminatorValue } = this.#meta;
    const value = name === root.discriminatorColumn ? discriminatorValue : (given ?? (given === null ? null : this.#initial[name]));
    if (value !== undefined) row[name] = propertyValue(this.#em, property, value);
  }

  #link({ targetMeta, targetKey }: Property, key: readonly unknown[] | null): unknown {
    if (key === null || !targetMeta) return null;
    return targetKey === undefined ? nested(targetMeta as Meta, [...key]) : key[0];
  }

  /** A document as a whole, or each part in a column of its own. */
  #embedded(row: Row, property: Property, value: unknown): void {
    if (property.object || property.array) {
      if (value !== undefined) row[property.name] = plain(this.#em, property, value);
      return;
    }
    const parts = (value ?? {}) as Readonly<Record<string, unknown>>;
    for (const [name, inner] of Object.entries(property.embeddedProps)) {
      if (inner.kind === 'embedded') this.#embedded(row, inner, parts[name]);
      else if (inner.persist !== false) row[inner.name] = propertyValue(this.#em, inner, parts[name] ?? null);
    }
  }
}

/** Embedded objects as plain ones, with the values that their properties hold. */
function plain(em: EntityManager, property: Property, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((each) => plain(em, property, each));
  const parts = Object.entries(value).map(([name, part]): [string, unknown] => {
    const inner = property.embeddedProps[name];
    if (!inner) return [name, part];
    return [name, inner.kind === 'embedded' ? plain(em, inner, part) : propertyValue(em, inner, part)];
  });
  return Object.fromEntries(parts);
}
