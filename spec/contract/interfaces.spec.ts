import { expect } from 'chai';
import * as fc from 'fast-check';
import { isGeneralManagerError } from 'general-manager';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { field, rest } from 'general-manager/http';
import { expectInterfaceContract, interfaceContract, type ContractOptions } from 'general-manager/testing';
import { databaseAdapter } from '../../integrations/mikro-orm/index.js';
import { serve, type Loopback, type Reply, type Seen } from '../integrations/http/resources/support/api.js';
import { fill, world } from './support/rows.js';
import { objectsIn, openContractStore, type ContractStore } from './support/stores.js';

const SEED = Number(process.env['CONTRACT_SEED'] ?? 271828);

describe('contract: what testing offers for interfaces of others is kept by ours', function () {
  this.timeout(60_000);

  describe('PostgreSQL', () => {
    let store: ContractStore;
    let options: ContractOptions;

    before(async () => {
      store = await openContractStore('postgresql');
      const [content] = fc.sample(world, { seed: SEED, numRuns: 1 });
      if (content) await fill(store, content);
      const objects = Object.fromEntries(await objectsIn(store));
      options = { managers: [], adapters: () => [databaseAdapter(store.orm)], objects, questions: 60, seed: SEED };
    });
    after(async () => store?.close());

    it('keeps everything that it offers to be read', async () => {
      const { checks } = await expectInterfaceContract(options);
      const idle = checks.filter(({ questions }) => questions === 0).map(({ name }) => name);
      expect(idle).to.have.length(5);
      expect(
        idle.every((name) => /makes|changes|removes|unit of work|fails/.test(name)),
        idle.join(),
      ).to.equal(true);
    });
  });

  describe('an HTTP resource', () => {
    interface Task {
      id: number;
      name: string;
      state: string;
      points: number | null;
    }

    const FIRST: readonly Task[] = Array.from({ length: 9 }, (_each, index) => ({
      id: index + 1,
      name: ['wash', 'Wash', 'dry', 'iron 5%'][index % 4] ?? '',
      state: index % 2 === 0 ? 'open' : 'done',
      points: index % 3 === 0 ? null : index % 4,
    }));
    let api: Loopback;
    let stored: Map<number, Task>;
    let isAway = false;
    /** What the upstream gets wrong. */
    let planted: 'nothing' | 'forgets points' | 'changes names' | 'makes two' | 'deletes nothing' = 'nothing';

    const make = (given: Partial<Task>): Task => {
      const made = { id: stored.size + 1, name: '', state: 'open', points: null, ...given };
      stored.set(made.id, made);
      return made;
    };

    const change = (found: Task, given: Partial<Task>): Reply => {
      const changed = { ...found, ...given, ...(planted === 'forgets points' && { points: found.points }) };
      stored.set(found.id, changed);
      if (planted === 'changes names') stored.set(2, { ...(stored.get(2) ?? found), name: 'changed' });
      return { body: changed };
    };

    const answer = ({ method, path, body }: Seen): Reply => {
      if (isAway) return { status: 503, body: {} };
      const given = (body ?? {}) as Partial<Task>;
      if (method === 'POST') {
        if (planted === 'makes two') make(given);
        return { status: 201, body: make(given) };
      }
      if (path === '/tasks') return { body: [...stored.values()] };
      const found = stored.get(Number(/^\/tasks\/(\d+)$/.exec(path)?.[1]));
      if (!found) return { status: 404, body: {} };
      if (method === 'PATCH') return change(found, given);
      if (method === 'DELETE' && planted !== 'deletes nothing') stored.delete(found.id);
      return method === 'DELETE' ? { status: 204 } : { body: found };
    };

    before(async () => {
      api = await serve(answer);
    });
    after(async () => api.close());
    beforeEach(() => {
      planted = 'nothing';
    });

    const options = (): ContractOptions => {
      class Task {}
      Manager()(Task);
      const fields = {
        id: field.id({ type: 'int' }),
        name: field.string(),
        state: field.enum(['open', 'done']),
        points: field.int({ nullable: true }),
      };
      Interface(
        rest<Task & object>({
          baseUrl: api.url,
          path: '/tasks',
          fields,
          whole: true,
          health: { path: '/tasks' },
          retry: false,
          breaker: false,
        }),
      )(Task);
      Permission({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })(Task);
      return {
        managers: [Task],
        objects: { Task: FIRST },
        reset: () => {
          stored = new Map(FIRST.map((task) => [task.id, task]));
        },
        failing: async (run) => {
          isAway = true;
          await run().finally(() => (isAway = false));
        },
        writes: { Task: { create: { name: 'fold', state: 'open', points: 3 }, update: { name: 'dry again', points: 7 }, delete: true } },
        questions: 60,
        seed: SEED,
      };
    };

    it('keeps everything, writes too', async () => {
      const { checks } = await expectInterfaceContract(options());
      for (const { name, questions } of checks.filter((each) => !/relations/.test(each.name))) expect(questions, name).to.be.above(0);
    });

    for (const [fault, promise] of [
      ['forgets points', 'changes what it is told, and nothing else'],
      ['changes names', 'changes what it is told, and nothing else'],
      ['makes two', 'makes objects, with what they are made of'],
      ['deletes nothing', 'removes what it is told, and nothing else'],
    ] as const)
      it(`is found to break it where the upstream ${fault}`, async () => {
        planted = fault;
        const check = interfaceContract(options()).find(({ name }) => name === promise);
        const error: unknown = await check?.run().catch((thrown: unknown) => thrown);
        expect(isGeneralManagerError(error, 'GM_TEST_CONTRACT'), String(error)).to.equal(true);
      });
  });
});
