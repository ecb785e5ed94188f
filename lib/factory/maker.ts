import { FactoryCycle, NotStorable, UnknownFactoryField } from '../error/factory-errors.js';
import { targetOf } from '../model/lookup.js';
import type { RelationField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import { settleDrafts } from './settle-drafts.js';
import { newDraft, type Draft, type Made } from './draft.js';
import type { FactoryEngine } from './engine.js';
import { groupBy } from './group.js';
import { linkDraft, type Pools } from './link-drafts.js';
import { merged, type Settings, type Wanted } from './settings.js';
import type { ObjectStore } from './store.js';

/** What is to be made. */
export interface MakeRequest {
  readonly manager: ManagerModel;
  readonly count: number;
  readonly settings: Settings;
  /** Where the objects go, and those along relations to many. */
  readonly store: ObjectStore;
  /** Where the objects go that they need. */
  readonly parents: ObjectStore;
  readonly pools?: Pools;
  /** The number of the first object; default: the next one of its manager. */
  readonly start?: number;
  /** The managers of which objects wait for these. */
  readonly waiting?: readonly string[];
}

/** Makes objects with all that they need: what they lead to before them, what leads to them after them. */
export class Maker {
  readonly #engine: FactoryEngine;

  constructor(engine: FactoryEngine) {
    this.#engine = engine;
  }

  async make(request: MakeRequest): Promise<readonly Made[]> {
    const made: Made[] = [];
    for await (const batch of this.batches(request)) made.push(...batch);
    return made;
  }

  /** Makes objects batch by batch; nothing is kept of those that have been given. */
  async *batches(request: MakeRequest): AsyncIterable<readonly Made[]> {
    const { manager, count, store } = request;
    requireKnown(manager, request.settings);
    if (store.stores && !this.#engine.isStorable(manager)) throw NotStorable.create({ manager: manager.name });
    const series = this.#engine.recipe(manager).series;
    const start = this.#engine.take(series, count, request.start);
    for (let from = 0; from < count; from += store.batch)
      yield await this.#batch(request, start + from, Math.min(store.batch, count - from));
  }

  async #batch(request: MakeRequest, start: number, count: number): Promise<readonly Made[]> {
    const drafts = Array.from({ length: count }, (_each, place) => this.#draft(request, start + place));
    const byRecipe = groupBy(drafts, ({ recipe }) => recipe);
    const made = new Map<Draft, Made>();
    for (const [recipe, some] of byRecipe) {
      await this.#link(request, some);
      const relink = async (draft: Draft, names: readonly string[], attempt: number): Promise<void> =>
        this.#relink(request, draft, names, attempt);
      const stored = await settleDrafts(this.#engine, recipe, some, { ...request, relink });
      some.forEach((draft, place) => made.set(draft, stored[place] as Made));
      await this.#followers(request, recipe.others, stored);
    }
    return drafts.map((draft) => made.get(draft) as Made);
  }

  #draft({ manager, settings }: MakeRequest, index: number): Draft {
    const recipe = this.#engine.concrete(manager, index);
    if (!recipe) throw NotStorable.create({ manager: manager.name });
    return newDraft(recipe, index, settings.values);
  }

  /** Finds or makes all that drafts lead to. */
  async #link(request: MakeRequest, drafts: readonly Draft[]): Promise<void> {
    const { settings, pools = new Map() } = request;
    const context = { model: this.#engine.model, drawer: this.#engine.drawer, settings, pools };
    const missing = drafts.flatMap((draft) => linkDraft(context, draft));
    for (const [link, some] of groupBy(missing, ({ link: each }) => each)) {
      const parents = await this.#parents(request, link.field, some.length);
      some.forEach(({ draft }, place) => {
        draft.links[link.field.name] = parents[place] as Made;
      });
    }
    for (const field of drafts[0]?.recipe.others ?? []) {
      if (isLinked(field)) await this.#linkMany(request, field, drafts);
    }
  }

  /** Lets relations of a draft lead to other objects, where a rule refused what they led to. */
  async #relink(request: MakeRequest, draft: Draft, names: readonly string[], attempt: number): Promise<void> {
    for (const { field, hash } of draft.recipe.links.filter((link) => names.includes(link.field.name))) {
      const pool = request.pools?.get(field.target) ?? [];
      const [made] =
        pool.length > 0 ? [this.#engine.drawer.random(hash, draft.index, attempt).pick(pool)] : await this.#parents(request, field, 1);
      if (made) draft.links[field.name] = made;
    }
  }

  async #parents(request: MakeRequest, field: RelationField, count: number): Promise<readonly Made[]> {
    const { waiting = [], manager } = request;
    const target = targetOf(this.#engine.model, field);
    const chain = [...waiting, manager.name];
    const wanted = request.settings.with[field.name];
    if (chain.includes(target.name) && wanted === undefined) {
      const there = await this.#engine.anyOf(target);
      if (!there) throw FactoryCycle.create({ path: [...chain.slice(chain.indexOf(target.name)), target.name].join(' → ') });
      return Array.from<Made>({ length: count }).fill(there);
    }
    return this.make({
      manager: target,
      count,
      settings: this.#settingsOf(target, wanted),
      store: request.parents,
      parents: request.parents,
      ...(request.pools && { pools: request.pools }),
      waiting: chain,
    });
  }

  /** Many-to-many links from the end that keeps them: what was given, or new objects. */
  async #linkMany(request: MakeRequest, field: RelationField, drafts: readonly Draft[]): Promise<void> {
    const { model } = this.#engine;
    const target = targetOf(model, field);
    const wanted = request.settings.with[field.name];
    const count = countOf(wanted);
    const made =
      count === 0
        ? []
        : await this.make({
            manager: target,
            count: count * drafts.length,
            settings: this.#settingsOf(target, wanted),
            store: request.parents,
            parents: request.parents,
            waiting: [...(request.waiting ?? []), request.manager.name],
          });
    drafts.forEach((draft, place) => {
      const given = this.#engine.manyOf(draft, field, request.settings);
      const links = [...given, ...made.slice(place * count, (place + 1) * count)];
      if (links.length > 0) draft.many[field.name] = links;
    });
  }

  /** Makes what leads to objects that are there: children, and the other ends of links that those keep. */
  async #followers(request: MakeRequest, others: readonly RelationField[], made: readonly Made[]): Promise<void> {
    const { model } = this.#engine;
    for (const field of others) {
      const wanted = request.settings.with[field.name];
      const count = field.cardinality === 'one' ? Math.min(1, countOf(wanted)) : countOf(wanted);
      if (count === 0 || isLinked(field)) continue;
      const target = targetOf(model, field);
      const inverse = field.inverse === undefined ? undefined : target.fields.get(field.inverse);
      if (inverse?.kind !== 'relation') throw UnknownFactoryField.create({ manager: request.manager.name, field: field.name });
      const settings = this.#settingsOf(target, wanted);
      const { values, ...rest } = settings;
      let place = 0;
      const parent = (): unknown => {
        const one = made[Math.floor(place / count)];
        place += 1;
        return inverse.cardinality === 'one' ? one : [one];
      };
      await this.make({
        manager: target,
        count: count * made.length,
        settings: { ...rest, values: { ...values, [inverse.name]: parent } },
        store: request.store,
        parents: request.parents,
        waiting: [...(request.waiting ?? []), request.manager.name],
      });
    }
  }

  #settingsOf(target: ManagerModel, wanted: Wanted | undefined): Settings {
    const { values = {}, traits = [] } = typeof wanted === 'object' ? wanted : {};
    return merged(this.#engine.settings(target, traits), { values });
  }
}

/** Whether a relation to many is kept by this end, as links. */
const isLinked = ({ cardinality, owner }: RelationField): boolean => cardinality === 'many' && owner;

const countOf = (wanted: Wanted | undefined): number => {
  if (typeof wanted === 'number') return wanted;
  return typeof wanted === 'object' ? (wanted.count ?? 1) : wanted === true ? 1 : 0;
};

/** @throws GM_FACTORY_UNKNOWN_FIELD for names that the manager and those below it do not have */
function requireKnown(manager: ManagerModel, settings: Settings): void {
  const relations = Object.keys(settings.with).filter((name) => manager.fields.get(name)?.kind !== 'relation');
  const unknown = [...Object.keys(settings.values).filter((name) => !manager.fields.has(name)), ...relations];
  const [field] = unknown;
  if (field !== undefined) throw UnknownFactoryField.create({ manager: manager.name, field });
}
