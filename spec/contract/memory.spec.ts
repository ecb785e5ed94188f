import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  LocalExecutor,
  type ApplicationModel,
  type Declaration,
  type InterfaceAdapter,
  type InterfaceDescription,
  type ManagerModel,
  type PageResult,
  type ReadPlan,
  type ReadRequest,
  type Runtime,
  type UpstreamObserver,
} from 'general-manager/plugin';
import { databaseAdapter } from '../../integrations/mikro-orm/index.js';
import { bootCore } from '../../lib/plugin.js';
import { difference, plain } from '../../integrations/testing/contract/plain.js';
import { acting, request, walk } from './support/requests.js';
import { fill, world } from './support/rows.js';
import { objectsIn, openContractStore, type ContractStore } from './support/stores.js';

const SEED = Number(process.env['CONTRACT_SEED'] ?? 271828);
const RUNS = Number(process.env['CONTRACT_RUNS'] ?? 6);

/** Describes entities as their database does, and reads all plans from objects in memory. */
class MemoryAdapter implements InterfaceAdapter {
  readonly name = 'database';
  readonly #store: ContractStore;
  readonly #database: InterfaceAdapter;
  #executor: LocalExecutor | undefined;
  #objects: Promise<ReadonlyMap<string, readonly object[]>> | undefined;

  constructor(store: ContractStore) {
    this.#store = store;
    this.#database = databaseAdapter(store.orm);
  }

  discover(): readonly object[] {
    return this.#database.discover();
  }

  owns(target: object): boolean {
    return this.#database.owns(target);
  }

  describe(target: object, declaration: Declaration): InterfaceDescription {
    return this.#database.describe(target, declaration);
  }

  attach(managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel, observer: UpstreamObserver): void {
    this.#database.attach?.(managers, model, observer);
    this.#executor = new LocalExecutor(model);
  }

  storedForm(manager: ManagerModel, path: readonly string[]): ReturnType<NonNullable<InterfaceAdapter['storedForm']>> {
    return this.#database.storedForm?.(manager, path);
  }

  async write(): Promise<never> {
    throw new Error('nothing is written');
  }

  /** What the tables hold is read once for each of their states. */
  forget(): void {
    this.#objects = undefined;
  }

  async read(plan: ReadPlan): Promise<PageResult> {
    this.#objects ??= objectsIn(this.#store);
    const objects = (await this.#objects).get(plan.manager.name) ?? [];
    if (!this.#executor) throw new Error('not attached');
    return this.#executor.execute(plan, objects);
  }
}

describe('contract: the executor in memory', function () {
  this.timeout(300_000);
  let reference: ContractStore;
  let adapter: MemoryAdapter;
  let memory: Runtime;

  before(async () => {
    reference = await openContractStore('postgresql');
    adapter = new MemoryAdapter(reference);
    const { runtime, problems } = bootCore({ adapters: [adapter], secret: 'contract' });
    expect(problems).to.deep.equal([]);
    memory = runtime;
  });
  after(async () => reference?.close());

  const answer = async (runtime: Runtime, name: string, asked: ReadRequest, actor: object | null): Promise<unknown> => {
    const manager = runtime.model.managers.get(name);
    if (!manager) throw new Error(`no manager ${name}`);
    return runtime.read(manager, asked, { actor }).then(plain, (error: { code?: string }) => error.code);
  };

  it('answers like the executor of PostgreSQL', async () => {
    const asked = fc.array(fc.tuple(request, acting), { minLength: 60, maxLength: 60 });
    let [rows, groups] = [0, 0];
    await fc.assert(
      fc.asyncProperty(world, asked, async (content, requests) => {
        await fill(reference, content);
        adapter.forget();
        for (const [[manager, each], actor] of requests) {
          const found = await answer(memory, manager, each, actor);
          const differing = difference(found, await answer(reference.runtime, manager, each, actor));
          expect(differing, fc.stringify([manager, each, actor])).to.equal(undefined);
          rows += (found as { rows?: readonly unknown[] }).rows?.length ?? 0;
          groups += (found as { groups?: readonly unknown[] }).groups?.length ?? 0;
        }
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
    expect(rows / RUNS, 'rows that were compared').to.be.greaterThan(20);
    expect(groups / RUNS, 'groups that were compared').to.be.greaterThan(10);
  });

  it('walks pages like the executor of PostgreSQL', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.array(fc.tuple(walk, acting), { minLength: 8, maxLength: 8 }), async (content, walks) => {
        await fill(reference, content);
        adapter.forget();
        for (const [{ sort, filter, size, reverse }, actor] of walks) {
          const pages = async (runtime: Runtime): Promise<unknown> => {
            const item = runtime.model.managers.get('Item');
            if (!item) throw new Error('no manager');
            const found: unknown[] = [];
            let cursor: string | undefined;
            for (;;) {
              const select = { fields: ['id'], relations: [] };
              const page = reverse ? { last: size, before: cursor } : { first: size, after: cursor };
              const result = await runtime.read(item, { select, sort, filter, positions: true, page }, { actor });
              found.push(plain(result));
              if (!(reverse ? result.hasPrevious : result.hasNext)) return found;
              cursor = runtime.cursor(result, reverse ? 0 : result.rows.length - 1, { actor });
            }
          };
          const codeOf = (error: { code?: string }): unknown => error.code;
          const differing = difference(await pages(memory).catch(codeOf), await pages(reference.runtime).catch(codeOf));
          expect(differing, fc.stringify([sort, filter, size, reverse])).to.equal(undefined);
        }
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  });
});
