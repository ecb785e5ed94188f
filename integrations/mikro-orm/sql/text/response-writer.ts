import type {
  CapabilitiesMember,
  Condition,
  EdgesMember,
  ManagerModel,
  NodesMember,
  OpenPlan,
  PageInfoMember,
  Parameter,
  ResponseObject,
  ResponsePage,
  ResponseRow,
  Selection,
  TextStatement,
  ValueMember,
  WriteGroups,
} from '../../../../lib/plugin.js';
import { isParameter } from '../../../../lib/plugin.js';
import { orderBy, writeOrder, type SqlOrder } from '../order.js';
import { joinOne, linkMany } from '../related.js';
import { orderColumn, type RestrictedRows, type Source } from '../restricted-rows.js';
import { column } from '../statement.js';
import { Chain } from './chain.js';
import { literal } from './literal.js';
import { IMPOSSIBLE_SQL, marked } from './marks.js';
import { onlyNodes, wantsFurther } from './page-wants.js';
import { valueText } from './value-text.js';

/** Pages of so many rows have most of what there is below one parent: little is joined in vain. */
const WRITTEN_EARLY = 16;

type OpenSelection = Selection<Parameter>;

/** Rows on an alias, as they are written: the joins that their text needs are gathered. */
interface Rows {
  readonly manager: ManagerModel;
  readonly selection: OpenSelection;
  readonly alias: string;
  readonly joins: string[];
}

/** A page on its way into SQL. */
interface OpenPage {
  readonly plan: OpenPlan;
  readonly order: SqlOrder;
  /** The alias of the page's rows, and of the values of their order. */
  readonly alias: string;
  readonly joins: string[];
  /** Which of the rows are of the page; one more may have been read to know of a next. */
  readonly kept: string;
  /** What was written of each row where it was read. */
  readonly written?: string;
}

/** Writes SQL that gives the JSON text of a response, key by key. */
export class ResponseWriter {
  readonly conversions: TextStatement['conversions'][number][] = [];
  readonly #rows: RestrictedRows;

  constructor(rows: RestrictedRows) {
    this.#rows = rows;
  }

  /** The object of a plan for one row, written where it is read; a row that is not there gives no row. */
  one(plan: OpenPlan, row: ResponseRow, source: Source, alias: string): string {
    const joins: string[] = [];
    const text = this.#row({ manager: plan.manager, selection: plan.selection, alias, joins }, row);
    return this.#rows.ordered(plan, source, { alias, terms: [], joins: [] }, plan.page.limit, { columns: `${text} as j`, joins });
  }

  /** The page of a plan over a source: an expression that is never null. */
  page(plan: OpenPlan, response: ResponsePage, source: Source, alias: string, nested = false): string {
    const total = (): string => this.#rows.total(plan, source, alias);
    if (!plan.rows) return `(${this.#pageText(response, undefined, total)})`;
    const order = writeOrder(this.#rows.entities, this.#rows.statement, this.#rows.conditions, plan, alias);
    const nodes = nested && plan.page.limit >= WRITTEN_EARLY ? onlyNodes(response) : undefined;
    if (nodes) return this.#writtenEarly(plan, response, nodes, source, { ...order, alias });
    const further = wantsFurther(response);
    const limit = plan.page.limit + (further ? 1 : 0);
    const inner = this.#rows.ordered(plan, source, { ...order, alias }, limit);
    const page = this.#rows.statement.alias();
    const kept = further ? ` filter (where ${column(page, '~n')} <= ${this.#rows.statement.count(plan.page.limit)})` : '';
    const open: OpenPage = { plan, order, alias: page, joins: [], kept };
    const text = this.#pageText(response, open, total);
    const numbered = further ? numberedRows(inner, order, plan) : inner;
    return `(select ${text} from (${numbered}) ${page}${written(open.joins)})`;
  }

  /** Groups and measures, marked to be written in JavaScript: there are few of them. */
  groups(plan: OpenPlan, write: WriteGroups, source: Source, alias: string): string {
    const { expression, decode } = this.#rows.groups(plan, source, alias);
    const place = this.conversions.push((value) => write({ plan, groups: decode(value).groups })) - 1;
    return marked(place, `${expression}::text`);
  }

  /** A page of which each row is written where it is read, so that what is joined to it is not sorted once more. */
  #writtenEarly(
    plan: OpenPlan,
    response: ResponsePage,
    nodes: NodesMember,
    source: Source,
    order: SqlOrder & { readonly alias: string },
  ): string {
    const page = this.#rows.statement.alias();
    const joins: string[] = [];
    const text = this.#row({ manager: plan.manager, selection: plan.selection, alias: order.alias, joins }, nodes.row);
    const inner = this.#rows.ordered(plan, source, order, plan.page.limit, { columns: `${text} as "~x"`, joins });
    const open: OpenPage = { plan, order, alias: page, joins: [], kept: '', written: column(page, '~x') };
    return `(select ${this.#pageText(response, open, () => this.#rows.total(plan, source, order.alias))} from (${inner}) ${page})`;
  }

