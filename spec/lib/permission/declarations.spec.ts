import { expect } from 'chai';
import {
  actor,
  after,
  allOf,
  anyOf,
  authenticated,
  before,
  changed,
  check,
  definePredicate,
  delegate,
  deny,
  everyone,
  nobody,
  not,
  require,
  role,
  where,
  type Rule,
} from '../../../decorators/index.js';
import { containsReference, isActorReference } from '../../../lib/permission/actor-reference.js';
import { isOpen, isPermissionRule, policyOf } from '../../../lib/permission/policy.js';
import { isRule } from '../../../lib/permission/rule.js';

const test = (): boolean => true;
const odd = definePredicate<{ size: number }, [number]>({ name: 'odd', fields: ['size'], args: ['int'], sql: () => 'true', test });

/** Made in the tests themselves. */
const rules = (): readonly Rule[] => [
  everyone(),
  nobody(),
  authenticated(),
  role('a', 'b'),
  actor('a').eq(1),
  actor('a').ne(1),
  actor('a').in([1, 2]),
  where({ size: 1 }),
  delegate('shelf'),
  odd(2),
  check({ name: 'sane', test }),
  changed('size'),
  before({ size: 1 }),
  after({ size: 1 }),
  anyOf(everyone(), nobody()),
  allOf(everyone(), nobody()),
  not(everyone()),
];

describe('declaring rules', () => {
  it('gives plain, frozen data', () => {
    expect(rules().map(({ kind }) => kind)).to.deep.equal([
      'everyone',
      'nobody',
      'authenticated',
      'role',
      'actor',
      'actor',
      'actor',
      'where',
      'delegate',
      'predicate',
      'check',
      'changed',
      'image',
      'image',
      'anyOf',
      'allOf',
      'not',
    ]);
    const [, , , roles, equal, unequal, within, filter, delegated, predicate, checked, change, earlier, later, any, all, negated] = rules();
    expect(roles).to.deep.equal({ kind: 'role', names: ['a', 'b'] });
    expect(equal).to.deep.equal({ kind: 'actor', path: 'a', operator: 'eq', value: 1 });
    expect(unequal).to.deep.equal({ kind: 'actor', path: 'a', operator: 'ne', value: 1 });
    expect(within).to.deep.equal({ kind: 'actor', path: 'a', operator: 'in', value: [1, 2] });
    expect(filter).to.deep.equal({ kind: 'where', where: { size: 1 } });
    expect(delegated).to.deep.equal({ kind: 'delegate', field: 'shelf' });
    expect(predicate).to.deep.include({ args: [2] });
    expect(predicate?.kind === 'predicate' && predicate.predicate).to.deep.include({ name: 'odd', fields: ['size'], args: ['int'], test });
    expect(checked).to.deep.equal({ kind: 'check', check: { name: 'sane', test } });
    expect(change).to.deep.equal({ kind: 'changed', fields: ['size'] });
    expect(earlier).to.deep.equal({ kind: 'image', image: 'before', where: { size: 1 } });
    expect(later).to.deep.equal({ kind: 'image', image: 'after', where: { size: 1 } });
    expect(any).to.deep.equal({ kind: 'anyOf', rules: [everyone(), nobody()] });
    expect(all).to.deep.equal({ kind: 'allOf', rules: [everyone(), nobody()] });
    expect(negated).to.deep.equal({ kind: 'not', rule: everyone() });
  });

  it('cannot be changed afterwards, not even through what was given', () => {
    for (const rule of rules()) {
      expect(Object.isFrozen(rule), rule.kind).to.equal(true);
      for (const part of Object.values(rule).filter((each) => Array.isArray(each))) expect(Object.isFrozen(part), rule.kind).to.equal(true);
    }
    expect([deny(everyone()), require(everyone()), actor('a')].every((each) => Object.isFrozen(each))).to.equal(true);
    const fields = ['size'] as ['size'];
    const args = ['int'] as [string];
    const made = definePredicate<{ size: number; other: number }, [number]>({ name: 'odd', fields, args, sql: () => '', test })(1);
    fields.push('other' as 'size');
    args[0] = 'text';
    if (made.kind !== 'predicate') throw new Error('no predicate');
    expect(made.predicate).to.deep.include({ fields: ['size'], args: ['int'] });
    for (const each of [made.predicate, made.predicate.fields, made.predicate.args, made.args])
      expect(Object.isFrozen(each)).to.equal(true);
    const options = { name: 'sane', test };
    const rule = check(options);
    options.name = 'other';
    expect(rule.kind === 'check' && [rule.check.name, Object.isFrozen(rule.check)]).to.deep.equal(['sane', true]);
  });

  it('tells rules from anything else', () => {
    for (const rule of rules()) expect(isRule(rule), rule.kind).to.equal(true);
    const none: readonly unknown[] = [
      undefined,
      null,
      'everyone',
      1,
      everyone,
      [],
      {},
      { kind: 'any' },
      { kind: undefined },
      { kind: 'check' },
      { kind: 'check', check: null },
      { kind: 'check', check: { name: 'sane' } },
      { kind: 'check', check: { test } },
      { kind: 'check', check: { name: 1, test } },
      { kind: 'check', check: { name: 'sane', test: 1 } },
      { kind: 'not' },
      { kind: 'not', rule: { kind: 'any' } },
      { kind: 'not', rules: [everyone()] },
      { kind: 'anyOf' },
      { kind: 'anyOf', rules: everyone() },
      { kind: 'anyOf', rules: [everyone(), 1] },
      { kind: 'allOf' },
      { kind: 'allOf', rules: [everyone(), { kind: 'any' }] },
      { kind: 'allOf', rules: { every: test } },
      { kind: 'allOf', rule: everyone() },
    ];
    for (const each of none) expect(isRule(each), JSON.stringify(each)).to.equal(false);
  });

  it('tells rules, parts of policies and lists of them from anything else', () => {
    const fitting = [
      ...rules(),
      deny(everyone()),
      require(everyone()),
      { allow: everyone() },
      { allow: everyone(), deny: nobody() },
      [everyone()],
      [everyone(), deny(nobody())],
    ];
    for (const each of fitting) expect(isPermissionRule(each), JSON.stringify(each)).to.equal(true);
    const none: readonly unknown[] = [
      undefined,
      null,
      'everyone',
      everyone,
      [],
      {},
      [[everyone()]],
      [everyone(), [everyone()]],
      [everyone(), 1],
      { kind: 'any' },
      { kind: 'any', allow: everyone() },
      { allow: 1 },
      { allow: everyone(), deny: 1 },
      { permit: everyone() },
      { allow: everyone(), permit: everyone() },
      { deny: [everyone()] },
    ];
    for (const each of none) expect(isPermissionRule(each), JSON.stringify(each)).to.equal(false);
  });

  it('tells attributes of the actor, of whatever copy of the package, from anything else', () => {
    const copy = { [Symbol.for('general-manager.actor-reference')]: true, path: 'a' };
    for (const each of [actor('a'), copy])
      expect([isActorReference(each), containsReference(each), containsReference([1, each])]).to.deep.equal([true, true, true]);
    for (const each of [undefined, null, 'a', 1, {}, { path: 'a' }, JSON.parse(JSON.stringify(actor('a'))), actor]) {
      expect([isActorReference(each), containsReference(each), containsReference([each])], String(each)).to.deep.equal([
        false,
        false,
        false,
      ]);
    }
  });
});

