import { READ, type Aggregation, type PageResult, type ReadPlan, type Row } from '../../../lib/plugin.js';
import { writeAggregation } from './aggregate.js';
import { ConditionWriter } from './condition.js';
import { fromJsonArray, jsonArray, type Decode, type RowBuilder } from './decoder.js';
import type { Entities } from './entities.js';
import type { Link } from './link.js';
import { orderBy, writeKeyset, writeOrder, type SqlOrder } from './order.js';
import { PathJoins } from './path-joins.js';
import { SelectionWriter } from './select.js';
import { column, type Statement } from './statement.js';

/** A page in SQL: one expression that gives `[rows, total]` as JSON, and how to read it. */
export interface SqlPage {
  readonly expression: string;
  readonly decode: Decode;
}

type Source = Pick<Link, 'from' | 'on'>;

/** Writes plans as SQL: everything that restricts is innermost, what is selected is read of the rows that are left. */
export class PageWriter {
  readonly entities: Entities;
  readonly statement: Statement;
  readonly conditions: ConditionWriter;

  constructor(entities: Entities, statement: Statement) {
    this.entities = entities;
    this.statement = statement;
    this.conditions = new ConditionWriter(entities, statement);
  }

  /** Writes the page of a plan over a source: a table, or a relation's target linked to its parent. */
  write(plan: ReadPlan, source: Source, alias: string): SqlPage {
    if (plan.aggregation) return this.#groups(plan, plan.aggregation, source, alias);
    const rows = plan.rows ? this.#rows(plan, source, alias) : undefined;
    const total = plan.total
      ? `(select count(*) from ${source.from}${this.#where([source.on, ...this.#restrictions(plan, alias)])})`
      : 'null';
    return {
      expression: `json_build_array(${rows?.expression ?? 'null'}, ${total})`,
      decode: (value) => {
        const [found, count] = value as [unknown, number | null];
        const page = rows ? (rows.decode(found) as PageResult) : emptyPage(plan);
        return { ...page, ...(plan.total && { total: Number(count) }) };
      },
    };
  }

  /** Decodes one row of a plan; overridden values of a class are the adapter's business. */
  rowDecoder(plan: ReadPlan, builder: RowBuilder): (values: readonly unknown[]) => Row {
    const slots = builder.slots.length;
    const instantiate = plan.selection.instances ? this.entities.instantiator(plan.manager) : undefined;
    // Only where a field has rules of its own does anybody ask.
    const marked = Object.keys(plan.manager.policy.fields).length > 0 || plan.manager.inheritance !== undefined;
    return (values) => {
      const row = builder.decode(fromJsonArray(values, slots));
      if (marked) row[READ] = true;
      return instantiate ? instantiate(row) : row;
    };
  }

  #groups(plan: ReadPlan, aggregation: Aggregation, source: Source, alias: string): SqlPage {
    const paths = new PathJoins(this.entities, this.statement, this.conditions, alias);
    const where = (): string => this.#where([source.on, ...this.#restrictions(plan, alias)]);
    const { expression, decode } = writeAggregation({
      aggregation,
      page: plan.page,
      statement: this.statement,
      paths,
      from: source.from,
      where,
    });
    return { expression, decode: (value) => ({ ...emptyPage(plan), ...decode(value) }) };
  }

  #rows(plan: ReadPlan, source: Source, alias: string): SqlPage {
    const order = writeOrder(this.entities, this.statement, this.conditions, plan, alias);
    const page = this.statement.alias();
    const inner = this.#inner(plan, source, alias, order);
    const selection = new SelectionWriter(this);
    const builder = selection.write(plan.manager, plan.selection, page);
    const keys = order.terms.map((_term, index) => column(page, orderColumn(index)));
    const positions = plan.positions ? keys.map((key) => builder.slot(`${key}::text`)) : [];
    const joins = selection.joins.map((join) => ` ${join}`).join('');
    const list = `json_agg(${jsonArray(builder.slots)}${orderBy(order.terms, keys)})`;
    return {
      expression: `(select coalesce(${list}, '[]'::json) from (${inner}) ${page}${joins})`,
      decode: pageDecoder(plan, this.rowDecoder(plan, builder), builder.slots.length, positions),
    };
  }

  /** The restricted, ordered, limited rows of the base table; one more than the page, to know whether there is a next. */
  #inner(plan: ReadPlan, source: Source, alias: string, order: SqlOrder): string {
    const { limit, offset, after, before, backwards } = plan.page;
    const keyset = [
      after && writeKeyset(this.statement, order.terms, after, 'after'),
      before && writeKeyset(this.statement, order.terms, before, 'before'),
    ];
    const expressions = order.terms.map(({ expression }) => expression);
    const projected = order.terms.map(({ codec, expression }, index) => `, ${codec.compared(expression)} as "${orderColumn(index)}"`);
    const where = this.#where([source.on, ...this.#restrictions(plan, alias), ...keyset]);
    const sorted = orderBy(
      order.terms,
      order.terms.map(({ codec }, index) => codec.compared(expressions[index] ?? '')),
      backwards,
    );
    const window = ` limit ${this.statement.bind(limit + 1, 'bigint')}${offset > 0 ? ` offset ${this.statement.bind(offset, 'bigint')}` : ''}`;
    const joins = order.joins.map((join) => ` ${join}`).join('');
    return `select ${alias}.*${projected.join('')} from ${source.from}${joins}${where}${sorted}${window}`;
  }

  #restrictions(plan: ReadPlan, alias: string): readonly (string | undefined)[] {
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

const orderColumn = (index: number): string => `~o${index}`;

const emptyPage = (plan: ReadPlan): PageResult => ({ plan, rows: [], positions: [], hasNext: false, hasPrevious: false });

function pageDecoder(
  plan: ReadPlan,
  decodeRow: (values: readonly unknown[]) => Row,
  slots: number,
  positions: readonly number[],
): (value: unknown) => PageResult {
  const { limit, offset, after, before, backwards } = plan.page;
  return (value) => {
    const all = value as readonly (readonly unknown[])[];
    const more = all.length > limit;
    const kept = more ? (backwards ? all.slice(all.length - limit) : all.slice(0, limit)) : all;
    return {
      plan,
      rows: kept.map(decodeRow),
      positions: plan.positions ? kept.map((values) => positionOf(fromJsonArray(values, slots), positions)) : [],
      hasNext: backwards ? before !== undefined : more,
      hasPrevious: backwards ? more : after !== undefined || offset > 0,
    };
  };
}

function positionOf(values: readonly unknown[], slots: readonly number[]): (string | null)[] {
  return slots.map((slot) => (values[slot] as string | null) ?? null);
}
