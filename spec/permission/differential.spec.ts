import { expect } from 'chai';
import * as fc from 'fast-check';
import { definePlugin, type GeneralManager as Core, type Plugin } from 'general-manager';
import type { PermissionRule } from 'general-manager/decorators';
import { MikroOrmAdapter } from '../../integrations/mikro-orm/index.js';
import { bootCore } from '../../lib/plugin.js';
import { GeneralManager } from '../../lib/index.js';
import { managerNamed } from '../../lib/model/lookup.js';
import { Evaluator } from '../../lib/permission/evaluate.js';
import { policyOf } from '../../lib/permission/policy.js';
import { Policies } from '../../lib/permission/policies.js';
import { SHELVES, thingRows, VAULTS } from '../reads/support/rows.js';
import { openStore, Thing, type Store } from '../reads/support/shelf.js';
import { firstDisagreement, inMemory, type Backends } from './support/backends.js';
import { acting, permission } from './support/rules.js';

const SEED = 90125;
/** Policies times rows times actors: see how many decisions that makes below. */
const RUNS = Number(process.env['PERMISSION_RUNS'] ?? 240);

describe('permission: SQL and memory', () => {
  let store: Store;

  before(async () => {
    store = await openStore('permission');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
  });
  after(async () => store.close());

  /** Boots with another read policy for things. */
  function withPolicy(read: PermissionRule): { readonly gm: Core; readonly policies: Policies } | undefined {
    const swap: Plugin = definePlugin({
      name: 'policy',
      description: 'Another policy for things.',
      hooks: {
        transformModel: ({ model }) => {
          const managers = [...model.managers].map(([name, manager]): [string, typeof manager] => [
            name,
            name === 'Thing' ? { ...manager, policy: policyOf([{ read }]) } : manager,
          ]);
          return { ...model, managers: new Map(managers) };
        },
      },
    });
    const { runtime, problems } = bootCore({ adapters: [new MikroOrmAdapter(store.orm)], plugins: [swap] });
    // Some random policies can never be true, which a boot refuses.
    if (problems.length > 0) {
      expect(problems.map(({ code }) => code)).to.deep.equal(['GM_PERM_NEVER_ALLOWED']);
      return undefined;
    }
    return { gm: new GeneralManager(runtime), policies: new Policies(runtime.model) };
  }

  it('allow the same rows, for whatever policy, rows and actor', async function () {
    this.timeout(600_000);
    let decisions = 0;
    let telling = 0;
    const cases = fc.array(fc.tuple(permission, acting), { minLength: 12, maxLength: 12 });
    const property = fc.asyncProperty(thingRows, cases, async (rows, tried) => {
      await store.fill('thing', rows);
      const things = await store.orm.em
        .fork()
        .find(Thing, {}, { populate: ['shelf', 'shelf.things', 'vault', 'secret'], orderBy: { id: 'asc' } });
      for (const [read, actor] of tried) {
        const booted = withPolicy(read);
        if (!booted) continue;
        const { gm, policies } = booted;
        const { where, decision } = policies.access(managerNamed(gm.model, 'Thing'), 'read', actor);
        const backends: Backends = {
          sql: async () => (decision.allowed ? gm.as(actor).manager(Thing).values('id') : []),
          memory: inMemory(new Evaluator(gm.model), things),
        };
        expect(await firstDisagreement(backends, [{ read, actor, where }]), fc.stringify([read, actor])).to.equal(undefined);
        const allowed = backends.memory({ read, actor, where }).length;
        decisions += things.length;
        if (allowed > 0 && allowed < things.length) telling += things.length;
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS });
    console.log(`      ${decisions} decisions, ${telling} of them by policies that allow some rows and not others`);
    if (RUNS >= 240) expect(decisions).to.be.above(20_000);
    expect(telling / decisions).to.be.above(0.2);
  });
});
