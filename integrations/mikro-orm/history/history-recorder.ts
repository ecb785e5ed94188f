import type { ManagerModel, WriteAuthor } from '../../../lib/plugin.js';
import { executeRows } from '../execute.js';
import { isOwning, type Meta, type Property } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import { quote } from '../sql/statement.js';
import { entityTable, keyJson, keyMatches, pivotTable, textKey, type RecordedTable } from './recorded-table.js';

/** Finds the manager of an entity's class. */
type ManagerOf = (target: object) => ManagerModel | undefined;

/** Keeps the states of rows that one unit of work changes, in its own transaction, as the database itself writes them. */
export class HistoryRecorder {
  readonly #entities: Entities;
  readonly #session: object;
  readonly #managerOf: ManagerOf;
  readonly #table: string;
  /** By relation: how each row was, as JSON text, by its key. */
  readonly #rows = new Map<string, { readonly table: RecordedTable; readonly rows: Map<string, string | null> }>();

  /** `table` is that of the history, as SQL has it. */
  constructor(entities: Entities, session: object, managerOf: ManagerOf, table: string) {
    this.#entities = entities;
    this.#session = session;
    this.#managerOf = managerOf;
    this.#table = table;
  }

  /** Whether the states of an entity's rows are kept. */
  keeps(meta: Meta): boolean {
    return this.#managerOf(meta.class)?.lifecycle.history === true || this.#managerOf(meta.root.class)?.lifecycle.history === true;
  }

  /** Whether the links of a many-to-many relation are kept: where the rows at one of its ends are. */
  keepsLinks(meta: Meta, property: Property): boolean {
    return this.keeps(meta) || (property.targetMeta !== undefined && this.keeps(property.targetMeta));
  }

  /** Remembers how rows are before they are changed. */
  async before(meta: Meta, keys: readonly (readonly unknown[])[]): Promise<void> {
    if (this.keeps(meta)) await this.#remember(entityTable(this.#entities, meta), keys);
  }

  /** Remembers links before they are made or taken away; keys are those of the owner followed by those of the other end. */
  async beforeLinks(property: Property, keys: readonly (readonly unknown[])[]): Promise<void> {
    await this.#remember(pivotTable(this.#entities, property), keys);
  }

  /** Takes note of a row that was not there. */
  made(meta: Meta, key: readonly unknown[]): void {
    if (this.keeps(meta)) this.#note(entityTable(this.#entities, meta), textKey(key), null);
  }

  /** Takes note of a link that was not there. */
  linked(property: Property, key: readonly unknown[]): void {
    this.#note(pivotTable(this.#entities, property), textKey(key), null);
  }

  /** Remembers every row that the database may change by itself when rows are deleted. */
  async beforeDelete(meta: Meta, keys: readonly (readonly unknown[])[]): Promise<void> {
    const metas = [...this.#entities.orm.getMetadata().getAll().values()].filter((each) => !each.embeddable && each.root === each);
    if (!metas.some((each) => this.keeps(each))) return;
    const queue = [{ meta: meta.root, keys: keys.map(textKey) }];
    const seen = new Set<string>();
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { meta: removed, keys: gone } = next;
      await this.#rememberLinks(removed, gone);
      for (const [referencing, property] of referencesTo(metas, removed)) {
        const found = (await this.#rememberReferences(referencing, property, gone)).filter(
          (key) => !seen.has(`${referencing.className} ${key}`),
        );
        for (const key of found) seen.add(`${referencing.className} ${key}`);
        if (found.length > 0 && property.deleteRule === 'cascade') queue.push({ meta: referencing, keys: found });
      }
    }
  }

