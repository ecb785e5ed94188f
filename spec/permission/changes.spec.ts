import { expect } from 'chai';
import * as fc from 'fast-check';
import { after as afterAll, before as beforeAll } from 'mocha';
import {
  actor,
  after,
  allOf,
  anyOf,
  before,
  changed,
  check,
  delegate,
  deny,
  everyone,
  not,
  role,
  where,
  type PermissionOptions,
  type Rule,
} from 'general-manager/decorators';
import { MikroOrmAdapter } from '../../integrations/mikro-orm/index.js';
import { managerNamed } from '../../lib/model/lookup.js';
import { Policies } from '../../lib/permission/policies.js';
import type { ChangeDecision } from '../../lib/permission/decide.js';
import { bootCore } from '../../lib/plugin.js';
import { SHELVES, thingRows, VAULTS } from '../reads/support/rows.js';
import { openStore, Mood, Thing, type Store } from '../reads/support/shelf.js';
import { inSql, type Case } from './support/backends.js';
import { acting, thingRule } from './support/rules.js';
import { swapPolicies } from './support/swap-policies.js';

type Options = PermissionOptions<Thing>;

describe('permission: changes', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore('changes');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
  });
  afterAll(async () => store.close());

  const booted = (permission: Options): ReturnType<typeof bootCore> =>
    bootCore({ adapters: [new MikroOrmAdapter(store.orm)], plugins: [swapPolicies({ Thing: permission })] });
  const policiesFor = (permission: Options): Policies => {
    const { runtime, problems } = booted(permission);
    expect(problems).to.deep.equal([]);
    return new Policies(runtime.model);
  };
  const problemsOf = (permission: Options): readonly string[] => booted(permission).problems.map(({ code }) => code);

  /** A thing in memory, as an entity would be: everything is there. */
  const thing = (values: object = {}): Thing => {
    const names = [...managerNamed(store.gm.model, 'Thing').fields.keys()];
    return Object.assign(Object.create(Thing.prototype) as Thing, Object.fromEntries(names.map((name) => [name, null])), { id: 1 }, values);
  };
  const decide = (
    permission: Options,
    operation: 'create' | 'update' | 'delete',
    change: { before?: object; after?: object },
    options: { who?: object | null; fields?: readonly string[] } = {},
  ): ChangeDecision => {
    const policies = policiesFor(permission);
    const named = options.fields && { fields: options.fields };
    return policies.decide(managerNamed(store.gm.model, 'Thing'), operation, options.who ?? null, change, named);
  };
  const update = (rule: NonNullable<Options['update']>, from: object, to: object, who: object | null = null): ChangeDecision =>
    decide({ update: rule }, 'update', { before: thing(from), after: thing({ ...from, ...to }) }, { who });

  describe('an update', () => {
    it('has to be allowed before and after it', () => {
      const rule = where<Thing>({ size: { gt: 0 } });
      expect(update(rule, { size: 1 }, { size: 2 })).to.deep.equal({ allowed: true, by: 'allow' });
      expect(update(rule, { size: 0 }, { size: 2 })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'before' });
      expect(update(rule, { size: 1 }, { size: 0 })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'after' });
      expect(update(rule, { size: 1 }, { size: null }).allowed).to.equal(false);
    });

    it('asks before(…) and after(…) of one state alone', () => {
      const mine = before<Thing>({ size: actor('id') });
      expect(update(mine, { size: 1 }, { size: 2 }, { id: 1 }).allowed).to.equal(true);
      expect(update(mine, { size: 2 }, { size: 1 }, { id: 1 }).allowed).to.equal(false);
      const publish = allOf(before<Thing>({ mood: Mood.Calm }), after<Thing>({ mood: Mood.Wild }));
      expect(update(publish, { mood: Mood.Calm }, { mood: Mood.Wild }).allowed).to.equal(true);
      expect(update(publish, { mood: Mood.Calm }, {}).allowed).to.equal(false);
      expect(update([everyone(), deny(publish)], { mood: Mood.Calm }, { mood: Mood.Wild }).by).to.equal('deny');
      expect(update([everyone(), deny(after<Thing>({ size: 1 }))], {}, { label: 'x' }).by, 'unknown denies').to.equal('deny');
      expect(update([everyone(), deny(not(before<Thing>({ size: actor('none') })))], { size: 1 }, {}).by).to.equal('deny');
    });

    const same: readonly (readonly [string, keyof Thing, unknown, unknown])[] = [
      ['null and nothing', 'label', null, null],
      ['a decimal in other words', 'price', '1.0', '1.0000'],
      ['a JSON document in another order', 'facts', { a: 1, b: [1] }, { b: [1], a: 1 }],
      ['an instant', 'seen', new Date(5), new Date(5)],
      ['an interval in other words', 'lasts', '1 day', 'P1D'],
      ['a list', 'tags', ['a', 'b'], ['a', 'b']],
      ['an embedded object', 'measure', { width: 1 }, { width: 1 }],
      ['a relation to the same key', 'shelf', { id: 2 }, { id: 2, name: 'x' }],
      ['a value of an own type', 'shade', 'RED', 'red '],
    ];
    const different: readonly (readonly [string, keyof Thing, unknown, unknown])[] = [
      ['null and a value', 'label', null, ''],
      ['case', 'label', 'a', 'A'],
      ['a list in another order', 'tags', ['a', 'b'], ['b', 'a']],
      ['a longer list', 'tags', ['a'], ['a', 'b']],
      ['an embedded object', 'measure', { width: 1 }, { width: 2 }],
      ['an embedded object that is gone', 'measure', { width: 1 }, null],
      ['another relation', 'shelf', { id: 2 }, { id: 3 }],
      ['a value that no type takes', 'share', '12%', 'x'],
    ];
    for (const [title, field, from, to] of same) {
      it(`does not change ${title}`, () => {
        expect(update([everyone(), deny(changed<Thing>(field))], { [field]: from }, { [field]: to }).allowed).to.equal(true);
        expect(update(changed<Thing>(field), { [field]: from }, { [field]: to }).allowed).to.equal(false);
      });
    }
    for (const [title, field, from, to] of different) {
      it(`changes ${title}`, () =>
        expect(update([everyone(), deny(changed<Thing>('id', field))], { [field]: from }, { [field]: to }).by).to.equal('deny'));
    }

    it('asks the rules of the fields that it changes', () => {
      const permission: Options = {
        update: everyone(),
        fields: { price: { update: role('pricing') }, size: { update: where({ size: { lt: 9 } }) } },
      };
      const by = (to: object, who: object | null = null): ChangeDecision =>
        decide(permission, 'update', { before: thing({ size: 1, price: '1' }), after: thing({ size: 1, price: '1', ...to }) }, { who });
      expect(by({ label: 'x', price: '1.00' })).to.deep.equal({ allowed: true, by: 'allow' });
      expect(by({ price: '2' })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'before', field: 'price' });
      expect(by({ price: '2' }, { roles: ['pricing'] }).allowed).to.equal(true);
      expect(by({ size: 8 }).allowed).to.equal(true);
      expect(by({ size: 9 })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'after', field: 'size' });
    });

    it('changes nothing at the other end of a delegate', () => {
      const shelfRules: PermissionOptions = { update: [before({ floor: 1 }), deny(changed('name'))] };
      const { runtime } = bootCore({
        adapters: [new MikroOrmAdapter(store.orm)],
        plugins: [swapPolicies({ Thing: { update: delegate<Thing>('shelf') }, Shelf: shelfRules })],
      });
      const policies = new Policies(runtime.model);
      const decided = (floor: number): boolean => {
        const shelf = { id: 1, name: 'a', floor };
        return policies.decide(managerNamed(runtime.model, 'Thing'), 'update', null, {
          before: thing({ shelf }),
          after: thing({ shelf, size: 1 }),
        }).allowed;
      };
      expect([decided(1), decided(2)]).to.deep.equal([true, false]);
    });
  });

  it('a create is decided after it, a delete before it', () => {
    const permission: Options = { create: where({ size: 1 }), delete: where({ size: 2 }), fields: { price: { create: role('pricing') } } };
    expect(decide(permission, 'create', { after: thing({ size: 1 }) }, { fields: ['size'] }).allowed).to.equal(true);
    expect(decide(permission, 'create', { after: thing({ size: 2 }) }, { fields: ['size'] })).to.deep.equal({
      allowed: false,
      by: 'no-allow',
      image: 'after',
    });
    expect(decide(permission, 'create', { after: thing({ size: 1 }) }, { fields: ['price'] }).field).to.equal('price');
    expect(decide(permission, 'create', { after: thing({ size: 1 }) }).field, 'nothing said: every field').to.equal('price');
    expect(decide(permission, 'delete', { before: thing({ size: 2 }) }).allowed).to.equal(true);
    expect(decide(permission, 'delete', { before: thing({ size: 1 }) })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'before' });
    expect(decide({}, 'update', { before: thing(), after: thing() }).by).to.equal('no-policy');
    expect(() => decide(permission, 'create', { before: thing() })).to.throw(TypeError);
    expect(() => decide(permission, 'delete', { before: { id: 1 } }))
      .to.throw()
      .with.property('code', 'GM_PERM_NOT_LOADED');
  });

  describe('a check', () => {
    const even = check<Thing>({ name: 'even', where: { size: 2 }, test: ({ size }) => Number(size) % 2 === 0 });
    const odd = (test: (object: Thing, who: object | null) => unknown): Rule<Thing> =>
      check<Thing>({ name: 'odd', test: test as () => boolean });

    it('decides about the object and the actor, whatever its where says', () => {
      expect(decide({ delete: even }, 'delete', { before: thing({ size: 4 }) }).allowed).to.equal(true);
      expect(decide({ delete: even }, 'delete', { before: thing({ size: 3 }) }).allowed).to.equal(false);
      const mine = odd(({ size }, who) => who !== null && size === Reflect.get(who, 'id'));
      expect(decide({ delete: mine }, 'delete', { before: thing({ size: 3 }) }, { who: { id: 3 } }).allowed).to.equal(true);
      expect(decide({ delete: mine }, 'delete', { before: thing({ size: 3 }) }).allowed).to.equal(false);
      expect(update(even, { size: 2 }, { size: 3 }).image).to.equal('after');
    });

    it('is unknown where it throws, promises or does not answer', () => {
      const answers = [
        (): unknown => Promise.resolve(true),
        (): unknown => 'yes',
        (): unknown => 1,
        (): unknown => undefined,
        (): never => {
          throw new Error('x');
        },
      ];
      for (const test of answers) {
        expect(decide({ delete: odd(test) }, 'delete', { before: thing() }).by).to.equal('no-allow');
        expect(decide({ delete: not(odd(test)) }, 'delete', { before: thing() }).by).to.equal('no-allow');
        expect(decide({ delete: [everyone(), deny(odd(test))] }, 'delete', { before: thing() }).by).to.equal('deny');
      }
    });

    it('reads by its where alone', async () => {
      let asked = 0;
      const read = check<Thing>({ name: 'counted', where: { size: 2 }, test: () => ++asked > 0 });
      await store.fill('thing', [
        { id: 1, size: 1 },
        { id: 2, size: 2 },
        { id: 3, size: 4 },
      ]);
      const gm = await store.boot({ plugins: [swapPolicies({ Thing: { read: read } })] });
      expect(await gm.as(null).manager(Thing).values('id')).to.deep.equal([2]);
      expect(await gm.as(null).manager(Thing).find(1)).to.equal(null);
      expect(asked).to.equal(0);
    });
  });

  describe('what cannot stand where it does', () => {
    const plain = check<Thing>({ name: 'plain', test: () => true });
    const listed = check<Thing>({ name: 'listed', where: { size: 1 }, test: () => true });
    const cases: readonly (readonly [string, Options, ...string[]])[] = [
      ['a check in read without a where', { read: plain }, 'GM_PERM_UNLISTABLE_CHECK'],
      ['a check in the read rule of a field', { read: everyone(), fields: { size: { read: plain } } }, 'GM_PERM_UNLISTABLE_CHECK'],
      ['a check that read denies', { read: [everyone(), deny(listed)] }, 'GM_PERM_INVALID_CHECK'],
      ['a check that read negates', { read: not(listed) }, 'GM_PERM_INVALID_CHECK'],
      ['an asynchronous check', { delete: check<Thing>({ name: 'slow', test: (async () => true) as never }) }, 'GM_PERM_INVALID_CHECK'],
      [
        'a check with a wrong where',
        { delete: check<Thing>({ name: 'wrong', where: { nope: 1 } as never, test: () => true }) },
        'GM_PERM_INVALID_CONDITION',
      ],
      ['a change in read', { read: changed<Thing>('size') }, 'GM_PERM_MISPLACED_RULE'],
      ['a change in create', { create: after<Thing>({ size: 1 }) }, 'GM_PERM_MISPLACED_RULE'],
      ['a change in delete', { delete: before<Thing>({ size: 1 }) }, 'GM_PERM_MISPLACED_RULE'],
      [
        'a change in the create rule of a field',
        { create: everyone(), fields: { size: { create: changed<Thing>('size') } } },
        'GM_PERM_MISPLACED_RULE',
      ],
      ['a change of a field that is not there', { update: changed<Thing>('nope' as 'size') }, 'GM_PERM_INVALID_CHANGED'],
      ['a change of nothing', { update: changed<Thing>() }, 'GM_PERM_INVALID_CHANGED'],
      ['a wrong condition', { update: after<Thing>({ nope: 1 } as never) }, 'GM_PERM_INVALID_CONDITION'],
      [
        'all of them where they may',
        {
          read: listed,
          create: plain,
          delete: not(plain),
          update: [listed, deny(changed<Thing>('size')), { require: before<Thing>({}) }],
          fields: { size: { update: after<Thing>({ size: 1 }) } },
        },
      ],
    ];
    for (const [title, permission, ...codes] of cases) it(title, () => expect(problemsOf(permission)).to.deep.equal(codes));
  });

  it('without a change: what depends on one is unknown, and is told so', async () => {
    await store.fill('thing', [{ id: 1, size: 1 }]);
    const rules = [
      before<Thing>({ size: 1 }),
      deny(changed<Thing>('price')),
      { require: check<Thing>({ name: 'sane', where: { size: 7 }, test: () => true }) },
    ];
    const gm = await store.boot({ plugins: [swapPolicies({ Thing: { update: rules } })] });
    const { allowed, allow, deny: denied, require } = await gm.explain(null, 'update', Thing, 1);
    expect(allowed).to.equal(false);
    expect(allow[0]?.parts?.[0]).to.deep.equal({
      rule: 'before: size eq 1',
      truth: 'true',
      parts: [{ rule: 'size eq 1', truth: 'true', value: 1 }],
    });
    expect(denied[0]?.parts).to.deep.equal([{ rule: 'changed price', truth: 'unknown', note: 'no change given' }]);
    expect(require[0]?.parts).to.deep.equal([
      {
        rule: 'sane()',
        truth: 'unknown',
        note: 'decided in memory, on the object that is written',
        parts: [{ rule: 'size eq 7', truth: 'false', value: 1 }],
      },
    ]);
    const access = (rule: NonNullable<Options['update']>): unknown[] => {
      const { where: asked, decision } = policiesFor({ update: rule }).access(managerNamed(store.gm.model, 'Thing'), 'update', null);
      return [asked.kind, decision.by];
    };
    expect(access(changed<Thing>('size'))).to.deep.equal(['false', 'rows']);
    expect(access([everyone(), deny(changed<Thing>('size'))])).to.deep.equal(['false', 'rows']);
    expect(access(before<Thing>({ size: 1 }))).to.deep.equal(['compare', 'rows']);
    expect(access(anyOf(role('none'), allOf()))).to.deep.equal(['false', 'no-allow']);
  });

  it('without a change: what the source says of a policy is never more than what memory decides', async function () {
    this.timeout(60_000);
    const small = check<Thing>({ name: 'small', where: { size: { lt: 1 } }, test: ({ size }) => size !== null && Number(size) < 2 });
    const leaf = fc.oneof(
      thingRule,
      fc.constantFrom<Rule>(
        small as Rule,
        changed('label'),
        before({ size: { gt: 0 } }),
        after({ fragile: true }),
        check({ name: 'no', test: () => undefined }),
      ),
    );
    const rule = fc.oneof(
      leaf,
      leaf.map((each) => not(each)),
      fc.tuple(leaf, leaf).map((both) => anyOf(...both)),
      fc.tuple(leaf, leaf).map((both) => allOf(...both)),
    );
    const policy = fc.record({ allow: rule, deny: rule, require: rule }, { requiredKeys: ['allow'] });
    let certain = 0;
    const property = fc.asyncProperty(
      thingRows,
      fc.array(fc.tuple(policy, acting), { minLength: 10, maxLength: 10 }),
      async (rows, tried) => {
        await store.fill('thing', rows);
        const things = await store.orm.em
          .fork()
          .find(Thing, {}, { populate: ['shelf', 'shelf.things', 'vault', 'secret'], orderBy: { id: 'asc' } });
        for (const [rules, who] of tried) {
          const { runtime, problems } = booted({ update: rules } as Options);
          if (problems.length > 0) continue;
          const policies = new Policies(runtime.model);
          const manager = managerNamed(runtime.model, 'Thing');
          const { where: asked } = policies.access(manager, 'update', who);
          const sure = await inSql(store)({ where: asked } as Case);
          // The smallest change there is: none.
          const decided = things
            .filter((each) => policies.decide(manager, 'update', who, { before: each, after: each }).allowed)
            .map(({ id }) => id);
          expect(decided, fc.stringify([rules, who])).to.include.members([...sure] as number[]);
          certain += sure.length;
        }
      },
    );
    await fc.assert(property, { seed: 77, numRuns: 30 });
    expect(certain).to.be.above(50);
  });
});
