import type { OrderTerm, Position, ReadPlan } from '../../../lib/plugin.js';
import type { ConditionWriter } from './condition.js';
import { joined, linkOf, type Aliases } from './link.js';
import { all, join, orTrue, raw, sql, type Sql } from './sql.js';
import type { Tables } from './tables.js';
import { pathValue, type SqlValue } from './value.js';

/** A term of an order in SQL. */
export type SqlTerm = SqlValue & Pick<OrderTerm, 'direction' | 'nulls'> & { readonly nullable: boolean };

/** The order of a list in SQL: its terms' values on the list's alias, and the joins that they need. */
export interface SqlOrder {
  readonly terms: readonly SqlTerm[];
  readonly joins: readonly Sql[];
}

/** What orders are written with. */
export interface OrderContext {
  readonly tables: Tables;
  readonly aliases: Aliases;
  readonly conditions: ConditionWriter;
}

/** Writes the order of a plan; a hop to a related object that may not be seen sorts as null. */
export function writeOrder({ tables, aliases, conditions }: OrderContext, plan: ReadPlan, alias: string): SqlOrder {
  const joins: Sql[] = [];
  const known = new Map<string, string>();
  const terms = plan.order.map(({ path, direction, nulls }): SqlTerm => {
    let last = alias;
    let { manager } = path;
    for (const { field, target, policy, guard } of path.hops) {
      const route = `${last}.${manager.name}.${field.name}`;
      const next = known.get(route) ?? aliases.next();
      if (!known.has(route)) {
        const link = linkOf(tables, aliases, manager, field, next);
        const on = [joined(tables, link.ends, last, link.alias), guard && conditions.write(guard, last), tables.ofType(target, next)];
        joins.push(sql` left join ${link.from} on ${orTrue(all([...on, conditions.write(policy, next)]))}`);
        known.set(route, next);
      }
      last = next;
      manager = target;
    }
    const value = conditions.guarded(pathValue(tables, path, last), path.guard, last);
    return { ...value, direction, nulls, nullable: path.keyColumn === undefined };
  });
  return { terms, joins };
}

/** `order by` of sorted expressions, in the order's directions or all reversed; nulls are placed by a key of their own. */
export function orderBy(terms: readonly SqlTerm[], expressions: readonly Sql[], reversed = false): Sql {
  const keys = terms.flatMap(({ direction, nulls, nullable }, index) => {
    const expression = expressions[index] ?? raw('null');
    const descending = (direction === 'desc') !== reversed;
    const first = (nulls === 'first') !== reversed;
    const key = sql`${expression} ${raw(descending ? 'desc' : 'asc')}`;
    return nullable ? [sql`(${expression} is null) ${raw(first ? 'desc' : 'asc')}`, key] : [key];
  });
  return keys.length === 0 ? raw('') : sql` order by ${join(keys)}`;
}

/** The rows behind (or ahead of) a position: greater in the first term, or equal in it and greater in the second, and so on. */
export function writeKeyset(terms: readonly SqlTerm[], position: Position, side: 'after' | 'before'): Sql {
  const [term, ...rest] = terms;
  if (!term) return raw('1 = 0');
  const value = position[0] ?? null;
  const beyond = writeBeyond(term, value, side);
  if (rest.length === 0) return beyond;
  const equal = value === null ? sql`${term.expression} is null` : sql`${term.codec.sorted(term.expression)} = ${term.codec.bound(value)}`;
  return sql`(${beyond} or (${equal} and ${writeKeyset(rest, position.slice(1), side)}))`;
}

function writeBeyond({ expression, codec, direction, nulls }: SqlTerm, value: string | null, side: 'after' | 'before'): Sql {
  const nullsBeyond = (nulls === 'last') === (side === 'after');
  if (value === null) return nullsBeyond ? raw('1 = 0') : sql`${expression} is not null`;
  const sign = raw((direction === 'asc') === (side === 'after') ? '>' : '<');
  const compared = sql`${codec.sorted(expression)} ${sign} ${codec.bound(value)}`;
  return nullsBeyond ? sql`(${compared} or ${expression} is null)` : compared;
}
