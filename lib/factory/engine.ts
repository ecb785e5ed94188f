import { UnknownTrait } from '../error/factory-errors.js';
import type { Violation } from '../error/define-error.js';
import type { InterfaceAdapter } from '../interface/interface-adapter.js';
import type { Caller, Runtime } from '../manager/runtime.js';
import { managerNamed, targetOf } from '../model/lookup.js';
import type { RelationField } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Validator } from '../write/validator.js';
import { brokenBy } from '../write/rules.js';
import type { FactoryDefinition } from './define-factory.js';
import type { Draft, Made } from './draft.js';
import { ValueDrawer } from './draw-values.js';
import { isMade } from './link-drafts.js';
import type { FactoryOptions } from './options.js';
import { hashOf } from './random.js';
import { recipeOf, type Recipe } from './recipe.js';
import { madeOf, referenceTo } from './reference.js';
import { merged, NO_SETTINGS, type Settings } from './settings.js';
import { readMade } from './read-made.js';
import type { FactorySources } from './value-source.js';

/** Who makes what factories make, where nobody else was named. */
export const FACTORY: Caller = Object.freeze({ system: 'factory' });

/** What engines of one application have in common. */
export interface EngineContext {
  readonly runtime: Runtime;
  readonly validators: readonly Validator[];
  readonly options: FactoryOptions;
  readonly sources: FactorySources;
  readonly definitions: ReadonlyMap<string, FactoryDefinition>;
}

/** A relation along which objects are needed before others. */
export interface ParentRelation {
  readonly name: string;
  readonly target: ManagerModel;
  readonly required: boolean;
  /** Whether it is one to one. */
  readonly alone: boolean;
}

/** What makes objects of an application from one seed: it counts them, and knows how each is made. */
export class FactoryEngine {
  readonly runtime: Runtime;
  readonly model: ApplicationModel;
  readonly drawer: ValueDrawer;
  readonly #context: EngineContext;
  readonly #seed: string | number;
  readonly #recipes = new Map<string, Recipe>();
  readonly #next = new Map<string, number>();
  readonly #checked = new Map<string, Promise<boolean>>();

  constructor(context: EngineContext, seed: string | number) {
    this.runtime = context.runtime;
    this.model = context.runtime.model;
    this.drawer = new ValueDrawer(new Map());
    this.#context = context;
    this.#seed = seed;
  }

