import { isDeepStrictEqual } from 'node:util';
import type { PageResult, ReadPlan, RelationRequest, Row, Selection, SelectionRequest } from '../../../lib/plugin.js';

/** Takes out of a row what one selection asked for, as an object of its own. */
export type Pick = (row: Row) => object;

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

/** Several selections of one manager as one, so that one read serves all of them; each takes out what it asked for. */
export class MergedSelection {
  readonly #fields = new Set<string>();
  readonly #relations: MergedRelation[] = [];

  /** Adds a selection. */
  add(select: SelectionRequest, refuse: Refuse): Pick {
    for (const name of select.fields) this.#fields.add(name);
    const picks = select.relations.map((relation) => this.#relation(relation, refuse));
    return (row) => {
      const fields = select.fields.map((name): readonly [string, unknown] => [name, row[name] ?? null]);
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
    const alias = `${isAll ? WHOLE : '='}${asked.field}.${this.#relations.length}`;
    const added = { asked, alias, inner: new MergedSelection() };
    this.#relations.push(added);
    return added;
  }
}

const isWhole = (alias: string): boolean => alias.startsWith(WHOLE);

const isPage = (value: unknown): value is PageResult => typeof value === 'object' && value !== null && 'rows' in value && 'plan' in value;

function picked(value: unknown, pick: Pick, refuse: (() => Error) | undefined): unknown {
  if (isPage(value)) {
    if (value.hasNext && refuse) throw refuse();
    return value.rows.map(pick);
  }
  return typeof value === 'object' && value !== null ? pick(value as Row) : null;
}

/** The plan of a merged selection, with the whole of what it has to have whole, up to `max` objects of one. */
export function widened(selection: Selection, max: number): Selection {
  const relations = selection.relations.map((relation) => {
    const plan: ReadPlan = { ...relation.plan, selection: widened(relation.plan.selection, max) };
    const isAll = isWhole(relation.alias) && relation.field.cardinality === 'many';
    return { ...relation, plan: isAll ? { ...plan, page: { limit: max, offset: plan.page.offset, backwards: false } } : plan };
  });
  return { ...selection, relations };
}