  /** Writes down how the rows have become, each of which has changed, been made or been removed. */
  async record({ actor, system, reason }: WriteAuthor): Promise<void> {
    const noted = [...this.#rows.values()].filter(({ rows }) => rows.size > 0);
    this.#rows.clear();
    if (noted.length === 0) return;
    const changes = noted.map(({ table }, index) => changesOf(table, index, 4 + 2 * index));
    // All of it is of one time, however many tables it is about: what is read as it was then has all of it, or nothing.
    const text = `insert into ${this.#table} ("relation", "key", "operation", "at", "actor", "system", "reason", "before", "after")
      with now as materialized (select clock_timestamp() as at), changes as (${changes.join(' union all ')})
      select c.relation, c.key, c.operation, now.at, $1, $2, $3, c.before, c.after from changes as c, now order by c.place`;
    await this.#execute(text, [actor, system, reason, ...noted.flatMap(({ table, rows }) => [table.relation, imagesText(rows)])]);
  }

  async #remember(table: RecordedTable, keys: readonly (readonly unknown[])[]): Promise<void> {
    const known = this.#rowsOf(table);
    const wanted = [...new Set(keys.map(textKey))].filter((key) => !known.has(key));
    const found = new Map(await this.#images(table, table, wanted));
    for (const key of wanted) this.#note(table, key, found.get(key) ?? null);
  }

  /** Remembers the rows of a table that refer to others, where their states are kept; gives their keys. */
  async #rememberReferences(meta: Meta, property: Property, keys: readonly string[]): Promise<readonly string[]> {
    const table = entityTable(this.#entities, meta);
    const key = property.fieldNames.map((name, index) => ({ name, cast: property.columnTypes?.[index] ?? 'text' }));
    const by = { ...table, key };
    await this.#lock(table, by, keys);
    const found = await this.#images(table, by, keys);
    if (this.keeps(meta)) for (const [each, image] of found) this.#note(table, each, image);
    return found.map(([each]) => each);
  }

  /** Remembers the links of rows that are deleted. */
  async #rememberLinks(meta: Meta, keys: readonly string[]): Promise<void> {
    for (const property of meta.relations.filter((each) => each.kind === 'm:n' && this.keepsLinks(meta, each))) {
      const table = pivotTable(this.#entities, property);
      const key = table.key.filter(({ name }) => property.joinColumns.includes(name));
      await this.#lock(table, { ...table, key }, keys);
      for (const [each, image] of await this.#images(table, { ...table, key }, keys)) this.#note(table, each, image);
    }
  }

  /**
   * Keeps rows as they are until the database changes them by itself. A statement of its own: what row-level security lets nobody lock is
   * remembered all the same.
   */
  async #lock(table: RecordedTable, by: RecordedTable, values: readonly string[]): Promise<void> {
    if (values.length === 0) return;
    const text = `select from jsonb_array_elements($1::jsonb) as v(key) join ${table.source} as t on ${keyMatches(by, 't', 'v.key')} for update of t`;
    await this.#execute(text, [`[${values.join(',')}]`]);
  }

  /** The rows of a table of which some columns have values: their keys, and the rows as JSON text. */
  async #images(table: RecordedTable, by: RecordedTable, values: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    if (values.length === 0) return [];
    const text = `select ${keyJson(table, 't')}::text as key, to_jsonb(t)::text as image
      from jsonb_array_elements($1::jsonb) as v(key) join ${table.source} as t on ${keyMatches(by, 't', 'v.key')}`;
    const rows = await this.#execute(text, [`[${values.join(',')}]`]);
    return rows.map(({ key, image }) => [canonicalKey(String(key)), String(image)] as const);
  }

  /** What was known first is how a row was before everything. */
  #note(table: RecordedTable, key: string, before: string | null): void {
    const known = this.#rowsOf(table);
    if (!known.has(key)) known.set(key, before);
  }

  #rowsOf(table: RecordedTable): Map<string, string | null> {
    const known = this.#rows.get(table.relation) ?? { table, rows: new Map<string, string | null>() };
    this.#rows.set(table.relation, known);
    return known.rows;
  }

  async #execute(text: string, parameters: readonly unknown[]): ReturnType<typeof executeRows> {
    return executeRows(this.#entities.orm, text, parameters, { session: this.#session });
  }
}

/** The rows of a table that have changed, from the states before as JSON; its parameters begin with `$first`. */
function changesOf(table: RecordedTable, place: number, first: number): string {
  const isGone = `t.${quote(table.key[0]?.name ?? '')} is null`;
  const image = `case when ${isGone} then null else to_jsonb(t) end`;
  return `select ${place} as place, $${first}::text as relation, x.key, x.before, ${image} as after,
    case when x.before is null then 'create' when ${isGone} then 'delete' else 'update' end as operation
    from jsonb_to_recordset($${first + 1}::jsonb) as x(key jsonb, before jsonb) left join ${table.source} as t on ${keyMatches(table, 't', 'x.key')}
    where x.before is distinct from (${image})`;
}

const imagesText = (rows: ReadonlyMap<string, string | null>): string =>
  `[${[...rows].map(([key, before]) => `{"key":${key},"before":${before ?? 'null'}}`).join(',')}]`;

/** The relations that lead to rows of a table, with the tables that keep them. */
const referencesTo = (metas: readonly Meta[], target: Meta): readonly (readonly [Meta, Property])[] =>
  metas.flatMap((meta) =>
    meta.props.filter((each) => isOwning(each) && each.targetMeta?.root === target).map((each) => [meta, each] as const),
  );

/** JSON lists as this process writes them, whoever wrote them. */
const canonicalKey = (key: string): string => JSON.stringify(JSON.parse(key));