  #pageText(response: ResponsePage, page: OpenPage | undefined, total: () => string): string {
    const chain = new Chain();
    response.forEach((member, index) => {
      begin(chain, index, member.key);
      if (member.kind === 'literal') chain.text(member.text);
      else if (member.kind === 'total') chain.expression(`${total()}::text`);
      else if (!page) throw new TypeError('a page of which no rows are wanted has none');
      else if (member.kind === 'nodes') chain.expression(this.#list(page, page.written ?? this.#pageRow(page, member.row)));
      else if (member.kind === 'edges') chain.expression(this.#list(page, this.#edge(page, member)));
      else this.#pageInfo(chain, page, member);
    });
    return end(chain, response.length);
  }

  /** A list of what each row of the page gives, in the order of the page. */
  #list({ order, alias, kept }: OpenPage, text: string): string {
    const keys = order.terms.map((_term, index) => column(alias, orderColumn(index)));
    return `coalesce('['||string_agg(${text}, ','${orderBy(order.terms, keys)})${kept}||']', '[]')`;
  }

  #pageRow({ plan, alias, joins }: OpenPage, row: ResponseRow): string {
    return this.#row({ manager: plan.manager, selection: plan.selection, alias, joins }, row);
  }

  #edge(page: OpenPage, { members }: EdgesMember): string {
    const chain = new Chain();
    members.forEach((member, index) => {
      begin(chain, index, member.key);
      if (member.kind === 'literal') chain.text(member.text);
      else if (member.kind === 'node') chain.expression(this.#pageRow(page, member.row));
      else chain.expression(this.#cursor(page) ?? `'null'`);
    });
    return end(chain, members.length);
  }

  #pageInfo(chain: Chain, page: OpenPage, { members }: PageInfoMember): void {
    members.forEach((member, index) => {
      begin(chain, index, member.key);
      if (member.kind === 'literal') chain.text(member.text);
      else if (member.kind === 'hasNext') chain.expression(this.#hasNext(page));
      else if (member.kind === 'hasPrevious') chain.expression(this.#hasPrevious(page));
      else chain.expression(this.#outerCursor(page, member.kind === 'startCursor'));
    });
    chain.text(members.length === 0 ? '{}' : '}');
  }

  #hasNext(page: OpenPage): string {
    const { backwards, before } = page.plan.page;
    return backwards ? literal(String(before !== undefined)) : this.#hasMore(page);
  }

  #hasPrevious(page: OpenPage): string {
    const { backwards, after, offset } = page.plan.page;
    if (backwards) return this.#hasMore(page);
    if (after !== undefined) return `'true'`;
    return isParameter(offset) ? `(${this.#rows.statement.bind(offset, 'bigint')} > 0)::text` : literal(String(offset > 0));
  }

  #hasMore({ plan }: OpenPage): string {
    return `(count(*) > ${this.#rows.statement.count(plan.page.limit)})::text`;
  }

  /** The cursor of the first or of the last row; null on an empty page. */
  #outerCursor(page: OpenPage, first: boolean): string {
    const cursor = this.#cursor(page);
    if (cursor === undefined) return `'null'`;
    const keys = page.order.terms.map((_term, index) => column(page.alias, orderColumn(index)));
    return `coalesce((array_agg(${cursor}${orderBy(page.order.terms, keys, !first)})${page.kept})[1], 'null')`;
  }

  /** The position of a row, marked to be sealed; undefined without a key. */
  #cursor({ plan, order, alias }: OpenPage): string | undefined {
    if (!plan.positions) return undefined;
    const place = this.conversions.push((position, seal) => JSON.stringify(seal(position as (string | null)[], plan))) - 1;
    const values = order.terms.map((_term, index) => `${column(alias, orderColumn(index))}::text`);
    return marked(place, `json_build_array(${values.join(', ')})::text`);
  }

  #row(rows: Rows, row: ResponseRow): string {
    if (row.kind === 'object') return this.#object(rows, row.object);
    const { entities } = this.#rows;
    const names = new Map([...entities.concreteByValue(rows.manager)].map(([value, name]) => [name, value]));
    const cases = [...row.objects].map(([name, object]) => {
      const variant = rows.selection.variants.get(name);
      const selection = variant ? merged(rows.selection, variant) : rows.selection;
      const text = this.#object({ ...rows, manager: entities.managerNamed(name), selection }, object);
      return `when ${literal(names.get(name) ?? '')} then ${text}`;
    });
    const discriminator = `${column(rows.alias, entities.discriminator(rows.manager))}::text`;
    return `(case ${discriminator} ${cases.join(' ')} else ${IMPOSSIBLE_SQL} end)`;
  }

  /** A null that stands where the schema has none makes the whole object null, which no response can have. */
  #object(rows: Rows, object: ResponseObject): string {
    const chain = new Chain();
    object.forEach((member, index) => {
      begin(chain, index, member.key);
      if (member.kind === 'literal') chain.text(member.text);
      else if (member.kind === 'value') this.#value(chain, rows, member);
      else if (member.kind === 'capabilities') this.#capabilities(chain, rows, member);
      else {
        const relation = rows.selection.relations.find(({ alias }) => alias === member.alias);
        if (!relation) throw new TypeError('a response has a relation that its plan has not');
        if (member.kind === 'measures') {
          const { source, alias } = linkMany(this.#rows, rows.manager, relation, rows.alias);
          chain.expression(this.groups(relation.plan, member.write, source, alias));
        } else if (member.kind === 'many') {
          const { source, alias } = linkMany(this.#rows, rows.manager, relation, rows.alias);
          chain.expression(this.page(relation.plan, member.page, source, alias, true));
        } else {
          const { join, present, alias } = joinOne(this.#rows, rows.manager, relation, rows.alias);
          rows.joins.push(join);
          const { manager, selection } = relation.plan;
          const text = this.#row({ manager, selection, alias, joins: rows.joins }, member.row);
          chain.expression(`(case when ${present} is null then ${member.nullable ? `'null'` : IMPOSSIBLE_SQL} else ${text} end)`);
        }
      }
    });
    return `coalesce(${end(chain, object.length)}, ${IMPOSSIBLE_SQL})`;
  }

  #capabilities(chain: Chain, { selection, alias: row }: Rows, { alias, members }: CapabilitiesMember): void {
    const asked = selection.capabilities.find((each) => each.alias === alias);
    // What the plan does not tell of is no.
    const may = (condition: Condition = { kind: 'false' }): string =>
      `coalesce(${this.#rows.conditions.write(condition, row) ?? 'true'}, false)::text`;
    members.forEach((member, index) => {
      begin(chain, index, member.key);
      if (member.kind === 'literal') chain.text(member.text);
      else if (member.kind === 'operation') chain.expression(may(asked?.operations.get(member.operation)));
      else {
        const named = asked?.[member.kind];
        member.members.forEach((inner, place) => {
          begin(chain, place, inner.key);
          if (inner.kind === 'literal') chain.text(inner.text);
          else chain.expression(may(named?.get(inner.name)));
        });
        chain.text(member.members.length === 0 ? '{}' : '}');
      }
    });
    chain.text(members.length === 0 ? '{}' : '}');
  }

  #value(chain: Chain, { manager, selection, alias }: Rows, member: ValueMember): void {
    const field = selection.fields.find(({ name }) => name === member.field);
    if (!field) throw new TypeError('a response has a field that its plan has not');
    const { expression, quoted } = valueText({ rows: this.#rows, conversions: this.conversions }, manager, field, member, alias);
    const guard: Condition | undefined = selection.guards.get(field.name);
    const seen = guard && this.#rows.conditions.write(guard, alias);
    if (!member.nullable && seen === undefined && quoted) chain.text('"').expression(expression).text('"');
    else {
      const text = quoted ? `'"'||${expression}||'"'` : expression;
      const guarded = seen === undefined ? text : `case when ${seen} then ${text} end`;
      chain.expression(member.nullable ? `coalesce(${guarded}, 'null')` : seen === undefined ? text : `(${guarded})`);
    }
  }
}

/** What is read of rows of one type: what all have, and what only these have. */
function merged(shared: OpenSelection, own: OpenSelection): OpenSelection {
  return {
    ...shared,
    fields: [...shared.fields, ...own.fields],
    relations: [...shared.relations, ...own.relations],
    capabilities: [...shared.capabilities, ...own.capabilities],
    guards: new Map([...shared.guards, ...own.guards]),
  };
}

function begin(chain: Chain, index: number, key: string): void {
  chain.text(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
}

const end = (chain: Chain, members: number): string => chain.text(members === 0 ? '{}' : '}').sql();

const written = (joins: readonly string[]): string => joins.map((join) => ` ${join}`).join('');

/** Numbers rows in the order in which they were read: from the end where the page is counted from there. */
function numberedRows(inner: string, { terms }: SqlOrder, { page: { backwards } }: OpenPlan): string {
  const keys = terms.map((_term, index) => `"${orderColumn(index)}"`);
  return `select *, row_number() over (${orderBy(terms, keys, backwards).trimStart()}) as "~n" from (${inner}) n`;
}
