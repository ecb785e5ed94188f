import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Actor } from '../../../lib/permission/actor.js';
import { actor } from '../../../lib/permission/actor-reference.js';
import { allOf, anyOf, authenticated, everyone, isRule, nobody, not, role, type Rule } from '../../../lib/permission/rule.js';
import { and, or, type Truth } from '../../../lib/permission/truth.js';
import { evaluate } from './support.js';

const SEED = 4711;

const value = fc.constantFrom<string | number | boolean | bigint>('a', 'b', '', 1, 0, true, false, 1n);
const attribute = fc.oneof(value, fc.constantFrom(null, undefined, {}, []));

/** Actors of all kinds; their attributes are there, null, nested, or not there at all. */
const actors: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 9,
    arbitrary: fc.record(
      {
        id: attribute,
        level: attribute,
        team: fc.oneof(fc.record({ code: attribute }), attribute),
        roles: fc.oneof(fc.subarray(['a', 'b', 'c']), attribute),
      },
      { requiredKeys: [] },
    ),
  },
);

const path = fc.constantFrom('id', 'level', 'team.code', 'team', 'nope', 'nope.deeper');
const leaf: fc.Arbitrary<Rule> = fc.oneof(
  fc.constantFrom(everyone(), nobody(), authenticated()),
  fc.subarray(['a', 'b', 'x']).map((names) => role(...names)),
  fc.tuple(path, value).map(([name, each]) => actor(name).eq(each)),
  fc.tuple(path, value).map(([name, each]) => actor(name).ne(each)),
  fc.tuple(path, fc.array(value, { maxLength: 3 })).map(([name, each]) => actor(name).in(each)),
);
const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie('rule').map((each) => not(each)),
    fc.array(tie('rule'), { maxLength: 3 }).map((rules) => anyOf(...rules)),
    fc.array(tie('rule'), { maxLength: 3 }).map((rules) => allOf(...rules)),
  ),
}));
const some = fc.array(rule, { minLength: 1, maxLength: 3 });

const check = <Ts extends [unknown, ...unknown[]]>(property: fc.IProperty<Ts>): void => fc.assert(property, { seed: SEED, numRuns: 1000 });
const negated = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

