import { isDeepStrictEqual } from 'node:util';
import type { PageResult, Row } from '../interface/result.js';
import type { ReadPlan, Selection } from './read-plan.js';
import type { RelationRequest, SelectionRequest } from './read-request.js';

/** Takes out of a row what one selection asked for, as an object of its own. */
export type NeededOf = (row: Row) => object;

/** Says that a relation leads to more than may be needed. */
export type Refuse = (relation: string) => Error;

/** One relation of a merged selection. */
interface MergedRelation {
  readonly asked: RelationRequest;
  readonly alias: string;
  readonly inner: MergedSelection;
}

/** Marks relations of which everything is wanted; no field is called like that. */
const WHOLE = '*';
const PART = '=';

/** Several selections of one manager as one, so that one read serves all of them; each takes out what it asked for. */
export class MergedSelection {
  readonly #prefix: string;
  readonly #fields = new Set<string>();
  readonly #relations: MergedRelation[] = [];

  /** `prefix` tells the aliases of one from those of another in the same row. */
  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  /** Adds a selection. */
  add(select: SelectionRequest, refuse: Refuse): NeededOf {
    for (const name of select.fields) this.#fields.add(name);
    const picks = select.relations.map((relation) => this.#relation(relation, refuse));
    return (row) => {
      const fields = select.fields.map((name): readonly [string, unknown] => [name, valueIn(row, name)]);
      return Object.fromEntries([...fields, ...picks.map(({ name, pick }): readonly [string, unknown] => [name, pick(row)])]);
    };
  }

  request(): SelectionRequest {
    const relations = this.#relations.map(({ asked, alias, inner }): RelationRequest => {
      // What is estimated of a plan is no limit of what is needed: that is counted when it is there.
      const page = isWhole(alias) ? { first: 1 } : asked.request.page;
      return { alias, field: asked.field, request: { ...asked.request, select: inner.request(), ...(page && { page }) } };
    });
    return { fields: [...this.#fields], relations };
  }

  #relation(asked: RelationRequest, refuse: Refuse): { readonly name: string; readonly pick: (row: Row) => unknown } {
    const { field, request } = asked;
    const { filter, sort, page } = request;
    const isSame = ({ asked: { field: name, request: other } }: MergedRelation): boolean =>
      name === field && isDeepStrictEqual([other.filter, other.sort, other.page], [filter, sort, page]);
    const known = this.#relations.find(isSame) ?? this.#added(asked);
    const { alias, inner } = known;
    const pick = inner.add(request.select, refuse);
    return { name: field, pick: (row) => picked(row[alias], pick, isWhole(alias) ? () => refuse(field) : undefined) };
  }

  #added(asked: RelationRequest): MergedRelation {
    const isAll = asked.request.page?.first === undefined;
    const alias = `${isAll ? WHOLE : PART}${this.#prefix}${asked.field}.${this.#relations.length}`;
    const added = { asked, alias, inner: new MergedSelection() };
    this.#relations.push(added);
    return added;
  }
}

/** What could not be computed is an error in the place of its value. */
function valueIn(row: Row, name: string): unknown {
  const value = row[name];
  if (value instanceof Error) throw value;
  return value ?? null;
}

const isWhole = (alias: string): boolean => alias.startsWith(WHOLE);

/** Whether a relation is read for a merged selection: callers cannot ask for such an alias. */
export const isNeedAlias = (alias: string): boolean => isWhole(alias) || alias.startsWith(PART);

const isPage = (value: unknown): value is PageResult => typeof value === 'object' && value !== null && 'rows' in value && 'plan' in value;

function picked(value: unknown, pick: NeededOf, refuse: (() => Error) | undefined): unknown {
  if (isPage(value)) {
    if (value.hasNext && refuse) throw refuse();
    return value.rows.map(pick);
  }
  return typeof value === 'object' && value !== null ? pick(value as Row) : null;
}

/** The plan of a merged selection, with the whole of what it has to have whole, up to `max` objects of one. */
export function widened<Open>(selection: Selection<Open>, max: number): Selection<Open> {
  const relations = selection.relations.map((relation) => {
    const plan: ReadPlan<Open> = { ...relation.plan, selection: widened(relation.plan.selection, max) };
    const isAll = isWhole(relation.alias) && relation.field.cardinality === 'many';
    return { ...relation, plan: isAll ? { ...plan, page: { limit: max, offset: plan.page.offset, backwards: false } } : plan };
  });
  const variants = [...selection.variants].map(([name, variant]): [string, Selection<Open>] => [name, widened(variant, max)]);
  return { ...selection, relations, variants: new Map(variants) };
}
