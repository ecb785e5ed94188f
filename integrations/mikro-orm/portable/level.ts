import {
  marksRows,
  READ,
  type Aggregation,
  type Position,
  type ReadPlan,
  type RelationField,
  type ManagerModel,
  type Row,
} from '../../../lib/plugin.js';
import { ConditionWriter } from './condition.js';
import { writeGroups, type GroupStatement } from './groups.js';
import { Aliases, linkOf, type Link } from './link.js';
import { writeMeasure } from './measure.js';
import { orderBy, writeKeyset, writeOrder, type SqlOrder } from './order.js';
import { PathJoins } from './path-joins.js';
import type { Columns, RelationStep } from './row-reader.js';
import { writeSelection } from './select.js';
import { all, bind, EMPTY, join, raw, sql, where, type Sql } from './sql.js';
import type { Tables } from './tables.js';

/** Whose rows are read: those of a table, or those that a relation leads to from some keys. */
export interface Parents {
  readonly manager: ManagerModel;
  readonly field: RelationField;
  readonly keys: readonly (readonly string[])[];
}

/** The rows of one level of a plan as one statement, and how to read what it gives. */
export interface LevelStatement {
  readonly statement: Sql;
  readonly steps: readonly RelationStep[];
  row(columns: Columns): Row;
  position(columns: Columns): Position;
  concrete(columns: Columns): string | undefined;
  /** The key of the parent that a row belongs to. */
  parent(columns: Columns): readonly string[];
}

/** Writes the statements of one level of a plan: everything that restricts is innermost, the selection is read of the rows that are left. */
export class LevelWriter {
  readonly #tables: Tables;
  readonly #plan: ReadPlan;
  readonly #aliases = new Aliases();
  readonly #conditions: ConditionWriter;
  readonly #alias: string;
  readonly #from: Sql;
  readonly #parents: (Parents & { readonly link: Link }) | undefined;

