import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Draft, Made } from './draft.js';
import { exhausted, type ValueDrawer } from './draw-values.js';
import type { LinkRecipe, Recipe, UniqueRecipe } from './recipe.js';
import { madeOf } from './reference.js';
import type { Settings, Wanted } from './settings.js';

/** Objects that are there to be linked to, by the name of their manager. */
export type Pools = ReadonlyMap<string, readonly Made[]>;

/** A link that leads to an object that has to be made first. */
export interface MissingParent {
  readonly draft: Draft;
  readonly link: LinkRecipe;
}

/** What links are chosen with. */
export interface LinkContext {
  readonly model: ApplicationModel;
  readonly drawer: ValueDrawer;
  readonly settings: Settings;
  readonly pools: Pools;
}

/** Chooses what a draft is linked to; gives the links for which there is nothing yet. */
export function linkDraft(context: LinkContext, draft: Draft): readonly MissingParent[] {
  const { recipe } = draft;
  for (const unique of recipe.unique) if (unique.by === undefined) spread(context, draft, unique);
  return recipe.links.filter((link) => !choose(context, draft, link)).map((link) => ({ draft, link }));
}

/** Whether it is known what a relation leads to. */
function choose(context: LinkContext, draft: Draft, link: LinkRecipe): boolean {
  const { model, drawer, settings } = context;
  const { field, hash, nullHash, required } = link;
  const { name } = field;
  const { manager } = draft.recipe;
  if (draft.given[name] !== undefined) {
    const given = drawer.given(draft, name, hash, settings, (other) => draft.values[other] ?? draft.given[other]);
    draft.links[name] = given === null ? null : isMade(given) ? given : madeOf(model, manager, field, given);
    return true;
  }
  const wanted = settings.with[name];
  if (isWanted(wanted)) return false;
  const pool = poolOf(context, link);
  const digit = draft.digits.get(name);
  const isLinked = required || (wanted !== false && pool.length > 0 && !drawer.random(nullHash, draft.index).chance(settings.nulls));
  if (!isLinked || (isAlone(draft.recipe, name) && !required && draft.index >= pool.length)) {
    draft.links[name] = null;
    return true;
  }
  const found = digit === undefined ? drawer.random(hash, draft.index).pick(pool) : pool[digit];
  if (found) draft.links[name] = found;
  return found !== undefined;
}

const poolOf = ({ pools }: LinkContext, { field }: LinkRecipe): readonly Made[] => pools.get(field.target) ?? [];

const isWanted = (wanted: Wanted | undefined): boolean => wanted !== undefined && wanted !== false && wanted !== 0;

/** Whether a relation is one to one. */
const isAlone = ({ unique }: Recipe, name: string): boolean => unique.some(({ fields }) => fields.length === 1 && fields[0] === name);

/** An object that the factory itself has made. */
export const isMade = (given: unknown): given is Made =>
  typeof given === 'object' && given !== null && 'manager' in given && 'values' in given && isManager(given.manager);

const isManager = (value: unknown): value is ManagerModel => typeof value === 'object' && value !== null && 'adapter' in value;

/**
 * Counts through all that fields can be together, so that no two objects are the same in all of them: the first through its values, each other one
 * shifted by one for each round of those before it.
 */
function spread(context: LinkContext, draft: Draft, { fields }: UniqueRecipe): void {
  const sizes = fields.map((name) => sizeOf(context, draft, name));
  // What is made for this object alone makes it unique.
  if (sizes.includes(undefined)) return;
  const known = sizes.map((size) => size ?? 1);
  const count = known.reduce((all, size) => all * size, 1);
  if (draft.index >= count) {
    if (fields.some((name) => isOptional(draft.recipe, name))) return;
    throw exhausted(draft.recipe.manager.name, fields, count);
  }
  let rest = draft.index;
  let shift = 0;
  fields.forEach((name, place) => {
    const size = known[place] ?? 1;
    const digit = (rest + shift) % size;
    rest = Math.floor(rest / size);
    shift += digit;
    if (draft.given[name] === undefined) draft.digits.set(name, digit);
  });
}

const isOptional = ({ links }: Recipe, name: string): boolean => links.some(({ field, required }) => field.name === name && !required);

/** How many values a field can have; undefined where there is no end, or where nobody knows. */
function sizeOf(context: LinkContext, { given, recipe }: Draft, name: string): number | undefined {
  if (given[name] !== undefined) return typeof given[name] === 'function' ? undefined : 1;
  const link = recipe.links.find(({ field }) => field.name === name);
  if (!link) return recipe.values.find((each) => each.name === name)?.plan?.distinct?.count;
  if (isWanted(context.settings.with[name])) return undefined;
  const { length } = poolOf(context, link);
  return length === 0 ? undefined : length;
}
