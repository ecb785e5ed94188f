import { TooManyRelated } from '../error/relation-errors.js';
import type { PageResult, Row } from '../interface/result.js';
import type { ApplicationModel } from '../model/model.js';
import { allOfConditions } from '../plan/condition.js';
import { cutPage, isBounded, type PlacedRow } from '../plan/cut-pages.js';
import type { Limits } from '../plan/limits.js';
import { amongValues, linkKey, valuesOf, type LinkKey } from '../plan/link-values.js';
import { isClosedLink, ownPlan, seenAlias } from '../plan/own-plan.js';
import { NOTHING, type MatchSelection, type ReadPlan, type RelationSelection } from '../plan/read-plan.js';

/** A relation that fields link. */
type Matched = RelationSelection & { readonly match: MatchSelection };

/** What was read along a relation. */
export interface Related {
  /** The rows at the other end that are on some page. */
  readonly rows: readonly Row[];
  /** Takes away what the rows have only so that they could be told. */
  readonly take: () => void;
}

/** What pages are read with. */
export interface RelatedPagesOptions {
  readonly model: ApplicationModel;
  readonly limits: Limits;
  readonly read: (plan: ReadPlan) => Promise<PageResult>;
}

/** Values that link, as those of the other end. */
interface Sought extends LinkKey {
  readonly values: readonly unknown[];
}

/** Reads what fields of rows link them to: one read for all rows, with each different value once. */
export class RelatedPages {
  readonly #options: RelatedPagesOptions;

  constructor(options: RelatedPagesOptions) {
    this.#options = options;
  }