describe('evaluating rules', () => {
  it('follows De Morgan', () => {
    check(
      fc.property(some, actors, (rules, who) => {
        const opposites = rules.map((each) => not(each));
        expect(evaluate(not(anyOf(...rules)), who)).to.equal(evaluate(allOf(...opposites), who));
        expect(evaluate(not(allOf(...rules)), who)).to.equal(evaluate(anyOf(...opposites), who));
      }),
    );
  });

  it('takes two negations for none, and keeps what is unknown', () => {
    check(
      fc.property(rule, actors, (each, who) => {
        expect(evaluate(not(not(each)), who)).to.equal(evaluate(each, who));
        expect(evaluate(not(each), who)).to.equal(negated(evaluate(each, who)));
      }),
    );
  });

  it('does not depend on order, repetition or grouping', () => {
    check(
      fc.property(some, actors, (rules, who) => {
        for (const join of [anyOf, allOf]) {
          const truth = evaluate(join(...rules), who);
          expect(evaluate(join(...rules.toReversed()), who)).to.equal(truth);
          expect(evaluate(join(...rules, ...rules), who)).to.equal(truth);
          expect(evaluate(join(join(...rules)), who)).to.equal(truth);
        }
      }),
    );
  });

  it('has everyone and nobody as its ends', () => {
    check(
      fc.property(some, actors, (rules, who) => {
        expect(evaluate(anyOf(...rules, everyone()), who)).to.equal(true);
        expect(evaluate(allOf(...rules, nobody()), who)).to.equal(false);
        expect(evaluate(anyOf(...rules, nobody()), who)).to.equal(evaluate(anyOf(...rules), who));
        expect(evaluate(allOf(...rules, everyone()), who)).to.equal(evaluate(allOf(...rules), who));
      }),
    );
  });

  it('takes an empty list for nobody, in either connective', () => {
    for (const empty of [anyOf(), allOf(), role()]) expect(evaluate(empty, { roles: ['a'] })).to.equal(false);
  });

  it('gives nothing to an unknown attribute but what is unknown', () => {
    for (const who of [null, {}, { level: null }, { level: undefined }, { level: { deeper: null } }]) {
      for (const each of [actor('level.deeper').eq(1), actor('level.deeper').ne(1), actor('level.deeper').in([1])]) {
        expect(evaluate(each, who)).to.equal(undefined);
        expect(evaluate(not(each), who)).to.equal(undefined);
      }
    }
  });

  it('knows who is authenticated', () => {
    const nobodies: readonly unknown[] = [null, undefined, '', 'Ada', 0, 1, true, (): void => undefined, Symbol('x')];
    for (const who of nobodies) expect(evaluate(authenticated(), who as Actor), String(who)).to.equal(false);
    for (const who of [{}, [], new Date(), Object.create(null) as object]) expect(evaluate(authenticated(), who)).to.equal(true);
  });

  it('knows the roles of an actor: a list, and nothing that is like one', () => {
    expect(evaluate(role('a', 'b'), { roles: ['x', 'b'] })).to.equal(true);
    for (const roles of ['a', ['A'], [['a']], { a: true }, { includes: () => true }, new Set(['a']), null, undefined, []]) {
      expect(evaluate(role('a'), { roles }), typeof roles).to.equal(false);
    }
    expect(evaluate(role('a'), null)).to.equal(false);
  });

  it('compares without converting', () => {
    expect(evaluate(actor('id').eq(1), { id: '1' })).to.equal(false);
    expect(evaluate(actor('id').eq(1), { id: 1n })).to.equal(false);
    expect(evaluate(actor('id').eq(1), { id: [1] })).to.equal(false);
    expect(evaluate(actor('id').ne('1'), { id: 1 })).to.equal(true);
    expect(evaluate(actor('id').ne(1), { id: 1 })).to.equal(false);
    expect(evaluate(actor('id').in(['1', 1]), { id: 1 })).to.equal(true);
    expect(evaluate(actor('id').in([]), { id: 1 })).to.equal(false);
  });

  it('reads attributes of nested objects, and getters of the actor’s class and those above it', () => {
    class User {
      readonly #level = 3;
      get level(): number {
        return this.#level;
      }
      rank(): number {
        return this.#level;
      }
      set secret(_value: number) {}
    }
    class Guest extends User {}
    expect(evaluate(actor('level').eq(3), new User())).to.equal(true);
    expect(evaluate(actor('level').eq(3), new Guest())).to.equal(true);
    expect(evaluate(actor('team.code').eq('x'), { team: { code: 'x' } })).to.equal(true);
    expect(evaluate(actor('rank').ne(3), new User())).to.equal(undefined);
    expect(evaluate(actor('secret').ne(3), new User())).to.equal(undefined);
  });

  it('does not take what every object inherits for attributes', () => {
    const inherited = [
      'constructor',
      'constructor.name',
      '__proto__',
      '__proto__.constructor',
      'toString',
      'hasOwnProperty.length',
      'valueOf',
    ];
    for (const name of inherited) {
      for (const who of [{}, { team: {} }, new Date(), Object.create({ admin: true }) as object]) {
        expect(evaluate(actor(name).ne('x'), who), name).to.equal(undefined);
        expect(evaluate(actor(`team.${name}`).ne('x'), who), name).to.equal(undefined);
      }
    }
    const planted = Object.create({ admin: true, roles: ['admin'] }) as object;
    expect(evaluate(actor('admin').eq(true), planted)).to.equal(undefined);
    expect(evaluate(role('admin'), planted)).to.equal(false);
    expect(evaluate(actor('length').eq(5), 'admin' as unknown as object)).to.equal(undefined);
  });

  it('is frozen, and well-formed', () => {
    check(
      fc.property(rule, (each) => {
        expect(isRule(each)).to.equal(true);
        expect(isRule(JSON.parse(JSON.stringify(each, (_key, inner: unknown) => (typeof inner === 'bigint' ? 1 : inner))))).to.equal(true);
        expect(Object.isFrozen(each) && (!('rules' in each) || Object.isFrozen(each.rules))).to.equal(true);
      }),
    );
    expect(Object.isFrozen(role('a')) && Object.isFrozen(actor('a')) && Object.isFrozen(actor('a').in([1]))).to.equal(true);
  });
});

describe('three-valued connectives', () => {
  const TRUTHS: readonly Truth[] = [true, false, undefined];

  it('are those of SQL', () => {
    const table = TRUTHS.flatMap((left) => TRUTHS.map((right) => [left, right, and([left, right]), or([left, right])]));
    expect(table).to.deep.equal([
      [true, true, true, true],
      [true, false, false, true],
      [true, undefined, undefined, true],
      [false, true, false, true],
      [false, false, false, false],
      [false, undefined, false, undefined],
      [undefined, true, undefined, true],
      [undefined, false, false, undefined],
      [undefined, undefined, undefined, undefined],
    ]);
    expect([and([]), or([])]).to.deep.equal([true, false]);
  });
});