  constructor(tables: Tables, plan: ReadPlan, parents?: Parents) {
    this.#tables = tables;
    this.#plan = plan;
    this.#conditions = new ConditionWriter(tables, this.#aliases);
    this.#alias = this.#aliases.next();
    const link = parents && linkOf(tables, this.#aliases, parents.manager, parents.field, this.#alias);
    this.#parents = parents && link && { ...parents, link };
    this.#from = link?.from ?? sql`${tables.source(tables.entities.meta(plan.manager))} as ${raw(this.#alias)}`;
  }

  rows(): LevelStatement {
    const { tables, aliases, conditions } = { tables: this.#tables, aliases: this.#aliases, conditions: this.#conditions };
    const { manager, selection } = this.#plan;
    const order = writeOrder({ tables, aliases, conditions }, this.#plan, this.#alias);
    const page = this.#aliases.next();
    const reader = writeSelection({ tables, aliases, conditions }, manager, selection, page);
    const keys = this.#links().map(([codec], index) => ({ codec, take: reader.column(named(page, 'k', index)) }));
    const positions = this.#positions(order).map(({ codec }, index) => ({ codec, take: reader.column(named(page, 'p', index)) }));
    const inner = this.#parents ? this.#perParent(order) : this.#once(order);
    const sorted = order.terms.map((_term, index) => named(page, 'o', index));
    const outer = this.#parents ? this.#numbered(page) : orderBy(order.terms, sorted);
    const instantiate = selection.instances ? tables.entities.instantiator(manager) : undefined;
    const marked = marksRows({ manager, selection });
    return {
      statement: sql`select ${reader.selected} from (${inner}) ${raw(page)}${outer}`,
      steps: reader.steps,
      row: (columns) => {
        const row = reader.read(columns);
        if (marked) row[READ] = true;
        return instantiate ? instantiate(row) : row;
      },
      position: (columns) => positions.map(({ codec, take }) => textOf(codec.text, take(columns))),
      concrete: (columns) => reader.concreteOf(columns),
      parent: (columns) => keys.map(({ codec, take }) => codec.text(take(columns))),
    };
  }

  /** The number of all rows that match, of each parent where there are some. */
  total(): { readonly statement: Sql; parent(columns: Columns): readonly string[]; count(columns: Columns): number } {
    const links = this.#links();
    const condition = where(all([this.#linked(), ...this.#restrictions()]));
    // Those that are grouped are exactly the same; which one is told does not matter.
    const keys = links.map(([codec, column], index) => sql`min(${codec.key(column)}) as ${raw(`k${index}`)}, `);
    const grouped = links.length === 0 ? EMPTY : sql` group by ${join(links.map(([codec, column]) => codec.sorted(column)))}`;
    return {
      statement: sql`select ${join(keys, '')}count(*) as n from ${this.#from}${condition}${grouped}`,
      parent: (columns) => links.map(([codec], index) => codec.text(columns[`k${index}`])),
      count: (columns) => Number(columns['n']),
    };
  }

  /** The groups of an aggregation, of each parent where there are some. */
  groups(aggregation: Aggregation): GroupStatement {
    const { tables, aliases, conditions } = { tables: this.#tables, aliases: this.#aliases, conditions: this.#conditions };
    const paths = new PathJoins({ tables, aliases, conditions }, this.#alias);
    const keys = aggregation.groupBy.map(({ path }) => paths.value(path));
    const measures = aggregation.measures.map((measure) =>
      writeMeasure(tables, measure, measure.kind === 'count' ? undefined : paths.value(measure.path)),
    );
    return writeGroups({
      dialect: tables.dialect,
      aliases,
      aggregation,
      page: this.#plan.page,
      links: this.#links().map(([codec, expression]) => ({ codec, expression })),
      keys,
      measures,
      from: sql` from ${this.#from}${paths.joins}${where(all([this.#linked(), ...this.#restrictions()]))}`,
    });
  }

  /** The restricted, ordered, limited rows; one more than the page, to know whether there is a next. */
  #once(order: SqlOrder): Sql {
    const { limit, offset, backwards } = this.#plan.page;
    const sorted = order.terms.map(({ codec, expression }) => codec.sorted(expression));
    const window = sql` limit ${bind(limit + 1)}${offset > 0 ? sql` offset ${bind(offset)}` : EMPTY}`;
    return sql`${this.#select(order, [])}${orderBy(order.terms, sorted, backwards)}${window}`;
  }

  /** The same for each parent: its rows are numbered in their order. */
  #perParent(order: SqlOrder): Sql {
    const links = this.#links();
    const sorted = order.terms.map(({ codec, expression }) => codec.sorted(expression));
    const partition = join(links.map(([codec, column]) => codec.sorted(column)));
    const number = sql`row_number() over (partition by ${partition}${orderBy(order.terms, sorted, this.#plan.page.backwards)})`;
    const keys = links.map(([codec, column], index) => sql`${codec.key(column)} as ${named('', 'k', index)}`);
    return this.#select(order, this.#windowed ? [...keys, sql`${number} as ${named('', 'n', 0)}`] : keys);
  }

  #select(order: SqlOrder, more: readonly Sql[]): Sql {
    const { after, before } = this.#plan.page;
    const keyset = [after && writeKeyset(order.terms, after, 'after'), before && writeKeyset(order.terms, before, 'before')];
    const sorted = order.terms.map(({ codec, expression }, index) => sql`${codec.sorted(expression)} as ${named('', 'o', index)}`);
    const positions = this.#positions(order).map(
      ({ codec, expression }, index) => sql`${codec.key(expression)} as ${named('', 'p', index)}`,
    );
    const columns = join([raw(`${this.#alias}.*`), ...sorted, ...positions, ...more]);
    const condition = where(all([this.#linked(), ...this.#restrictions(), ...keyset.map((each) => each || undefined)]));
    return sql`select ${columns} from ${this.#from}${order.joins}${condition}`;
  }

  /** What an owning relation leads to is one row; its rows need no numbers. */
  get #windowed(): boolean {
    return this.#parents !== undefined && (this.#parents.field.cardinality === 'many' || !this.#parents.field.owner);
  }

  /** The page of each parent, in its order. */
  #numbered(page: string): Sql {
    if (!this.#windowed) return EMPTY;
    const { limit, offset, backwards } = this.#plan.page;
    const number = named(page, 'n', 0);
    const first = offset > 0 ? sql`${number} > ${bind(offset)} and ` : EMPTY;
    return sql` where ${first}${number} <= ${bind(offset + limit + 1)} order by ${number} ${raw(backwards ? 'desc' : 'asc')}`;
  }

  #positions({ terms }: SqlOrder): SqlOrder['terms'] {
    return this.#plan.positions ? terms : [];
  }

  #links(): readonly (readonly [Link['ends']['codecs'][number], Sql])[] {
    if (!this.#parents) return [];
    const { ends, alias } = this.#parents.link;
    return ends.codecs.map((codec, index) => [codec, this.#tables.column(alias, ends.target[index] ?? '')] as const);
  }

  #linked(): Sql | undefined {
    const columns = this.#links().map(([codec, expression]) => ({ codec, expression }));
    return this.#parents && this.#tables.dialect.among(columns, this.#parents.keys);
  }

  #restrictions(): readonly (Sql | undefined)[] {
    const { manager, policy, where: asked } = this.#plan;
    const { ofType } = { ofType: this.#tables.ofType(manager, this.#alias) };
    return [ofType, this.#conditions.write(policy, this.#alias), this.#conditions.write(asked, this.#alias)];
  }
}

/** A column that the statement makes itself; no table has such a name. */
const named = (alias: string, kind: 'k' | 'n' | 'o' | 'p', index: number): Sql =>
  raw(`${alias}${alias === '' ? '' : '.'}gm__${kind}${index}`);

const textOf = (text: (value: unknown) => string, value: unknown): string | null => (value === null ? null : text(value));
