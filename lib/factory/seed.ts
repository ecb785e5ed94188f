import { InvalidFactoryOption } from '../error/factory-errors.js';
import { managerNamed, targetOf } from '../model/lookup.js';
import type { RelationField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Made } from './draft.js';
import { FACTORY, type FactoryEngine } from './engine.js';
import { FillStore } from './fill-store.js';
import { Maker } from './maker.js';
import { PipelineStore } from './pipeline-store.js';
import type { Random } from './random.js';
import { readMade } from './read-made.js';
import { planSeed, totalOf, type SeedStep, type SeedTargets } from './seed-plan.js';
import { merged } from './settings.js';
import type { ObjectStore } from './store.js';

/** How a database is seeded. */
export interface SeedOptions extends SeedTargets {
  /** Default: that of the application's factories. */
  readonly seed?: string | number;
  /** Objects that are stored at once. Default: 1,000. */
  readonly batch?: number;
  /** Only finds out what is missing. Default: false. */
  readonly dryRun?: boolean;
  /** Told after each batch. */
  readonly onProgress?: (progress: SeedProgress) => void;
  /** Ends the seeding between two batches. */
  readonly signal?: AbortSignal;
}

/** How far the seeding of one manager is. */
export interface SeedProgress {
  readonly manager: string;
  readonly made: number;
  readonly missing: number;
}

/** Objects of a manager that others are linked to. */
const POOL = 10_000;
/** Links of a many-to-many relation at most. */
const LINKS = 3;

/**
 * Makes objects until there are as many of each manager as are wanted. What is there already counts, so that a run that was cut off goes on where it
 * ended: each batch is stored as a whole, and the object with a number is always the same.
 */
export async function seedManagers(engine: FactoryEngine, options: SeedOptions): Promise<readonly SeedStep[]> {
  const { batch = 1000, dryRun = false } = options;
  if (!Number.isSafeInteger(batch) || batch < 1) throw InvalidFactoryOption.create({ option: 'batch', expected: 'a whole number from 1' });
  const steps = await planSeed(engine, options);
  if (!dryRun)
    for (const step of steps)
      if (step.missing > 0) await new ManagerSeeder(engine, managerNamed(engine.model, step.manager), batch).seed(step, options);
  return steps;
}

/** Objects up to the next power of ten: the first ones are few, so that the others have something to lead to. */
const beforeNext = (index: number): number => (index < 10 ? 10 : 10 ** Math.floor(Math.log10(index) + 1)) - index;

/** Makes the missing objects of one manager. */
class ManagerSeeder {
  readonly #engine: FactoryEngine;
  readonly #manager: ManagerModel;
  readonly #store: ObjectStore;
  readonly #pools = new Map<string, readonly Made[]>();

  constructor(engine: FactoryEngine, manager: ManagerModel, batch: number) {
    this.#engine = engine;
    this.#manager = manager;
    const beneath = new FillStore(batch);
    const { runtime } = engine;
    this.#store =
      engine.refusesFill(manager) === undefined
        ? beneath
        : new PipelineStore({ runtime, caller: FACTORY, control: { reason: 'seed' }, select: () => undefined, beneath, batch });
  }

  async seed({ manager, missing }: SeedStep, { onProgress, signal }: SeedOptions): Promise<void> {
    const start = await this.#start();
    await this.#fillPools();
    const { batch } = this.#store;
    for (let made = 0; made < missing;) {
      signal?.throwIfAborted();
      await this.#fillOwnPool(start + made);
      const count = Math.min(batch, missing - made, this.#isTree ? beforeNext(start + made) : batch);
      await new Maker(this.#engine).make({
        manager: this.#manager,
        count,
        start: start + made,
        settings: merged(this.#engine.settings(this.#manager, []), { values: this.#links() }),
        store: this.#store,
        parents: this.#store,
        pools: this.#pools,
      });
      made += count;
      onProgress?.({ manager, made, missing });
    }
  }

  /** Objects of a hierarchy are counted together: they share what is unique. */
  async #start(): Promise<number> {
    return totalOf(this.#engine, managerNamed(this.#engine.model, this.#engine.recipe(this.#manager).series));
  }

  async #fillPools(): Promise<void> {
    for (const { target } of this.#relations())
      if (target !== this.#manager.name && !this.#pools.has(target)) this.#pools.set(target, await this.#read(target, POOL));
  }

  /** Objects that lead to others of their own kind lead to earlier ones. */
  async #fillOwnPool(there: number): Promise<void> {
    const { name } = this.#manager;
    if (!this.#isTree) return;
    const known = this.#pools.get(name)?.length ?? 0;
    const wanted = Math.min(there, this.#store.batch);
    if (known < wanted) this.#pools.set(name, await this.#read(name, wanted));
  }

  async #read(name: string, first: number): Promise<readonly Made[]> {
    return readMade(this.#engine.runtime, managerNamed(this.#engine.model, name), { first });
  }

  /** Many-to-many links to what is there, where they are no objects of their own. */
  #links(): Readonly<Record<string, unknown>> {
    const fields = this.#engine.linksOf(this.#manager);
    return Object.fromEntries(fields.map((field) => [field.name, ({ random }: { readonly random: Random }) => this.#some(field, random)]));
  }

  #some(field: RelationField, random: Random): readonly Made[] {
    const pool = this.#pools.get(targetOf(this.#engine.model, field).name) ?? [];
    if (pool.length === 0) return [];
    return [...new Set(Array.from({ length: random.int(0, LINKS) }, () => random.pick(pool)))];
  }

  /** Whether objects lead to others of their own kind. */
  get #isTree(): boolean {
    return this.#relations().some(({ target }) => target === this.#manager.name);
  }

  /** What is linked to something that is there. */
  #relations(): readonly RelationField[] {
    const { links } = this.#engine.recipe(this.#manager);
    return [...links.map(({ field }) => field), ...this.#engine.linksOf(this.#manager)];
  }
}
