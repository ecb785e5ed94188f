import { expect } from 'chai';
import * as fc from 'fast-check';
import { GeneralManager } from 'general-manager';
import { databaseSession, MikroOrmAdapter, rowLevelSecurity } from 'general-manager/mikro-orm';
import type { PermissionRule } from 'general-manager/decorators';
import { bootCore } from '../../lib/plugin.js';
import { SHELVES, thingRows, VAULTS } from '../reads/support/rows.js';
import { openStore, type Store } from '../reads/support/shelf.js';
import { asRole, databaseRole, type DatabaseRole } from '../support/database-role.js';
import { acting, permission } from './support/rules.js';
import { swapPolicies } from './support/swap-policies.js';

const SEED = 90125;
const RUNS = Number(process.env['RLS_RUNS'] ?? 16);
const ACTORS = 8;

describe('permission: row-level security', () => {
  let store: Store;
  let role: DatabaseRole;

  before(async () => {
    role = await databaseRole();
    store = await openStore('rls');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
    await role.grant(store.orm);
  });
  after(async () => {
    await store.close();
    await role.drop();
  });

  /** Puts a policy for things into the database; nothing where a boot refuses it, since it can never be true. */
  async function install(read: PermissionRule): Promise<GeneralManager | undefined> {
    const { runtime, problems } = bootCore({ adapters: [new MikroOrmAdapter(store.orm)], plugins: [swapPolicies({ Thing: { read } })] });
    if (problems.length > 0) {
      expect(problems.map(({ code }) => code)).to.deep.equal(['GM_PERM_NEVER_ALLOWED']);
      return undefined;
    }
    const gm = new GeneralManager(runtime);
    await store.query(rowLevelSecurity(gm, { role: role.name }).up.join(';\n'));
    return gm;
  }

  it('shows the rows that reads give, for whatever policy, rows and actor', async function () {
    this.timeout(600_000);
    let cases = 0;
    let telling = 0;
    const policies = fc.array(fc.tuple(permission, fc.array(acting, { minLength: ACTORS, maxLength: ACTORS })), {
      minLength: 3,
      maxLength: 3,
    });
    const property = fc.asyncProperty(thingRows, policies, async (rows, tried) => {
      await store.fill('thing', rows);
      for (const [read, actors] of tried) {
        const gm = await install(read);
        for (const actor of gm ? actors : []) {
          const allowed = gm?.runtime ? await readable(gm, actor) : [];
          const setting = gm && databaseSession(gm, actor).variables['general_manager.actor'];
          const shown = await asRole(store.orm, role.name, setting, 'select id from thing order by id');
          expect(
            shown.map(({ id }) => id),
            fc.stringify([read, actor, setting]),
          ).to.deep.equal(allowed);
          cases += 1;
          if (allowed.length > 0 && allowed.length < rows.length) telling += 1;
        }
        if (gm) expect(await asRole(store.orm, role.name, undefined, 'select id from thing')).to.deep.equal([]);
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS });
    console.log(`      ${cases} cases, ${telling} of them with policies that allow some rows and not others`);
    if (RUNS >= 16) expect(cases).to.be.above(300);
    expect(telling / cases).to.be.above(0.1);
  });

  async function readable(gm: GeneralManager, actor: object | null): Promise<unknown[]> {
    try {
      return (await gm.as(actor).manager('Thing').sort('id').select({ id: true }).all()).map(({ id }) => id);
    } catch (error) {
      // Who may read no row at all is told so.
      expect(error)
        .to.have.property('code')
        .that.matches(/^GM_PERM_(FORBIDDEN|NO_POLICY)$/);
      return [];
    }
  }
});