  recipe(manager: ManagerModel): Recipe {
    const { sources, options } = this.#context;
    const known = this.#recipes.get(manager.name);
    if (known) return known;
    const made = recipeOf({ model: this.model, sources, seed: this.#seed, reference: options.referenceDate }, manager);
    this.#recipes.set(manager.name, made);
    return made;
  }

  /** The recipe of the object with a number: of an abstract class, that of one of the classes below. */
  concrete(manager: ManagerModel, index: number): Recipe | undefined {
    const { inheritance } = manager;
    const own = this.recipe(manager);
    if (!inheritance?.abstract) return own;
    const recipes = inheritance.concrete.map((name) => this.recipe(managerNamed(this.model, name)));
    return recipes.length === 0 ? undefined : this.drawer.random(hashOf(this.#seed, manager.name, 'class'), index).pick(recipes);
  }

  /** The number of the first of some objects that are made now. */
  take(series: string, count: number, start?: number): number {
    const from = start ?? this.#next.get(series) ?? 0;
    this.#next.set(series, Math.max(this.#next.get(series) ?? 0, from + count));
    return from;
  }

  /** What the definition of a manager's factory says, and some of its traits. */
  settings(manager: ManagerModel, traits: readonly string[], own?: FactoryDefinition): Settings {
    const definition = own ?? this.#context.definitions.get(manager.name);
    const { nulls } = this.#context.options;
    const base = merged(NO_SETTINGS, { nulls, ...(definition && settingsOf(definition)) });
    return traits.reduce((settings, trait) => {
      const part = definition?.traits?.[trait];
      if (!part || !Object.hasOwn(definition.traits, trait)) throw UnknownTrait.create({ manager: manager.name, trait });
      return merged(settings, part);
    }, base);
  }

  /** Some object that is there. */
  async anyOf(manager: ManagerModel): Promise<Made | undefined> {
    const [first] = await readMade(this.runtime, manager, { first: 1 });
    return first;
  }

  /** How many objects of a manager's series there are. */
  async totalOf({ series }: Recipe): Promise<number> {
    const request = { select: { fields: [], relations: [] }, page: { first: 0 }, total: true };
    const { total = 0 } = await this.runtime.read(managerNamed(this.model, series), request, FACTORY);
    return total;
  }

  /** What was given for a relation to many. */
  manyOf(draft: Draft, field: RelationField, settings: Settings): readonly Made[] {
    const { manager } = draft.recipe;
    const given = this.drawer.given(
      draft,
      field.name,
      hashOf(this.#seed, manager.name, field.name),
      settings,
      (name) => draft.values[name],
    );
    const items: readonly unknown[] = given === undefined || given === null ? [] : Array.isArray(given) ? given : [given];
    return items.map((item) => (isMade(item) ? item : madeOf(this.model, manager, field, item)));
  }

  /** Whether rules or validators say anything of a manager's objects. */
  async isChecked({ manager }: Recipe): Promise<boolean> {
    const known = this.#checked.get(manager.name) ?? this.#isChecked(manager);
    this.#checked.set(manager.name, known);
    return known;
  }

  async #isChecked(manager: ManagerModel): Promise<boolean> {
    if (manager.rules.length > 0) return true;
    for (const validator of this.#context.validators) if (!validator.concerns || (await validator.concerns(manager))) return true;
    return false;
  }

  /** What rules and validators say of an object that is not stored. */
  async violations(draft: Draft): Promise<readonly Violation[]> {
    const { manager } = draft.recipe;
    const object = this.instance(draft);
    const named = new Set([...Object.keys(draft.values), ...Object.keys(draft.links)]);
    const found: Violation[] = [];
    for (const rule of manager.rules) {
      const isKnown = (rule.needs ?? []).every((path) => draft.links[path.split('.')[0] ?? '']?.object !== undefined);
      if (isKnown && !(rule.on && !rule.on.includes('create')))
        found.push(...(await brokenBy(manager, rule, { operation: 'create', after: object, actor: null })));
    }
    for (const validator of this.#context.validators) {
      found.push(...(await validator.validate({ manager, object, operation: 'create', named, caller: FACTORY })));
    }
    return found;
  }

  /** A draft as an object of its class. */
  instance({ recipe, values, links }: Draft): object {
    const { manager } = recipe;
    const leads = recipe.links.map(({ field, refersTo }): readonly [string, object | readonly unknown[] | null] => {
      const made = links[field.name];
      return [field.name, made ? (made.object ?? referenceTo(made, refersTo)) : null];
    });
    return instanceOf(manager, values, Object.fromEntries(leads.filter(([name]) => links[name] !== undefined)));
  }

  /** Whether objects of a manager, or of a class below it, can be stored. */
  isStorable(manager: ManagerModel): boolean {
    const { abstract = false, concrete = [] } = manager.inheritance ?? {};
    return abstract ? concrete.some((name) => this.recipe(managerNamed(this.model, name)).storable) : this.recipe(manager).storable;
  }

  /** Why objects of a manager cannot be stored in bulk; undefined where they can. */
  refusesFill(manager: ManagerModel): string | undefined {
    if (!manager.adapter.fill || !this.isStorable(manager)) return 'its source does not take them';
    if (manager.lifecycle.history) return 'their history would lack them';
    return manager.rules.some(({ needs = [] }) => needs.length > 0) ? 'a rule of theirs has to load related objects' : undefined;
  }

  /** Many-to-many relations that a manager's objects keep, where the links are no objects of their own. */
  linksOf(manager: ManagerModel): readonly RelationField[] {
    const { others, facts } = this.recipe(manager);
    return others.filter(
      ({ name, cardinality, owner }) => cardinality === 'many' && owner && facts.fields.get(name)?.linkedByClass !== true,
    );
  }

  /** The managers to which objects of a manager are linked before they are stored. */
  parentsOf(manager: ManagerModel): readonly ParentRelation[] {
    const { links, unique } = this.recipe(manager);
    return links.map(({ field, required }) => ({
      name: field.name,
      target: targetOf(this.model, field),
      required,
      alone: unique.some(({ fields }) => fields.length === 1 && fields[0] === field.name),
    }));
  }
}

const settingsOf = ({ values, with: wanted, params, nulls }: FactoryDefinition): Partial<Settings> => ({
  ...(values && { values }),
  ...(wanted && { with: wanted }),
  ...(params && { params }),
  ...(nulls !== undefined && { nulls }),
});

function instanceOf(
  manager: ManagerModel,
  values: Readonly<Record<string, unknown>>,
  links: Parameters<NonNullable<InterfaceAdapter['instance']>>[2],
): object {
  const made = manager.adapter.instance?.(manager, values, links);
  if (made) return made;
  const { prototype } = manager.target as { readonly prototype?: object };
  return Object.assign(Object.create(prototype ?? Object.prototype) as object, values, links);
}
