import type { OpenPlan, OpenPosition, OrderTerm } from '../../../lib/plugin.js';
import type { ConditionWriter } from './condition.js';
import type { Entities } from './entities.js';
import { PathJoins } from './path-joins.js';
import type { Statement } from './statement.js';
import type { SqlValue } from './value.js';

/** The order of a list in SQL: its terms' values on the list's alias, and the joins that they need. */
export interface SqlOrder {
  readonly terms: readonly (SqlValue & Pick<OrderTerm, 'direction' | 'nulls'>)[];
  readonly joins: readonly string[];
}

/** Writes the order of a plan; a hop to a related object that may not be seen sorts as null. */
export function writeOrder(entities: Entities, statement: Statement, conditions: ConditionWriter, plan: OpenPlan, alias: string): SqlOrder {
  const paths = new PathJoins(entities, statement, conditions, alias);
  const terms = plan.order.map(({ path, direction, nulls }) => ({ ...paths.value(path), direction, nulls }));
  return { terms, joins: paths.joins };
}

/** `order by` of expressions, in the order's directions or all reversed. */
export function orderBy(
  terms: readonly Pick<OrderTerm, 'direction' | 'nulls'>[],
  expressions: readonly string[],
  reversed = false,
): string {
  if (terms.length === 0) return '';
  const keys = terms.map(({ direction, nulls }, index) => {
    const descending = (direction === 'desc') !== reversed;
    const first = (nulls === 'first') !== reversed;
    return `${expressions[index] ?? ''} ${descending ? 'desc' : 'asc'} nulls ${first ? 'first' : 'last'}`;
  });
  return ` order by ${keys.join(', ')}`;
}

/**
 * The rows behind (or ahead of) a position: greater in the first term, or equal in it and greater in the second, and so on.
 *
 * Nulls stand where the order puts them; the position's values are exact text, cast to the column's type.
 */
export function writeKeyset(statement: Statement, terms: SqlOrder['terms'], position: OpenPosition, side: 'after' | 'before'): string {
  const [term, ...rest] = terms;
  if (!term) return 'false';
  const value = position[0] ?? null;
  const beyond = writeBeyond(statement, term, value, side);
  if (rest.length === 0) return beyond;
  const compared = term.codec.compared(term.expression);
  const equal = value === null ? `${term.expression} is null` : `${compared} = ${statement.bind(value, term.codec.cast)}`;
  return `(${beyond} or (${equal} and ${writeKeyset(statement, rest, position.slice(1), side)}))`;
}

function writeBeyond(statement: Statement, term: SqlOrder['terms'][number], value: OpenPosition[number], side: 'after' | 'before'): string {
  const { expression, codec, direction, nulls } = term;
  const nullsBeyond = (nulls === 'last') === (side === 'after');
  if (value === null) return nullsBeyond ? 'false' : `${expression} is not null`;
  const sign = (direction === 'asc') === (side === 'after') ? '>' : '<';
  const compared = `${codec.compared(expression)} ${sign} ${statement.bind(value, codec.cast)}`;
  return nullsBeyond ? `(${compared} or ${expression} is null)` : compared;
}
