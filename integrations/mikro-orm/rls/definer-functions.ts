import type { Condition, ManagerModel } from '../../../lib/plugin.js';
import type { Entities } from '../sql/entities.js';
import { quote } from '../sql/statement.js';
import { FROM_PARAMETER, type ActorSlots } from './actor-slots.js';
import { identifier } from './identifier.js';
import { isOwnSql } from './own-sql.js';
import { quoteBody } from './quote-literal.js';
import { RuleWriter } from './rule-writer.js';

/** One function that policies call. */
export interface PolicyFunction {
  /** Its name with the types of its parameters, as `drop` and `grant` take it. */
  readonly signature: string;
  readonly create: string;
}

/** The parameter that holds the row; it has a name since formulas of the mapping take one. The second one is the actor. */
const ROW = 'gm_row';

/**
 * The conditions that look beyond the row, as functions that run as their owner.
 *
 * In a policy, a subquery would obey the policies of the tables that it reads: rules follow relations whatever these say, and two tables
 * that protect each other could not be read at all. With `row_security = off` a function whose owner obeys policies fails; it never
 * answers for a part of the rows.
 */
export class DefinerFunctions {
  readonly #entities: Entities;
  readonly #slots: ActorSlots;
  readonly #schema: string;
  /** By table and body: the same question is asked by one function. */
  readonly #functions = new Map<string, PolicyFunction & { readonly name: string }>();
  readonly #counts = new Map<string, number>();

  constructor(entities: Entities, slots: ActorSlots, schema: string) {
    this.#entities = entities;
    this.#slots = slots;
    this.#schema = quote(schema);
  }

  get all(): readonly PolicyFunction[] {
    return [...this.#functions.values()];
  }

  /** Calls the function that decides a condition on a row, where `row` is the row's expression. */
  call(manager: ManagerModel, condition: Condition, row: string): string {
    const { tableName, schema } = this.#entities.meta(manager);
    const { schema: own, name } = this.#entities.location(tableName, schema);
    const body = `select ${new RuleWriter(this.#entities, this.#slots, FROM_PARAMETER).write(condition, ROW) ?? 'true'}`;
    const key = JSON.stringify([own, name, body]);
    const found = this.#functions.get(key) ?? this.#make(`${quote(own)}.${quote(name)}`, name, body, isOwnSql(this.#entities, condition));
    this.#functions.set(key, found);
    return `${found.name}(${row}, ${this.#slots.fromSetting((actor) => actor)})`;
  }

  #make(type: string, table: string, body: string, parallel: boolean): PolicyFunction & { readonly name: string } {
    const count = (this.#counts.get(table) ?? 0) + 1;
    this.#counts.set(table, count);
    const name = `${this.#schema}.${quote(identifier(`gm_rls_${table}`, `_${count}`))}`;
    const path = `pg_catalog, ${quote(this.#entities.defaultSchema())}, pg_temp`;
    return {
      name,
      signature: `${name}(${type}, jsonb)`,
      create:
        `create or replace function ${name}(${ROW} ${type}, jsonb) returns boolean language sql stable security definer` +
        `${parallel ? ' parallel safe' : ''} set search_path = ${path} set row_security = off\nas ${quoteBody(body)}`,
    };
  }
}
