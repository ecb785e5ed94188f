import { FactoryExhausted, NoFactoryValue } from '../error/factory-errors.js';
import type { Draft } from './draft.js';
import { Random, type Hash } from './random.js';
import type { ValueRecipe } from './recipe.js';
import type { Settings, ValueContext } from './settings.js';
import type { ValuePlan } from './value-plan.js';

/** Values that were made where they have to be unique and nothing but looking tells whether they are. */
export type SeenValues = Map<string, Set<string>>;

/** How often another value is looked for where one was there before. */
const LOOKS = 1000;

/** Draws the values of drafts. */
export class ValueDrawer {
  readonly #random = new Random();
  readonly #seen: SeenValues;

  constructor(seen: SeenValues) {
    this.#seen = seen;
  }

  /** Draws all values, or those of some fields anew. */
  draw(draft: Draft, settings: Settings, names?: ReadonlySet<string>): void {
    const drawing = new Set<string>();
    const value = (recipe: ValueRecipe): unknown => {
      if (recipe.name in draft.values && (!names?.has(recipe.name) || drawing.has(recipe.name))) return draft.values[recipe.name];
      drawing.add(recipe.name);
      const drawn = this.#value(draft, recipe, settings, other);
      if (drawn === undefined) Reflect.deleteProperty(draft.values, recipe.name);
      else draft.values[recipe.name] = drawn;
      return drawn;
    };
    const other = (name: string): unknown => {
      const recipe = draft.recipe.values.find((each) => each.name === name);
      return recipe && !drawing.has(name) ? value(recipe) : (draft.values[name] ?? draft.links[name]?.values);
    };
    for (const recipe of draft.recipe.values) if (!names || names.has(recipe.name)) value(recipe);
  }

  /** Numbers for one path of a draft. */
  random(hash: Hash, index: number, attempt = 0): Random {
    return this.#random.seed(hash, index, attempt);
  }

  #value(draft: Draft, recipe: ValueRecipe, settings: Settings, value: ValueContext['value']): unknown {
    const { name, hash, nullHash, plan, nullable, preset } = recipe;
    const { index, given } = draft;
    const attempt = draft.attempts.get(name) ?? 0;
    if (given[name] !== undefined) return this.given(draft, name, hash, settings, value);
    if (preset && attempt === 0) return undefined;
    const digit = draft.digits.get(name);
    if (digit === undefined && nullable && this.#random.seed(nullHash, index, attempt).chance(settings.nulls)) return null;
    if (!plan && nullable) return null;
    if (!plan) throw NoFactoryValue.create({ field: `${draft.recipe.manager.name}.${name}` });
    if (digit !== undefined)
      return plan.distinct?.generate({ random: this.#random.seed(hash, index, attempt), serial: digit, index, attempt });
    return this.#made(draft, recipe, plan, attempt);
  }

  #made(draft: Draft, recipe: ValueRecipe, plan: ValuePlan, attempt: number): unknown {
    const { name, hash } = recipe;
    const { index } = draft;
    const unique = draft.recipe.unique.find(({ fields, by }) => by === name || (fields.length === 1 && fields[0] === name));
    if (!unique) return plan.generate({ random: this.#random.seed(hash, index, attempt), serial: index, index, attempt });
    return plan.distinct && unique.by === name ? this.#distinct(draft, recipe, attempt) : this.#unseen(draft, recipe, attempt);
  }

  /** What was given for a field: a value, or a function that makes it. */
  given(draft: Draft, name: string, hash: Hash, settings: Settings, value: ValueContext['value']): unknown {
    const given = draft.given[name];
    if (typeof given !== 'function') return given;
    // The function may ask for other values on the way, which take numbers of their own.
    const random = new Random().seed(hash, draft.index, draft.attempts.get(name) ?? 0);
    const context: ValueContext = { sequence: draft.index + 1, random, params: settings.params, value };
    return (given as (context: ValueContext) => unknown)(context);
  }

  #distinct({ recipe, index, shift }: Draft, { name, hash, plan }: ValueRecipe, attempt: number): unknown {
    const { generate, count = 0 } = plan?.distinct ?? {};
    if (!generate || index >= count) throw exhausted(recipe.manager.name, [name], count);
    const serial = (index + shift) % count;
    return generate({ random: this.#random.seed(hash, index, attempt), serial, index, attempt });
  }

  #unseen({ recipe, index }: Draft, { name, hash, plan }: ValueRecipe, attempt: number): unknown {
    const place = `${recipe.series}.${name}`;
    const seen = this.#seen.get(place) ?? new Set();
    this.#seen.set(place, seen);
    for (let look = 0; look < LOOKS; look += 1) {
      const turn = attempt + look * 64;
      const value = plan?.generate({ random: this.#random.seed(hash, index, turn), serial: index, index, attempt: turn });
      const text = String(value);
      if (!seen.has(text)) {
        seen.add(text);
        return value;
      }
    }
    throw exhausted(recipe.manager.name, [name], seen.size);
  }
}

export const exhausted = (manager: string, fields: readonly string[], count: number): Error =>
  FactoryExhausted.create({ manager, fields: fields.join(', '), count });