describe('putting declarations together', () => {
  const [one, two, three] = [role('a'), role('b'), role('c')];

  it('joins what each allows, denies and requires', () => {
    const policy = policyOf([{ read: one }, { read: [two, deny(three)] }, { read: { allow: three, require: one }, update: two }, {}]);
    expect(policy).to.deep.equal({
      read: { allow: [one, two, three], deny: [three], require: [one] },
      create: { allow: [], deny: [], require: [] },
      update: { allow: [two], deny: [], require: [] },
      delete: { allow: [], deny: [], require: [] },
      fields: {},
    });
    expect(policyOf([{ create: one, delete: two }])).to.deep.include({
      create: { allow: [one], deny: [], require: [] },
      delete: { allow: [two], deny: [], require: [] },
    });
    expect(policyOf([])).to.deep.include({ read: { allow: [], deny: [], require: [] }, fields: {} });
  });

  it('joins the rules of fields; what nothing is said of is absent', () => {
    const policy = policyOf([
      { fields: { size: { read: one, update: two }, name: {} } },
      { fields: { size: { read: deny(three) }, label: { create: three } } },
      {},
    ]);
    expect(policy.fields).to.deep.equal({
      size: { read: { allow: [one], deny: [three], require: [] }, update: { allow: [two], deny: [], require: [] } },
      name: {},
      label: { create: { allow: [three], deny: [], require: [] } },
    });
  });

  it('passes over what is no rule, which is a problem by itself', () => {
    const policy = policyOf([{ read: 1 as unknown as Rule, fields: { size: { read: {} } } }, { read: one }]);
    expect(policy.read).to.deep.equal({ allow: [one], deny: [], require: [] });
    expect(policy.fields).to.deep.equal({ size: { read: { allow: [], deny: [], require: [] } } });
  });

  it('is open where everyone is let through whoever acts', () => {
    const of = (...read: readonly object[]): boolean => isOpen(policyOf([{ read: read }]).read);
    expect(of(everyone())).to.equal(true);
    expect(of(one, everyone())).to.equal(true);
    expect(of(everyone(), require(everyone()))).to.equal(true);
    expect(of(one)).to.equal(false);
    expect(of(everyone(), deny(nobody()))).to.equal(false);
    expect(of(everyone(), require(one))).to.equal(false);
    expect(of(everyone(), require(everyone()), require(one))).to.equal(false);
    expect(isOpen({ allow: [], deny: [], require: [] })).to.equal(false);
  });
});
