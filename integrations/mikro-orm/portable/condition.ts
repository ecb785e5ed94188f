import type {
  Comparison,
  Condition,
  KeyCondition,
  ManagerModel,
  PredicateCondition,
  RelationCondition,
  RelationMeasure,
  ValuePath,
} from '../../../lib/plugin.js';
import { UnsupportedRead } from '../errors.js';
import { compare } from './compare.js';
import { joined, linkOf, type Aliases } from './link.js';
import { writeMeasure } from './measure.js';
import { PathJoins } from './path-joins.js';
import { all, any, bind, guarded, join, orTrue, raw, splice, sql, where, type Sql } from './sql.js';
import type { Tables } from './tables.js';
import { keyColumnValue, pathValue, propertyValue, type SqlValue } from './value.js';

/** Writes a condition as SQL over an alias; `undefined` is TRUE, so that no empty group is ever written. */
export class ConditionWriter {
  readonly #tables: Tables;
  readonly #aliases: Aliases;

  constructor(tables: Tables, aliases: Aliases) {
    this.#tables = tables;
    this.#aliases = aliases;
  }

  write(condition: Condition, alias: string): Sql | undefined {
    switch (condition.kind) {
      case 'true':
        return undefined;
      case 'false':
        return raw('1 = 0');
      case 'unknown':
        return raw('null');
      case 'is':
        return sql`((${orTrue(this.write(condition.of, alias))}) is ${raw(String(condition.truth))})`;
      case 'type':
        return this.#tables.ofConcrete(condition.manager, alias);
      case 'predicate':
        return this.#predicate(condition, alias);
      case 'actor':
        // Plans are made of bound policies.
        throw new TypeError('a policy is not bound to an actor');
      case 'check':
      case 'changed':
      case 'image':
        // And of what the source can be asked.
        throw new TypeError(`${condition.kind} is decided in memory`);
      case 'and':
        return all(condition.all.map((each) => this.write(each, alias)));
      case 'or':
        return any(condition.any.map((each) => orTrue(this.write(each, alias))));
      case 'not':
        return sql`(not (${orTrue(this.write(condition.of, alias))}))`;
      case 'compare':
        return this.#compare(condition, alias);
      case 'relation':
        return this.#relation(condition, alias);
      case 'key':
        return this.#keys(condition, alias);
      default:
        // What is passed over would be true.
        throw UnsupportedRead.create({ what: `a condition of the kind "${(condition satisfies never as Condition).kind}"` });
    }
  }

  /** A value that is null where it may not be seen. */
  guarded(value: SqlValue, guard: Condition | undefined, alias: string): SqlValue {
    const seen = guard && this.write(guard, alias);
    return seen ? { ...value, expression: guarded(seen, value.expression) } : value;
  }

  #compare(comparison: Comparison, alias: string): Sql {
    const { dialect } = this.#tables;
    const seen = this.guarded(this.value(comparison.path, alias), comparison.path.guard, alias);
    return compare(dialect, comparison.milliseconds ? { ...seen, expression: dialect.milliseconds(seen.expression) } : seen, comparison);
  }

  /** The value at a path, the hops of which have been joined: `alias` is that of the last hop's target. */
  value(path: ValuePath, alias: string): SqlValue {
    return path.measure ? this.#measure(path, path.measure, alias) : pathValue(this.#tables, path, alias);
  }

  #measure({ manager, hops }: ValuePath, { relation, target, policy, guard, measure }: RelationMeasure, alias: string): SqlValue {
    const inner = this.#aliases.next();
    const link = linkOf(this.#tables, this.#aliases, hops.at(-1)?.target ?? manager, relation, inner);
    const paths = new PathJoins({ tables: this.#tables, aliases: this.#aliases, conditions: this }, inner);
    const { expression, codec } = writeMeasure(this.#tables, measure, measure.kind === 'count' ? undefined : paths.value(measure.path));
    const visible = all([
      joined(this.#tables, link.ends, alias, link.alias),
      guard && this.write(guard, alias),
      this.#tables.ofType(target, inner),
      this.write(policy, inner),
    ]);
    return { expression: sql`(select ${expression} from ${link.from}${paths.joins}${where(visible)})`, codec };
  }

  /** Lists are bound value by value, so that `in (…)` takes them. */
  #predicate({ manager, predicate, args }: PredicateCondition, alias: string): Sql {
    const columns = predicate.fields.map((name) => {
      return propertyValue(this.#tables, manager, this.#tables.entities.property(manager, name), alias).expression;
    });
    const values = args.map((value) => (Array.isArray(value) ? listOf(value) : bind(primitive(value))));
    const written = splice([...columns, ...values], (placeholders) => {
      const fields = predicate.fields.map((name, index): [string, string] => [name, placeholders[index] ?? '']);
      return predicate.sql(Object.fromEntries(fields), placeholders.slice(columns.length));
    });
    return sql`(${written})`;
  }

  #relation({ manager, field, target, quantifier, where: asks, policy, guard }: RelationCondition, alias: string): Sql {
    const inner = this.#aliases.next();
    const link = linkOf(this.#tables, this.#aliases, manager, field, inner);
    const asked = this.write(asks, inner);
    const sought = all([
      joined(this.#tables, link.ends, alias, link.alias),
      guard && this.write(guard, alias),
      this.#tables.ofType(target, inner),
      this.write(policy, inner),
      // Every: there is none of which it is not true; unknown is not true.
      quantifier === 'every' ? sql`((${orTrue(asked)}) is not true)` : asked,
    ]);
    const exists = sql`exists (select 1 from ${link.from} where ${orTrue(sought)})`;
    return quantifier === 'some' ? exists : sql`(not ${exists})`;
  }

  #keys({ manager, keys }: KeyCondition, alias: string): Sql {
    return keys.length === 0 ? raw('1 = 0') : amongKeys(this.#tables, manager, keys, alias);
  }
}

function amongKeys(tables: Tables, manager: ManagerModel, keys: KeyCondition['keys'], alias: string): Sql {
  const columns = (keys[0] ?? []).map((_part, index) => keyColumnValue(tables, manager, index, alias));
  const texts = keys.map((key) => columns.map(({ codec }, index) => codec.place(key[index])));
  // A key that no column can hold is the key of nothing.
  const possible = texts.flatMap((places) => {
    const key = places.map(({ text, exact }) => (exact ? text : undefined));
    return key.every((text) => text !== undefined) ? [key] : [];
  });
  return possible.length === 0 ? raw('1 = 0') : tables.dialect.among(columns, possible);
}

const listOf = (values: readonly unknown[]): Sql => (values.length === 0 ? raw('null') : join(values.map((each) => bind(primitive(each)))));

/** What every driver binds. */
function primitive(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array) return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return String(value);
  return value instanceof Date ? value.getTime() : JSON.stringify(value);
}
