import { expect } from 'chai';
import { actor, definePredicate, deny, everyone, not, where, type ActorReference, type PermissionRule } from 'general-manager/decorators';
import type { Application } from 'general-manager';
import { managerNamed } from '../../lib/model/lookup.js';
import { Policies } from '../../lib/permission/policies.js';
import { openStore, Thing, type Store } from '../reads/support/shelf.js';
import { swapPolicies } from './support/swap-policies.js';

/** Half of a pair, which the driver sends as U+FFFD. */
const HALF = '\ud83d';
const REPLACEMENT = '\ufffd';

const called = definePredicate<Thing, [ActorReference]>({
  name: 'called',
  fields: ['label'],
  args: ['text'],
  sql: ({ label }, [name]) => `${label} = ${name}`,
  test: ({ label }, [name]) => label === name,
});

describe('permission: halves of surrogate pairs', () => {
  let store: Store;
  before(async () => {
    store = await openStore('surrogates');
    await store.fill('thing', [
      { id: 1, label: REPLACEMENT, tags: `{${REPLACEMENT}}` },
      { id: 2, label: '😀', tags: '{😀}' },
    ]);
  });
  after(async () => store.close());

  const boot = async (read: PermissionRule): Promise<Application> => store.boot({ plugins: [swapPolicies({ Thing: { read } })] });
  const seenBy = async (gm: Application, name: unknown): Promise<unknown> =>
    gm
      .as({ name, names: [name] })
      .manager(Thing)
      .sort('id')
      .values('id')
      .catch((error: { code: string }) => error.code);

  it('of an actor are unknown: they let in nobody, and deny', async () => {
    const rules: readonly PermissionRule[] = [
      where({ label: actor('name') }),
      not(where({ label: actor('name') })),
      where({ label: { in: actor('names') } }),
      where({ tags: { has: actor('name') } }),
      called(actor('name')),
      [everyone(), deny(where({ label: actor('name') }))],
    ];
    for (const rule of rules) {
      const gm = await boot(rule);
      for (const name of [HALF, `a${HALF}`, `${HALF}${HALF}`, '\ude00', '\u0000'])
        expect(await seenBy(gm, name)).to.equal('GM_PERM_FORBIDDEN');
      expect(await seenBy(gm, '😀'))
        .to.be.an('array')
        .with.lengthOf(1);
      expect(await seenBy(gm, REPLACEMENT))
        .to.be.an('array')
        .with.lengthOf(1);
    }
  });

  it('of rules are a problem of the boot', async () => {
    for (const label of [HALF, { startsWith: HALF }, { in: ['a', HALF] }]) {
      const codes = await boot(where({ label })).then(
        () => 'booted',
        (error: { problems: { code: string }[] }) => error.problems.map(({ code }) => code),
      );
      expect(codes).to.deep.equal(['GM_PERM_INVALID_CONDITION']);
    }
  });

  it('of filters are refused', async () => {
    const things = (await boot(everyone())).as(null).manager('Thing');
    for (const filter of [{ label: HALF }, { tags: { has: HALF } }, { facts: { path: [HALF], eq: 1 } }, { facts: { eq: { [HALF]: 1 } } }]) {
      const refused = await things
        .filter(filter)
        .count()
        .catch((error: { code: string }) => error.code);
      expect(refused, JSON.stringify(filter)).to.equal('GM_READ_INVALID_OPERAND');
    }
  });

  it('of what is written are unknown, since the database stores something else', async () => {
    const rule = deny(where<Thing>({ label: REPLACEMENT }));
    const gm = await store.boot({ plugins: [swapPolicies({ Thing: { read: everyone(), update: [everyone(), rule] } })] });
    const decide = (label: string): boolean => {
      const thing = Object.assign(Object.create(Thing.prototype) as Thing, { id: 2, label });
      return new Policies(gm.model).decide(managerNamed(gm.model, 'Thing'), 'update', null, { before: thing, after: thing }).allowed;
    };
    expect([decide('😀'), decide(REPLACEMENT), decide(HALF)]).to.deep.equal([true, false, false]);
  });
});
