import type { Made } from './draft.js';
import type { FactoryEngine } from './engine.js';
import type { Pools } from './link-drafts.js';
import { Maker, type MakeRequest } from './maker.js';

/** Makes the objects that many others are going to share: some for each relation that has to lead somewhere. */
export async function poolsFor(engine: FactoryEngine, request: MakeRequest, size: number): Promise<Pools> {
  const { manager, settings } = request;
  const pools = new Map<string, readonly Made[]>();
  const relations = engine.parentsOf(manager);
  for (const { target, required, alone, name } of relations) {
    const isGiven = settings.values[name] !== undefined || settings.with[name] !== undefined;
    // What leads to objects of its own kind, or alone to its object, is made with it.
    if (!required || alone || isGiven || target === manager || pools.has(target.name)) continue;
    // Where another relation leads there one to one, there has to be one for each.
    const isShort = relations.some((other) => other.alone && other.required && other.target === target);
    pools.set(target.name, await poolOf(engine, { ...request, manager: target, count: isShort ? request.count : size }));
  }
  return pools;
}

async function poolOf(engine: FactoryEngine, request: MakeRequest): Promise<readonly Made[]> {
  const { waiting = [], manager, count, store } = request;
  const settings = engine.settings(manager, []);
  const own: MakeRequest = { manager, count, settings, store, parents: store, waiting: [...waiting, manager.name] };
  if (waiting.includes(manager.name)) return [];
  const pools = await poolsFor(engine, own, Math.max(Math.ceil(count / 10), Math.min(count, 10)));
  return new Maker(engine).make({ ...own, waiting, pools });
}
