import { expect } from 'chai';
import * as fc from 'fast-check';
import type { ExplainedRule, Explanation } from 'general-manager';
import { actor, anyOf, deny, not, nobody, require, role, where } from 'general-manager/decorators';
import { SHELVES, thingRows, VAULTS } from '../reads/support/rows.js';
import { openStore, Thing, type Store } from '../reads/support/shelf.js';
import { acting, permission } from './support/rules.js';
import { swapPolicies } from './support/swap-policies.js';

const SEED = 1618;

describe('permission: explain', () => {
  let store: Store;

  before(async () => {
    store = await openStore('explain');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
    await store.fill('thing', [
      { id: 1, label: 'a', size: 3, shelf_id: 1 },
      { id: 2, label: null, size: -1, shelf_id: 3 },
    ]);
  });
  after(async () => store.close());

  const explain = async (read: object, id: unknown, who: object | null): Promise<Explanation> => {
    const gm = await store.boot({ plugins: [swapPolicies({ Thing: { read } })] });
    return gm.explain(who, 'read', Thing, id);
  };

  it('tells which rule decided, on which values', async () => {
    const rules = [
      anyOf(role('clerk'), where({ label: 'a', shelf: { floor: { in: actor('floors') } } })),
      deny(where({ size: { lt: actor('smallest') } })),
      require(not(where({ mood: 'wild' }))),
    ];
    const ada = { floors: [1], roles: ['guest'], smallest: 0 };
    expect(await explain(rules, 1, ada)).to.deep.equal({
      manager: 'Thing',
      operation: 'read',
      allowed: false,
      found: true,
      policy:
        'anyOf(role(clerk), where({"label":"a","shelf":{"floor":{"in":"actor.floors"}}})), require not(where({"mood":"wild"})), deny where({"size":{"lt":"actor.smallest"}})',
      allow: [
        {
          rule: 'anyOf(role(clerk), where({"label":"a","shelf":{"floor":{"in":"actor.floors"}}}))',
          truth: 'true',
          parts: [
            { rule: 'role(clerk)', truth: 'false', value: ['guest'] },
            {
              rule: 'where({"label":"a","shelf":{"floor":{"in":"actor.floors"}}})',
              truth: 'true',
              parts: [
                {
                  rule: 'label eq "a" and some shelf: floor in "actor.floors"',
                  truth: 'true',
                  parts: [
                    { rule: 'label eq "a"', truth: 'true', value: 'a' },
                    { rule: 'some shelf: floor in [1]', truth: 'true' },
                  ],
                },
              ],
            },
          ],
        },
      ],
      deny: [
        {
          rule: 'where({"size":{"lt":"actor.smallest"}})',
          truth: 'false',
          parts: [{ rule: 'size lt 0', truth: 'false', value: 3 }],
        },
      ],
      require: [
        {
          rule: 'not(where({"mood":"wild"}))',
          truth: 'unknown',
          parts: [
            {
              rule: 'where({"mood":"wild"})',
              truth: 'unknown',
              parts: [{ rule: 'mood eq "wild"', truth: 'unknown', value: null }],
            },
          ],
        },
      ],
    });
  });

  it('tells of attributes that are missing, and of objects that are', async () => {
    const rules = [where({ size: { gte: actor('smallest') } })];
    const missing = await explain(rules, 1, {});
    expect(missing).to.deep.include({ allowed: false, found: true });
    expect(missing.allow[0]?.parts?.[0]).to.deep.equal({ rule: 'size gte "actor.smallest"', truth: 'unknown' });
    expect(await explain(rules, 99, { smallest: 1 })).to.deep.include({ allowed: false, found: false });
    expect(await explain([nobody()], 1, null)).to.deep.include({ allowed: false, found: true, policy: 'nobody' });
  });

  it('refuses malformed keys and unknown managers', async () => {
    const codes = await Promise.all([
      store.gm.explain(null, 'read', Thing, 'x').catch((error: { code: string }) => error.code),
      store.gm.explain(null, 'read', 'Nope', 1).catch((error: { code: string }) => error.code),
    ]);
    expect(codes).to.deep.equal(['GM_READ_INVALID_KEY', 'GM_READ_UNKNOWN_MANAGER']);
  });

  it('agrees with what is read, for whatever policy and actor', async function () {
    this.timeout(60_000);
    let allowed = 0;
    const property = fc.asyncProperty(
      thingRows,
      fc.array(fc.tuple(permission, acting), { minLength: 3, maxLength: 3 }),
      async (rows, tried) => {
        await store.fill('thing', rows);
        for (const [read, who] of tried) {
          const gm = await store.boot({ plugins: [swapPolicies({ Thing: { read } })] }).catch(() => undefined);
          if (!gm) continue;
          const seen: readonly unknown[] = await gm
            .as(who)
            .manager(Thing)
            .values('id')
            .catch(() => []);
          for (const { id } of rows.slice(0, 5)) {
            const explanation = await gm.explain(who, 'read', Thing, id);
            expect(explanation.allowed, fc.stringify([read, who, id])).to.equal(seen.includes(id));
            expect(partsOf(explanation).every(({ truth }) => ['true', 'false', 'unknown'].includes(truth))).to.equal(true);
            if (explanation.allowed) allowed += 1;
          }
        }
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: 15 });
    expect(allowed).to.be.above(10);
  });

  const partsOf = ({ allow, deny: denied, require: required }: Explanation): readonly ExplainedRule[] => [...allow, ...denied, ...required];
});
