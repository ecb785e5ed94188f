import type { OpenPlan } from '../../../lib/plugin.js';
import { isParameter } from '../../../lib/plugin.js';
import { writeAggregation, type SqlGroups } from './aggregate.js';
import { ConditionWriter } from './condition.js';
import type { Entities } from './entities.js';
import type { Link } from './link.js';
import { orderBy, writeKeyset, type SqlOrder } from './order.js';
import { PathJoins } from './path-joins.js';
import type { Statement } from './statement.js';

/** What the rows of a plan are read from: a table, or a relation's target linked to its parent. */
export type Source = Pick<Link, 'from' | 'on'>;

/** What is read of rows in place of their columns, and the joins that it needs. */
export interface ReadOfRow {
  readonly columns: string;
  readonly joins: readonly string[];
}

/** Writes which rows a plan reads: everything that restricts them stands here, over the base table alone. */
export class RestrictedRows {
  readonly entities: Entities;
  readonly statement: Statement;
  readonly conditions: ConditionWriter;

  constructor(entities: Entities, statement: Statement) {
    this.entities = entities;
    this.statement = statement;
    this.conditions = new ConditionWriter(entities, statement);
  }

  /** How many rows there are on all pages. */
  total(plan: OpenPlan, source: Source, alias: string): string {
    return `(select count(*) from ${source.from}${this.#where([source.on, ...this.#restrictions(plan, alias)])})`;
  }

  /**
   * The restricted, ordered rows, at most `limit` of them; the order's values stand beside the columns, as {@link orderColumn}. All columns, unless
   * something else is read of each row.
   */
  ordered(plan: OpenPlan, source: Source, order: SqlOrder & { readonly alias: string }, limit: number, read?: ReadOfRow): string {
    const { alias } = order;
    const { offset, after, before, backwards } = plan.page;
    const keyset = [
      after && writeKeyset(this.statement, order.terms, after, 'after'),
      before && writeKeyset(this.statement, order.terms, before, 'before'),
    ];
    const values = order.terms.map(({ codec, expression }) => codec.compared(expression));
    const projected = values.map((value, index) => `, ${value} as "${orderColumn(index)}"`);
    const where = this.#where([source.on, ...this.#restrictions(plan, alias), ...keyset]);
    const skipped = isParameter(offset) || offset > 0 ? ` offset ${this.statement.bind(offset, 'bigint')}` : '';
    const joins = [...order.joins, ...(read?.joins ?? [])].map((join) => ` ${join}`).join('');
    const sorted = orderBy(order.terms, values, backwards);
    const columns = `${read?.columns ?? `${alias}.*`}${projected.join('')}`;
    return `select ${columns} from ${source.from}${joins}${where}${sorted} limit ${this.statement.count(limit)}${skipped}`;
  }

  /** What is true of the rows of a plan on an alias; undefined where it is true of all. */
  restriction(plan: OpenPlan, alias: string): string | undefined {
    return this.conditions.all(this.#restrictions(plan, alias));
  }

  /** The groups of a plan and their measures. */
  groups(plan: OpenPlan, source: Source, alias: string): SqlGroups {
    if (!plan.aggregation) throw new TypeError('a plan without an aggregation has no groups');
    return writeAggregation({
      aggregation: plan.aggregation,
      page: plan.page,
      statement: this.statement,
      paths: new PathJoins(this.entities, this.statement, this.conditions, alias),
      from: source.from,
      where: () => this.#where([source.on, ...this.#restrictions(plan, alias)]),
    });
  }

  #restrictions(plan: OpenPlan, alias: string): readonly (string | undefined)[] {
    return [
      this.entities.ofType(this.statement, plan.manager, alias),
      this.conditions.write(plan.policy, alias),
      this.conditions.write(plan.where, alias),
    ];
  }

  #where(conditions: readonly (string | undefined)[]): string {
    const written = this.conditions.all(conditions.filter((each) => each !== ''));
    return written === undefined ? '' : ` where ${written}`;
  }
}

/** The name of a value of the order, beside the columns of the table. */
export const orderColumn = (index: number): string => `~o${index}`;
