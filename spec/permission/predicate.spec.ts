import { expect } from 'chai';
import * as fc from 'fast-check';
import { actor, definePredicate, deny, everyone, not, where, type ActorReference, type PermissionRule } from 'general-manager/decorators';
import { Evaluator } from '../../lib/permission/evaluate.js';
import { Policies } from '../../lib/permission/policies.js';
import { SHELVES, thingRows, VAULTS } from '../reads/support/rows.js';
import { openStore, Thing, type Store } from '../reads/support/shelf.js';
import { swapPolicies } from './support/swap-policies.js';

const divisible = definePredicate<Thing, [by: number | ActorReference]>({
  name: 'divisible',
  fields: ['size'],
  args: ['bigint'],
  sql: ({ size }, [by]) => `${size} % ${by} = 0`,
  test: ({ size }, [by]) => (size === null ? undefined : Number(size) % Number(by) === 0),
});

const nothing = definePredicate<Thing>({ name: 'nothing', fields: [], args: [], sql: () => 'null::boolean', test: () => undefined });

describe('permission: predicates', () => {
  let store: Store;
  before(async () => {
    store = await openStore('predicates');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
  });
  after(async () => store.close());

  const RULES: readonly PermissionRule[] = [
    divisible(2),
    not(divisible(2)),
    divisible(actor('by')),
    [everyone(), deny(divisible(actor('by')))],
    [everyone(), deny(nothing())],
    where({ shelf: { things: { some: { size: 2 } } } }),
  ];

  it('decide alike in SQL and in memory', async () => {
    const property = fc.asyncProperty(
      thingRows,
      fc.constantFrom(...RULES),
      fc.constantFrom<object>({ by: 2 }, { by: 3 }, {}, { by: null }),
      async (rows, read, who) => {
        await store.fill('thing', rows);
        const gm = await store.boot({ plugins: [swapPolicies({ Thing: { read } })] });
        const manager = gm.model.managers.get('Thing');
        if (!manager) throw new Error('no manager');
        const { where: condition, decision } = new Policies(gm.model).access(manager, 'read', who);
        const things = await store.orm.em.fork().find(Thing, {}, { populate: ['shelf', 'shelf.things'], orderBy: { id: 'asc' } });
        const expected = things.filter((thing) => new Evaluator(gm.model).truth(condition, thing) === true).map(({ id }) => id);
        expect(decision.allowed ? await gm.as(who).manager(Thing).values('id') : []).to.deep.equal(expected);
      },
    );
    await fc.assert(property, { seed: 5, numRuns: 40 });
  });

  it('show in words', async () => {
    const gm = await store.boot({ plugins: [swapPolicies({ Thing: { read: divisible(actor('by')) } })] });
    expect(gm.introspect().managers.find(({ name }) => name === 'Thing')?.policy.read).to.equal('divisible("actor.by")');
    await store.fill('thing', [{ id: 1, size: 4 }]);
    const { allowed, allow } = await gm.explain({ by: 2 }, 'read', Thing, 1);
    expect([allowed, allow[0]?.parts]).to.deep.equal([true, [{ rule: 'divisible(2)', truth: 'true' }]]);
  });

  it('are refused where they do not fit', async () => {
    const faulty: readonly PermissionRule[] = [
      { kind: 'predicate', predicate: { ...odd, fields: ['nope'] }, args: [] },
      { kind: 'predicate', predicate: { ...odd, fields: ['shelf'] }, args: [] },
      { kind: 'predicate', predicate: { ...odd, args: ['int'] }, args: [] },
    ];
    for (const read of faulty) {
      const codes = await store.boot({ plugins: [swapPolicies({ Thing: { read } })] }).then(
        () => 'booted',
        (error: { problems: { code: string }[] }) => error.problems.map(({ code }) => code),
      );
      expect(codes).to.deep.equal(['GM_PERM_INVALID_PREDICATE']);
    }
  });

  const odd = { name: 'odd', fields: [], args: [], sql: () => 'true', test: () => true };
});
