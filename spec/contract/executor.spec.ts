import { expect } from 'chai';
import * as fc from 'fast-check';
import type { ReadRequest } from 'general-manager/plugin';
import { difference, plain } from '../../integrations/testing/contract/plain.js';
import { acting, keyOfSlot, keyOfTopic, request, walk } from './support/requests.js';
import { fill, world } from './support/rows.js';
import { openContractStore, unreachable, type ContractStore, type DatabaseName } from './support/stores.js';

const SEED = Number(process.env['CONTRACT_SEED'] ?? 271828);
const RUNS = Number(process.env['CONTRACT_RUNS'] ?? 6);

/** What an executor answers: the result as plain values, or the code of the error. */
async function answer(store: ContractStore, manager: string, asked: ReadRequest, actor: object | null): Promise<unknown> {
  const model = store.runtime.model.managers.get(manager);
  if (!model) throw new Error(`no manager ${manager}`);
  return store.runtime.read(model, asked, { actor }).then(plain, (error: { code?: string }) => error.code);
}

/** Statements of a read: one for the rows of each list or relation, one for each total, one for groups. */
function bound({ select, rows = true, total = false, aggregate }: ReadRequest): number {
  if (aggregate) return 1;
  const selections = [select, ...Object.values(select.variants ?? {})];
  const related = rows ? selections.flatMap(({ relations }) => relations.map(({ request: inner }) => bound(inner))) : [];
  return Number(rows) + Number(total) + related.reduce((sum, each) => sum + each, 0);
}

for (const database of ['sqlite', 'mariadb', 'mysql'] satisfies readonly DatabaseName[]) {
  describe(`contract: the executor of ${database}`, function () {
    this.timeout(300_000);
    let store: ContractStore;
    let reference: ContractStore;

    before(async function () {
      const reason = await unreachable(database);
      if (reason !== undefined) {
        console.log(`      skipped: ${reason}`);
        this.skip();
      }
      [store, reference] = await Promise.all([openContractStore(database), openContractStore('postgresql')]);
    });
    after(async () => {
      await store?.close();
      await reference?.close();
    });

    it('answers like the executor of PostgreSQL, in as many statements as the plan has levels', async () => {
      const asked = fc.array(fc.tuple(request, acting), { minLength: 60, maxLength: 60 });
      let [rows, groups] = [0, 0];
      await fc.assert(
        fc.asyncProperty(world, asked, async (content, requests) => {
          await Promise.all([fill(store, content), fill(reference, content)]);
          for (const [[manager, each], actor] of requests) {
            store.statements();
            const found = await answer(store, manager, each, actor);
            expect(store.statements().length, 'statements').to.be.at.most(bound(each));
            expect(difference(found, await answer(reference, manager, each, actor)), fc.stringify([manager, each, actor])).to.equal(
              undefined,
            );
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
          await Promise.all([fill(store, content), fill(reference, content)]);
          for (const [{ sort, filter, size, reverse }, actor] of walks) {
            const pages = async (from: ContractStore): Promise<unknown> => {
              const item = from.runtime.model.managers.get('Item');
              if (!item) throw new Error('no manager');
              const found: unknown[] = [];
              let cursor: string | undefined;
              for (;;) {
                const asked: ReadRequest = {
                  select: { fields: ['id'], relations: [] },
                  sort,
                  filter,
                  positions: true,
                  page: reverse ? { last: size, before: cursor } : { first: size, after: cursor },
                };
                const page = await from.runtime.read(item, asked, { actor });
                found.push(plain(page));
                if (!(reverse ? page.hasPrevious : page.hasNext)) return found;
                cursor = from.runtime.cursor(page, reverse ? 0 : page.rows.length - 1, { actor });
              }
            };
            const differing = difference(await pages(store).catch(codeOf), await pages(reference).catch(codeOf));
            expect(differing, fc.stringify([sort, filter, size, reverse])).to.equal(undefined);
          }
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
    });

    it('finds objects by their keys, and by nothing that a collation takes for them', async () => {
      await fc.assert(
        fc.asyncProperty(
          world,
          fc.array(keyOfTopic, { maxLength: 6 }),
          fc.array(keyOfSlot, { maxLength: 6 }),
          async (content, topics, slots) => {
            await Promise.all([fill(store, content), fill(reference, content)]);
            const found = async ({ runtime }: ContractStore): Promise<unknown> => {
              const [topic, slot] = [runtime.model.managers.get('Topic'), runtime.model.managers.get('Slot')];
              if (!topic || !slot) throw new Error('no manager');
              const [code, row] = [
                { fields: ['code'], relations: [] },
                { fields: ['row', 'size'], relations: [] },
              ];
              return plain([
                await runtime.readMany(topic, topics, code, { actor: null }),
                await runtime.readMany(slot, slots, row, { actor: null }),
                await Promise.all(topics.map(async (key) => runtime.readOne(topic, key, { select: code }, { actor: null }))),
              ]);
            };
            expect(difference(await found(store), await found(reference))).to.equal(undefined);
          },
        ),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
    });
  });
}

const codeOf = (error: { code?: string }): unknown => error.code;