  /** Puts what a relation leads to into rows: an object or null, or a page. */
  async load(relation: Matched, rows: readonly Row[]): Promise<Related> {
    const { alias, field, match, plan } = relation;
    const isClosed = isClosedLink(relation);
    const keys = rows.map((row) => (isClosed || !isSeen(relation, row) ? undefined : linkKey(match.local.map(({ name }) => row[name]))));
    const sought = new Map(keys.flatMap((key) => this.#sought(match, key)).map((each) => [each.id, each]));
    const pages = await this.#pagesOf(relation, [...sought.values()]);
    rows.forEach((row, index) => {
      const page = pages.get(keys[index]?.id ?? '') ?? emptyPage(plan);
      row[alias] = field.cardinality === 'many' ? page : (page.rows[0] ?? null);
    });
    const found = [...pages.values()].flatMap((page) => page.rows);
    const wanted = new Set(plan.selection.fields.map(({ name }) => name));
    const borrowed = plan.selection.instances ? [] : match.foreign.map(({ name }) => name).filter((name) => !wanted.has(name));
    return { rows: found, take: () => found.forEach((row) => borrowed.forEach((name) => Reflect.deleteProperty(row, name))) };
  }

  #sought({ foreign }: MatchSelection, key: LinkKey | undefined): readonly Sought[] {
    const values = key && valuesOf(this.#options.model, foreign, key);
    return key && values ? [{ ...key, values }] : [];
  }

  /** The page of each of the values. */
  async #pagesOf(relation: Matched, sought: readonly Sought[]): Promise<ReadonlyMap<string, PageResult>> {
    const pages = new Map<string, PageResult>();
    const { maxKeys } = this.#options.limits;
    const reader = new Batches(this.#options, relation);
    for (let start = 0; start < sought.length; start += maxKeys) {
      for (const [id, page] of await reader.pages(sought.slice(start, start + maxKeys))) pages.set(id, page);
    }
    return pages;
  }
}

/** The reads of one relation. */
class Batches {
  readonly #options: RelatedPagesOptions;
  readonly #plan: ReadPlan;
  readonly #match: MatchSelection;
  readonly #isOne: boolean;
  readonly #isPartitioned: boolean;
  #looked = 0;

  constructor(options: RelatedPagesOptions, { plan, match, field }: Matched) {
    this.#options = options;
    this.#plan = ownPlan(plan);
    this.#match = match;
    this.#isOne = field.cardinality === 'one';
    this.#isPartitioned = !this.#isOne && field.match?.partitioned === true;
  }

  async pages(sought: readonly Sought[]): Promise<ReadonlyMap<string, PageResult>> {
    return this.#isPartitioned ? this.#parts(sought) : this.#cut(sought);
  }

  /** The source finds the pages by itself. */
  async #parts(sought: readonly Sought[]): Promise<ReadonlyMap<string, PageResult>> {
    const partition = { fields: this.#match.foreign, keys: sought.map(({ values }) => values) };
    const { partitions = [] } = await this.#options.read({ ...this.#plan, partition });
    return new Map(
      sought.map(({ id }, index): [string, PageResult] => {
        const page = partitions[index];
        if (!page) throw new TypeError('a source gave fewer pages than were asked for');
        return [id, { ...page, plan: this.#plan }];
      }),
    );
  }

  /** Pages are cut out of everything that the values lead to. */
  async #cut(sought: readonly Sought[]): Promise<ReadonlyMap<string, PageResult>> {
    const plan = this.#plan;
    const known = new Set(sought.map(({ id }) => id));
    const lists = await this.#lists(this.#every(sought, plan.rows ? plan.selection : NOTHING, isBounded(plan)));
    const all = plan.total && isBounded(plan) ? await this.#lists(this.#every(sought, NOTHING, false)) : lists;
    return new Map([...known].map((id): [string, PageResult] => [id, cutPage(plan, lists.get(id) ?? [], all.get(id)?.length ?? 0)]));
  }

  /** Everything that the values lead to, in the order of the plan; `bounded` by its cursors. */
  #every(sought: readonly Sought[], selection: ReadPlan['selection'], bounded: boolean): ReadPlan {
    const {
      manager,
      where,
      page: { after, before },
    } = this.#plan;
    const { foreign } = this.#match;
    const fields = new Map([...selection.fields, ...foreign].map((field) => [field.name, field]));
    const among = amongValues(
      manager,
      foreign,
      sought.map(({ values }) => values),
    );
    return {
      ...this.#plan,
      selection: { ...selection, fields: [...fields.values()] },
      where: allOfConditions([where, among]),
      rows: true,
      total: false,
      page: {
        // What is referred to is unique.
        limit: this.#isOne ? sought.length : this.#options.limits.maxRelatedRows - this.#looked,
        offset: 0,
        backwards: false,
        ...(bounded && after && { after }),
        ...(bounded && before && { before }),
      },
    };
  }

  /** The rows that were found, by what links them. */
  async #lists(plan: ReadPlan): Promise<ReadonlyMap<string, readonly PlacedRow[]>> {
    const { rows, positions, hasNext } = await this.#options.read(plan);
    if (!this.#isOne) this.#count(rows.length, hasNext);
    const lists = new Map<string, PlacedRow[]>();
    rows.forEach((row, index) => {
      const id = linkKey(this.#match.foreign.map(({ name }) => row[name]))?.id;
      if (id === undefined) return;
      const list = lists.get(id) ?? [];
      list.push({ row, position: positions[index] });
      lists.set(id, list);
    });
    return lists;
  }

  #count(rows: number, isMore: boolean): void {
    const { maxRelatedRows: max } = this.#options.limits;
    this.#looked += rows;
    if (isMore) throw TooManyRelated.create({ manager: this.#plan.manager.name, max });
  }
}

/** What leads nowhere: no rows, and measures of nothing. */
function emptyPage(plan: ReadPlan): PageResult {
  if (!plan.aggregation) return cutPage(plan, [], 0);
  const measures = plan.aggregation.measures.map(({ kind }) => (kind === 'count' || kind === 'countDistinct' ? 0 : null));
  return { plan, rows: [], positions: [], hasNext: false, hasPrevious: false, groups: [{ key: [], measures }] };
}

/** What was asked of the row where there are rules about the relation itself. */
function isSeen({ guard, field, ...relation }: Matched, row: Row): boolean {
  if (!guard) return true;
  const answer = row[seenAlias(relation)] as { readonly fields: Readonly<Record<string, boolean>> } | undefined;
  return answer?.fields[field.name] === true;
}
