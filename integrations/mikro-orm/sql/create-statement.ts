import type { InsertedObject, NewObject, OpenCreate, PageResult, ReadPlan } from '../../../lib/plugin.js';
import { RECORDING } from '../change/recorder.js';
import { keyColumnNames, type Property } from '../metadata.js';
import { ConditionWriter } from './condition.js';
import type { Entities } from './entities.js';
import { PageWriter, type SqlPage } from './page.js';
import { column, quote, Statement } from './statement.js';
import { keyColumnValue, type SqlValue } from './value.js';

/** Rows that a new one is linked to: what to read from, which they are, and the columns that it takes over. */
interface Linked {
  readonly from: string;
  readonly where: string | undefined;
  readonly columns: readonly string[];
  readonly key: readonly SqlValue[];
}

/**
 * The statement that inserts a row, decides about it and reads it; it is undone as a whole where the row is not allowed. Rows that it is linked to are
 * looked for by the same statement, which takes over their keys: where one is missing, nothing is inserted.
 */
export class CreateStatement {
  readonly #entities: Entities;
  readonly #create: OpenCreate;
  readonly #links: readonly Property[];
  readonly #statement = new Statement();
  readonly #linked: readonly Linked[];
  readonly #key: readonly SqlValue[];
  readonly #page: SqlPage | undefined;
  readonly #asked: string;

  constructor(entities: Entities, create: OpenCreate, links: readonly Property[]) {
    this.#entities = entities;
    this.#create = create;
    this.#links = links;
    this.#linked = linkedRows(entities, this.#statement, create, links);
    const { manager, allowed, plan } = create;
    const alias = this.#statement.alias();
    this.#key = keyOf(entities, manager, alias);
    const truth = new ConditionWriter(entities, this.#statement).write(allowed, alias);
    // Nothing is decoded before its values are known.
    this.#page = plan && new PageWriter(entities, this.#statement).writeRow(plan as ReadPlan, alias);
    // What is constant could be reckoned before anything is inserted.
    const guard = truth === undefined ? [] : [`1 / (case when ${truth} then 1 else 0 end)`];
    const parts = [jsonKey(this.#key), this.#page?.expression ?? 'null', ...guard];
    this.#asked = `select json_build_array(${parts.join(', ')}) as j from inserted as ${alias}`;
  }

  get weight(): number {
    return this.#asked.length;
  }

  /** What comes ahead of the values of the row. */
  get parameters(): readonly unknown[] {
    return this.#statement.parameters;
  }

  /** The text for rows that name certain columns, with SQL for the value of each; `recorded` are expressions that write down what is inserted, where that is done. */
  write(names: readonly string[], values: readonly string[], recorded: string | undefined): string {
    const meta = this.#entities.meta(this.#create.manager);
    const columns = [...names, ...this.#links.flatMap(({ fieldNames }) => fieldNames)].map(quote);
    const all = [...values, ...this.#linked.flatMap((each) => each.columns)];
    const into = `insert into ${this.#entities.table(meta.tableName, meta.schema)}`;
    const insert =
      this.#linked.length > 0
        ? `${into} (${columns.join(', ')}) select ${all.join(', ')} ${sourceOf(this.#linked)}`
        : columns.length > 0
          ? `${into} (${columns.join(', ')}) values (${all.join(', ')})`
          : `${into} default values`;
    if (recorded === undefined) return `with inserted as (${insert} returning *) ${this.#asked}`;
    return `${RECORDING}with inserted as (${insert} returning *)${recorded} ${this.#asked}`;
  }

  /** Looks for what is linked to, and inserts nothing. */
  lookUp(): { readonly text: string; readonly parameters: readonly unknown[] } {
    const statement = new Statement();
    const linked = linkedRows(this.#entities, statement, this.#create, this.#links);
    const keys = linked.map(({ key }) => jsonKey(key));
    return { text: `select json_build_array(${keys.join(', ')}) as j ${sourceOf(linked)}`, parameters: statement.parameters };
  }

  /** The keys that a look-up gave. */
  keysIn(value: unknown): NewObject['keys'] {
    return (value as readonly (readonly unknown[])[]).map((key, index) => decoded(this.#linked[index]?.key ?? [], key));
  }

  decode(value: unknown): InsertedObject {
    const [found, read] = value as [readonly unknown[], unknown];
    return { key: decoded(this.#key, found), ...(this.#page && { page: this.#page.decode(read) as PageResult }) };
  }
}

/** A key finds one row; a unique field of which the database does not know might find more. */
const sourceOf = (linked: readonly Linked[]): string => {
  const restricted = linked.flatMap(({ where }) => where ?? []);
  return `from ${linked.map(({ from }) => from).join(', ')} where ${restricted.length > 0 ? restricted.join(' and ') : 'true'} limit 1`;
};

function linkedRows(entities: Entities, statement: Statement, { links }: OpenCreate, properties: readonly Property[]): readonly Linked[] {
  const conditions = new ConditionWriter(entities, statement);
  return links.map(({ target, where }, index) => {
    const alias = statement.alias();
    return {
      from: `${entities.source(entities.meta(target))} as ${alias}`,
      where: conditions.all([entities.ofType(statement, target, alias), conditions.write(where, alias)]),
      columns: (properties[index]?.referencedColumnNames ?? []).map((name) => column(alias, name)),
      key: keyOf(entities, target, alias),
    };
  });
}

const keyOf = (entities: Entities, manager: OpenCreate['manager'], alias: string): readonly SqlValue[] =>
  keyColumnNames(entities.meta(manager)).map((_name, index) => keyColumnValue(entities, manager, index, alias));

const jsonKey = (key: readonly SqlValue[]): string =>
  `json_build_array(${key.map(({ codec, expression }) => codec.json(expression)).join(', ')})`;

const decoded = (key: readonly SqlValue[], found: readonly unknown[]): readonly unknown[] =>
  found.map((part, index) => key[index]?.codec.decode(part));
