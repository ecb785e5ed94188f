import type { Hop, ManagerModel, ValuePath } from '../../../lib/plugin.js';
import type { ConditionWriter } from './condition.js';
import { joined, linkOf, type Aliases } from './link.js';
import { all, EMPTY, join, orTrue, raw, sql, type Sql } from './sql.js';
import type { Tables } from './tables.js';
import { keyColumnValue, type SqlValue } from './value.js';

/** What values at paths are written with. */
export interface PathContext {
  readonly tables: Tables;
  readonly aliases: Aliases;
  readonly conditions: ConditionWriter;
}

/** Writes values at paths over an alias, and gathers the joins that they need; what may not be seen on the way is null. */
export class PathJoins {
  readonly #context: PathContext;
  readonly #alias: string;
  readonly #joins: Sql[] = [];
  /** Aliases of the related objects that have been joined, by the way that leads there. */
  readonly #joined = new Map<string, string>();

  constructor(context: PathContext, alias: string) {
    this.#context = context;
    this.#alias = alias;
  }

  /** In the order in which they have to be written. */
  get joins(): Sql {
    return join([EMPTY, ...this.#joins], ' ');
  }

  value(path: ValuePath): SqlValue {
    const { conditions } = this.#context;
    let last = this.#alias;
    let { manager } = path;
    for (const hop of path.hops) {
      last = this.#hop(manager, hop, last);
      manager = hop.target;
    }
    return conditions.guarded(conditions.value(path, last), path.guard, last);
  }

  #hop(manager: ManagerModel, hop: Hop, parent: string): string {
    const route = `${parent}.${manager.name}.${hop.field.name}`;
    const known = this.#joined.get(route);
    if (known !== undefined) return known;
    const alias = this.#context.aliases.next();
    const { from, on } = this.#linked(manager, hop, parent, alias);
    // The inverse end of a one-to-one is unique by convention only; no row may be read twice because of it.
    const one = hop.field.owner ? on : all([on, this.#first(manager, hop, parent, alias)]);
    this.#joins.push(sql`left join ${from} on ${orTrue(one)}`);
    this.#joined.set(route, alias);
    return alias;
  }

  /** The target of a hop on its alias, where the link leads there and it may be seen. */
  #linked(
    manager: ManagerModel,
    { field, target, policy, guard }: Hop,
    parent: string,
    alias: string,
  ): { readonly from: Sql; readonly on: Sql | undefined } {
    const { tables, aliases, conditions } = this.#context;
    const link = linkOf(tables, aliases, manager, field, alias);
    const on = all([
      joined(tables, link.ends, parent, link.alias),
      guard && conditions.write(guard, parent),
      tables.ofType(target, alias),
      conditions.write(policy, alias),
    ]);
    return { from: link.from, on };
  }

  /** Whether a row is the first one of those that the hop leads to. */
  #first(manager: ManagerModel, hop: Hop, parent: string, alias: string): Sql {
    const { tables, aliases } = this.#context;
    const other = aliases.next();
    const { from, on } = this.#linked(manager, hop, parent, other);
    const keys = (of: string): Sql =>
      join(
        tables
          .keyColumns(hop.target)
          .map((_name, index) => keyColumnValue(tables, hop.target, index, of))
          .map(({ codec, expression }) => codec.sorted(expression)),
      );
    const width = tables.keyColumns(hop.target).length;
    const row = width > 1 ? sql`(${keys(alias)})` : keys(alias);
    return sql`${row} = (select ${keys(other)} from ${from} where ${orTrue(on)} order by ${keys(other)} limit ${raw('1')})`;
  }
}
