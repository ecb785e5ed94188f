import type { OrderTerm, Position, ReadPlan } from '../../../lib/plugin.js';
import { PathJoins, type PathContext } from './path-joins.js';
import { join, raw, sql, type Sql } from './sql.js';
import type { SqlValue } from './value.js';

/** A term of an order in SQL. */
export type SqlTerm = SqlValue & OrderKey;

/** In which direction something is sorted, and where nulls are, if there can be any. */
export type OrderKey = Pick<OrderTerm, 'direction' | 'nulls'> & { readonly nullable: boolean };

/** The order of a list in SQL: its terms' values on the list's alias, and the joins that they need. */
export interface SqlOrder {
  readonly terms: readonly SqlTerm[];
  readonly joins: Sql;
}

/** Writes the order of a plan; a hop to a related object that may not be seen sorts as null. */
export function writeOrder(context: PathContext, plan: ReadPlan, alias: string): SqlOrder {
  const paths = new PathJoins(context, alias);
  const terms = plan.order.map(({ path, direction, nulls }): SqlTerm => {
    return { ...paths.value(path), direction, nulls, nullable: path.keyColumn === undefined };
  });
  return { terms, joins: paths.joins };
}

/** `order by` of sorted expressions, in the order's directions or all reversed; nulls are placed by a key of their own. */
export function orderBy(terms: readonly OrderKey[], expressions: readonly Sql[], reversed = false): Sql {
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
