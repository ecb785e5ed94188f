import {
  mapItems,
  type Comparison,
  type Condition,
  type KeyCondition,
  type PredicateCondition,
  type RelationCondition,
  type RelationMeasure,
  type ValuePath,
} from '../../../lib/plugin.js';
import { UnsupportedRead } from '../errors.js';
import { compareJson } from './compare-json.js';
import { compareList } from './compare-list.js';
import { compareValue } from './compare-value.js';
import type { Entities } from './entities.js';
import { linkOf } from './link.js';
import { writeMeasureOf } from './measure.js';
import { PathJoins } from './path-joins.js';
import type { Statement } from './statement.js';
import { storedKey } from './stored-key.js';
import { keyColumnValue, pathValue, propertyValue, type SqlValue } from './value.js';

/** Writes a condition as SQL over an alias; `undefined` is TRUE, so that no empty group is ever written. */
export class ConditionWriter {
  readonly #entities: Entities;
  readonly #statement: Statement;

  constructor(entities: Entities, statement: Statement) {
    this.#entities = entities;
    this.#statement = statement;
  }

  write(condition: Condition, alias: string): string | undefined {
    switch (condition.kind) {
      case 'true':
        return undefined;
      case 'false':
        return 'false';
      case 'unknown':
        return 'null::boolean';
      case 'is':
        return `(${this.write(condition.of, alias) ?? 'true'}) is ${condition.truth}`;
      case 'type':
        return this.#entities.ofConcrete(this.#statement, condition.manager, alias);
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
        return joined(condition.all.map((each) => this.write(each, alias)));
      case 'or':
        return `(${condition.any.map((each) => this.write(each, alias) ?? 'true').join(' or ')})`;
      case 'not':
        return `(not ${this.write(condition.of, alias) ?? 'true'})`;
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

  /** Conjunction of parts that may be TRUE. */
  all(conditions: readonly (string | undefined)[]): string | undefined {
    return joined(conditions);
  }

  #compare(comparison: Comparison, alias: string): string {
    const { field, guard } = comparison.path;
    const seen = this.guarded(this.value(comparison.path, alias), guard, alias);
    const value = comparison.milliseconds ? { ...seen, expression: `date_trunc('milliseconds', ${seen.expression})` } : seen;
    if (field.list) return compareList(this.#statement, value, comparison);
    if (field.kind === 'scalar' && field.type === 'json') return compareJson(this.#statement, value, comparison);
    return compareValue(this.#statement, value, comparison);
  }

  /** The value at a path, the hops of which have been joined: `alias` is that of the last hop's target. */
  value(path: ValuePath, alias: string): SqlValue {
    return path.measure ? this.#measure(path, path.measure, alias) : pathValue(this.#entities, path, alias);
  }

  #measure({ manager, hops }: ValuePath, { relation, target, policy, guard, measure }: RelationMeasure, alias: string): SqlValue {
    const inner = this.#statement.alias();
    const link = linkOf(this.#entities, this.#statement, hops.at(-1)?.target ?? manager, relation, { parent: alias, target: inner });
    const paths = new PathJoins(this.#entities, this.#statement, this, inner);
    const { expression, codec } = writeMeasureOf(measure, measure.kind === 'count' ? undefined : paths.value(measure.path));
    const visible = joined([
      link.on,
      guard && this.write(guard, alias),
      this.#entities.ofType(this.#statement, target, inner),
      this.write(policy, inner),
    ]);
    const joins = paths.joins.map((join) => ` ${join}`).join('');
    return { expression: `(select ${expression} from ${link.from}${joins} where ${visible ?? 'true'})`, codec };
  }

  #predicate({ manager, predicate, args }: PredicateCondition, alias: string): string {
    const columns = predicate.fields.map((name): [string, string] => {
      return [name, propertyValue(this.#entities, manager, this.#entities.property(manager, name), alias).expression];
    });
    const placeholders = args.map((value, index) => this.#statement.operand(value, (given) => given, predicate.args[index] ?? 'text'));
    return `(${predicate.sql(Object.fromEntries(columns), placeholders)})`;
  }

  /** A value that is null where it may not be seen. */
  guarded(value: SqlValue, guard: Condition | undefined, alias: string): SqlValue {
    const seen = guard && this.write(guard, alias);
    return seen === undefined ? value : { ...value, expression: `(case when ${seen} then ${value.expression} end)` };
  }

  #relation(condition: RelationCondition, alias: string): string {
    const stored = this.#storedKey(condition, alias);
    if (stored !== undefined) return stored;
    const { manager, field, target, quantifier, where, policy, guard } = condition;
    const inner = this.#statement.alias();
    const link = linkOf(this.#entities, this.#statement, manager, field, { parent: alias, target: inner });
    const visible = [
      link.on,
      guard && this.write(guard, alias),
      this.#entities.ofType(this.#statement, target, inner),
      this.write(policy, inner),
    ];
    const asked = this.write(where, inner);
    // Every: there is none of which it is not true; unknown is not true.
    const sought = quantifier === 'every' ? `(${asked ?? 'true'}) is not true` : asked;
    const exists = `exists (select 1 from ${link.from} where ${joined([...visible, sought])})`;
    return quantifier === 'some' ? exists : `(not ${exists})`;
  }

  /** What is asked of a related object's key alone is asked of the column that stores it: no join, and an index on it serves. */
  #storedKey(condition: RelationCondition, alias: string): string | undefined {
    const comparison = keyComparison(condition);
    const stored = comparison && storedKey(this.#entities, condition, alias);
    if (!stored) return undefined;
    // Whether there is such an object is true or false, never unknown.
    return `(${compareValue(this.#statement, stored, comparison)} and ${stored.expression} is not null)`;
  }

  #keys({ manager, keys }: KeyCondition, alias: string): string {
    if (keys.length === 0) return 'false';
    return this.#oneColumn(manager, keys, alias) ?? `(${keys.map((key) => this.#key(manager, key, alias)).join(' or ')})`;
  }

  #key(manager: KeyCondition['manager'], key: readonly unknown[], alias: string): string {
    const parts = key.map((part, index) => {
      const { expression, codec } = keyColumnValue(this.#entities, manager, index, alias);
      return `${codec.compared(expression)} = ${this.#statement.bindAs(codec, part)}`;
    });
    return `(${parts.join(' and ')})`;
  }

  /** Many keys of one column compare as one list. */
  #oneColumn(manager: KeyCondition['manager'], keys: KeyCondition['keys'], alias: string): string | undefined {
    if (keys.length < 2 || keys.some((key) => key.length !== 1)) return undefined;
    const { expression, codec } = keyColumnValue(this.#entities, manager, 0, alias);
    if (codec.convert) return undefined;
    const values = mapItems(
      keys.map(([key]) => key),
      (each) => codec.encode(each),
    );
    return `${codec.compared(expression)} = any(${this.#statement.bind(values, `${codec.cast}[]`)})`;
  }
}

/** What a condition asks of the only column of a related object's key; undefined where it asks for more. */
function keyComparison({ target, where }: RelationCondition): Pick<Comparison, 'operator' | 'value'> | undefined {
  const [part, ...others] = target.key?.parts ?? [];
  if (part?.kind !== 'value' || others.length > 0) return undefined;
  if (where.kind === 'key') return { operator: 'in', value: where.keys.map(([key]) => key) };
  if (where.kind !== 'compare' || where.operator === 'isNull' || where.milliseconds) return undefined;
  return where.path.field.name === part.field && isOwnValue(where.path) ? where : undefined;
}

/** Whether a path leads to a whole value of the object itself, which everybody may see. */
const isOwnValue = ({ hops, embedded, guard, json, measure }: ValuePath): boolean =>
  [...hops, ...embedded, guard, json, measure].every((each) => each === undefined);

function joined(parts: readonly (string | undefined)[]): string | undefined {
  const written = parts.filter((part) => part !== undefined);
  if (written.length === 0) return undefined;
  return written.length === 1 ? written[0] : `(${written.join(' and ')})`;
}
