import type { ValuePath } from '../../../lib/plugin.js';
import type { ConditionWriter } from './condition.js';
import type { Entities } from './entities.js';
import { linkOf } from './link.js';
import type { Statement } from './statement.js';
import type { SqlValue } from './value.js';

/** Writes values at paths over an alias, and gathers the joins that they need; what may not be seen on the way is null. */
export class PathJoins {
  /** In the order in which they have to be written. */
  readonly joins: string[] = [];
  readonly #entities: Entities;
  readonly #statement: Statement;
  readonly #conditions: ConditionWriter;
  readonly #alias: string;
  /** Aliases of the related objects that have been joined, by the way that leads there. */
  readonly #joined = new Map<string, string>();

  constructor(entities: Entities, statement: Statement, conditions: ConditionWriter, alias: string) {
    this.#entities = entities;
    this.#statement = statement;
    this.#conditions = conditions;
    this.#alias = alias;
  }

  value(path: ValuePath): SqlValue {
    let last = this.#alias;
    let { manager } = path;
    for (const hop of path.hops) {
      last = this.#hop(manager, hop, last);
      manager = hop.target;
    }
    return this.#conditions.guarded(this.#conditions.value(path, last), path.guard, last);
  }

  #hop(manager: ValuePath['manager'], { field, target, policy, guard }: ValuePath['hops'][number], parent: string): string {
    const route = `${parent}.${manager.name}.${field.name}`;
    const known = this.#joined.get(route);
    if (known !== undefined) return known;
    const alias = this.#statement.alias();
    const link = linkOf(this.#entities, this.#statement, manager, field, { parent, target: alias });
    const seen = guard && this.#conditions.write(guard, parent);
    const on = this.#conditions.all([
      link.on,
      seen,
      this.#entities.ofType(this.#statement, target, alias),
      this.#conditions.write(policy, alias),
    ]);
    // The inverse end of a one-to-one is unique by convention only; no row may be read twice because of it.
    const join = field.owner
      ? `${link.from} on ${on ?? 'true'}`
      : `lateral (select ${alias}.* from ${link.from} where ${on ?? 'true'} limit 1) ${alias} on true`;
    this.joins.push(`left join ${join}`);
    this.#joined.set(route, alias);
    return alias;
  }
}
