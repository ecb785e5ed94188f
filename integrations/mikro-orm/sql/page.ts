import { marksRows, READ, type PageResult, type ReadPlan, type Row } from '../../../lib/plugin.js';
import { fromJsonArray, jsonArray, where, type Decode, type RowBuilder } from './decoder.js';
import { orderBy, writeOrder } from './order.js';
import { orderColumn, RestrictedRows, type Source } from './restricted-rows.js';
import { SelectionWriter } from './select.js';
import { column } from './statement.js';

/** A page in SQL: one expression that gives `[rows, total]` as JSON, and how to read it. */
export interface SqlPage {
  readonly expression: string;
  readonly decode: Decode;
}

/** Writes plans as SQL: everything that restricts is innermost, what is selected is read of the rows that are left. */
export class PageWriter extends RestrictedRows {
  /** Writes the page of a plan over a source: a table, or a relation's target linked to its parent. */
  write(plan: ReadPlan, source: Source, alias: string): SqlPage {
    if (plan.aggregation) return this.#groups(plan, source, alias);
    const rows = plan.rows ? this.#rows(plan, source, alias) : undefined;
    const total = plan.total ? this.total(plan, source, alias) : 'null';
    return {
      expression: `json_build_array(${rows?.expression ?? 'null'}, ${total})`,
      decode: (value) => {
        const [found, count] = value as [unknown, number | null];
        const page = rows ? (rows.decode(found) as PageResult) : emptyPage(plan);
        return { ...page, ...(plan.total && { total: Number(count) }) };
      },
    };
  }

  /** Writes the page of a plan that asks for values of one row alone, which is on an alias already: it is read where it is. */
  writeRow(plan: ReadPlan, alias: string): SqlPage {
    const selection = new SelectionWriter(this);
    const builder = selection.write(plan.manager, plan.selection, alias);
    if (selection.joins.length > 0) throw new TypeError('what is read of a row in place is its own');
    const decode = this.rowDecoder(plan, builder);
    return {
      expression: where(this.restriction(plan, alias), jsonArray(builder.slots)),
      decode: (value) => (value === null ? emptyPage(plan) : { ...emptyPage(plan), rows: [decode(value as readonly unknown[])] }),
    };
  }

  /** Decodes one row of a plan; overridden values of a class are the adapter's business. */
  rowDecoder(plan: ReadPlan, builder: RowBuilder): (values: readonly unknown[]) => Row {
    const slots = builder.slots.length;
    const instantiate = plan.selection.instances ? this.entities.instantiator(plan.manager) : undefined;
    const marked = marksRows(plan);
    return (values) => {
      const row = builder.decode(fromJsonArray(values, slots));
      if (marked) row[READ] = true;
      return instantiate ? instantiate(row) : row;
    };
  }

  #groups(plan: ReadPlan, source: Source, alias: string): SqlPage {
    const { expression, decode } = this.groups(plan, source, alias);
    return { expression, decode: (value) => ({ ...emptyPage(plan), ...decode(value) }) };
  }

  #rows(plan: ReadPlan, source: Source, alias: string): SqlPage {
    const order = writeOrder(this.entities, this.statement, this.conditions, plan, alias);
    const page = this.statement.alias();
    // One more than the page, to know whether there is a next.
    const inner = this.ordered(plan, source, { ...order, alias }, plan.page.limit + 1);
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
}

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
