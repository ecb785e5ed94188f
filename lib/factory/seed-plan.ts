import { InvalidSeedTarget } from '../error/factory-errors.js';
import { managerNamed } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import { FACTORY, type FactoryEngine } from './engine.js';
import { seededBy, seedOrder } from './seed-order.js';

/** How many objects there shall be. */
export interface SeedTargets {
  /** Of every manager. Default: only those that are named, and what they need. */
  readonly count?: number;
  /** Of managers by name. */
  readonly managers?: Readonly<Record<string, number>>;
}

/** What is to be done for one manager. */
export interface SeedStep {
  readonly manager: string;
  /** Objects that are there. */
  readonly there: number;
  /** Objects that are missing. */
  readonly missing: number;
  /** Whether they are inserted in bulk, or go through the write pipeline one batch after the other. */
  readonly how: 'bulk' | 'pipeline';
}

/** Objects that are needed by many are shared by so many. */
const SHARE = 10;

/**
 * Finds out how many objects of which manager are missing, in the order in which they are made.
 *
 * @throws GM_SEED_INVALID_TARGET, GM_READ_UNKNOWN_MANAGER, GM_FACTORY_CYCLE
 */
export async function planSeed(engine: FactoryEngine, targets: SeedTargets): Promise<readonly SeedStep[]> {
  const wanted = wantedOf(engine, targets);
  const steps: SeedStep[] = [];
  for (const manager of seedOrder(engine, [...wanted.keys()])) {
    if (!wanted.has(manager) || !engine.isStorable(manager)) continue;
    const there = await countOf(engine, manager);
    const missing = Math.max(0, (wanted.get(manager) ?? 0) - there);
    steps.push({ manager: manager.name, there, missing, how: engine.refusesFill(manager) === undefined ? 'bulk' : 'pipeline' });
  }
  return steps;
}

function wantedOf(engine: FactoryEngine, { count, managers = {} }: SeedTargets): ReadonlyMap<ManagerModel, number> {
  const wanted = new Map<ManagerModel, number>();
  const want = (manager: ManagerModel, some: number): void => {
    const each = seededBy(engine, manager);
    const share = Math.ceil(some / Math.max(1, each.length));
    for (const one of each) wanted.set(one, Math.max(wanted.get(one) ?? 0, each.length === 1 ? some : share));
  };
  if (count !== undefined)
    for (const manager of engine.model.managers.values()) if (!manager.inheritance?.abstract) want(manager, whole('count', count));
  for (const [name, some] of Object.entries(managers)) {
    const manager = managerNamed(engine.model, name);
    for (const each of seededBy(engine, manager)) wanted.delete(each);
    want(manager, whole(name, some));
  }
  // A map gives what is added while it is walked, too.
  for (const [manager, some] of wanted) {
    for (const { target, required, alone } of engine.parentsOf(manager)) {
      const needed = alone ? some : Math.max(Math.ceil(some / SHARE), Math.min(some, SHARE));
      const isNamed = seededBy(engine, target).some((each) => wanted.has(each) && (count !== undefined || each.name in managers));
      if (required && some > 0 && !isNamed) want(target, needed);
    }
  }
  return wanted;
}

function whole(name: string, count: number): number {
  if (!Number.isSafeInteger(count) || count < 0) throw InvalidSeedTarget.create({ target: `${name}=${count}` });
  return count;
}

/** The objects of exactly one class. */
async function countOf(engine: FactoryEngine, manager: ManagerModel): Promise<number> {
  const below = (manager.inheritance?.concrete ?? []).filter((name) => name !== manager.name);
  let count = await totalOf(engine, manager);
  const { model } = engine;
  // Those of the classes right below count those further down.
  for (const name of below) {
    const other = managerNamed(model, name);
    const isDeeper = below.some((each) => each !== name && managerNamed(model, each).inheritance?.concrete.includes(name));
    if (!isDeeper) count -= await totalOf(engine, other);
  }
  return count;
}

/** The objects of a manager, those of classes below it included. */
export async function totalOf({ runtime }: FactoryEngine, manager: ManagerModel): Promise<number> {
  const request = { select: { fields: [], relations: [] }, page: { first: 0 }, total: true };
  const { total = 0 } = await runtime.read(manager, request, FACTORY);
  return total;
}
