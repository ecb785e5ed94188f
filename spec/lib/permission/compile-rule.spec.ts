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
  everyone,
  nobody,
  not,
  role,
  where,
  type Rule,
} from '../../../decorators/index.js';
import { allowed, RuleCompiler } from '../../../lib/permission/compile-rule.js';
import { policyOf } from '../../../lib/permission/policy.js';
import type { PolicyOperation } from '../../../lib/permission/rule.js';
import { FALSE, TRUE, UNKNOWN, type Condition } from '../../../lib/plan/condition.js';
import { World } from './world.js';

const world = new World({ Shelf: { read: where({ floor: 1 }), update: changed<{ floor: number }>('floor') } });
const SIZE = world.condition(where({ size: 1 }));
const thing = world.manager('Thing');
const fieldOf = (name: string): unknown => thing.fields.get(name);
const predicate = (fields: readonly string[], args: readonly string[] = []): Rule =>
  definePredicate<Record<string, unknown>>({ name: 'odd', fields, args: args as [], sql: () => '', test: () => true })();

/** What is wrong with a rule. */
function problemOf(rule: Rule, operation: PolicyOperation = 'update'): string {
  try {
    world.condition(rule, 'Thing', operation);
    return 'nothing';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code} ${message}`;
  }
}

describe('compiling rules', () => {
  it('gives the conditions on objects, constants folded', () => {
    expect(world.condition(everyone())).to.equal(TRUE);
    expect(world.condition(nobody())).to.equal(FALSE);
    for (const rule of [authenticated(), role('a'), actor('a').eq(1)]) {
      expect(world.condition(rule)).to.deep.equal({ kind: 'actor', rule });
    }
    expect(world.condition(where({}))).to.equal(TRUE);
    expect(world.condition(where(undefined as unknown as Record<string, unknown>))).to.equal(TRUE);
    expect(world.condition(anyOf(where({ size: 1 }), nobody()))).to.deep.equal(SIZE);
    expect(world.condition(allOf(where({ size: 1 }), everyone()))).to.deep.equal(SIZE);
    expect(world.condition(allOf())).to.equal(FALSE);
    expect(world.condition(anyOf())).to.equal(FALSE);
    expect(world.condition(not(where({ size: 1 })))).to.deep.equal({ kind: 'not', of: SIZE });
    expect(world.condition(where({ shelf: { floor: { in: Array.from({ length: 5000 }, (_, index) => index) } } })).kind).to.equal(
      'relation',
    );
    const long = where({ or: Array.from({ length: 500 }, (_, size) => ({ size })) });
    expect(world.condition(long)).to.have.property('kind', 'or');
  });

  it('keeps what allows, denies and is required apart', () => {
    const compiled = new RuleCompiler(world.model).policy(thing, 'read', {
      allow: [everyone()],
      deny: [nobody()],
      require: [where({ size: 1 })],
    });
    expect(compiled).to.deep.equal({ allow: [TRUE], deny: [FALSE], require: [SIZE] });
  });

  it('allows where some allow is true, no deny is true or unknown, and every require is true', () => {
    const policy = { allow: [SIZE], deny: [] as Condition[], require: [] as Condition[] };
    expect(allowed(policy)).to.equal(SIZE);
    expect(allowed({ ...policy, allow: [] })).to.equal(FALSE);
    expect(allowed({ ...policy, deny: [UNKNOWN] })).to.equal(FALSE);
    expect(allowed({ ...policy, deny: [FALSE] })).to.equal(SIZE);
    expect(allowed({ ...policy, require: [FALSE] })).to.equal(FALSE);
    expect(allowed({ allow: [TRUE], deny: [SIZE], require: [SIZE] })).to.deep.equal({
      kind: 'and',
      all: [{ kind: 'is', truth: false, of: SIZE }, SIZE],
    });
  });

  it('asks the other object what it allows, through delegates', () => {
    const floor = world.condition(where({ floor: 1 }), 'Shelf');
    expect(world.condition(delegate('shelf'), 'Thing', 'read')).to.deep.equal({
      kind: 'relation',
      manager: thing,
      field: fieldOf('shelf'),
      target: world.manager('Shelf'),
      quantifier: 'some',
      where: floor,
      policy: TRUE,
    });
    // Nothing of the other object changes.
    expect(world.condition(delegate('shelf'), 'Thing', 'update')).to.deep.include({ where: FALSE });
    expect(world.condition(delegate('shelf'), 'Thing', 'delete')).to.deep.include({ where: FALSE });
  });

  it('asks the other object as it is, whatever the state a rule asks for', () => {
    const asking = new World({ Shelf: { update: before({ floor: 1 }) } });
    const found = asking.condition(delegate('shelf'), 'Thing', 'update');
    expect(found).to.deep.include({ where: asking.condition(where({ floor: 1 }), 'Shelf') });
  });

  it('asks for changes and for the states of an update', () => {
    expect(world.condition(changed('size', 'measure', 'shelf'))).to.deep.equal({
      kind: 'changed',
      manager: thing,
      fields: ['size', 'measure', 'shelf'].map(fieldOf),
    });
    expect(world.condition(before({ size: 1 }))).to.deep.equal({ kind: 'image', image: 'before', where: SIZE });
    expect(world.condition(after({ size: 1 }))).to.deep.equal({ kind: 'image', image: 'after', where: SIZE });
    expect(world.condition(after({}))).to.equal(TRUE);
    expect(world.condition(before({ or: [] }))).to.equal(FALSE);
  });

  it('asks checks themselves about writes, and what stands for them about reads', () => {
    const test = (): boolean => true;
    const narrowed = check({ name: 'sane', where: { size: 1 }, test });
    for (const operation of ['create', 'update', 'delete'] as const) {
      expect(world.condition(narrowed, 'Thing', operation)).to.deep.include({ kind: 'check', manager: thing, where: SIZE });
      expect(world.condition(check({ name: 'sane', test }), 'Thing', operation)).not.to.have.property('where');
    }
    expect(world.condition(narrowed, 'Thing', 'read')).to.deep.equal(SIZE);
    expect(new RuleCompiler(world.model).policy(thing, 'read', { allow: [], deny: [], require: [narrowed] }).require).to.deep.equal([SIZE]);
    const twice = world.condition(not(not(narrowed)), 'Thing', 'read');
    expect(twice).to.deep.equal(SIZE);
  });

  const problems: readonly (readonly [string, Rule, string, PolicyOperation?])[] = [
    ['a property that is not there', where({ nope: 1 }), 'GM_PERM_INVALID_CONDITION The condition of a rule cannot be understood: '],
    ['a text order', where({ label: { gt: 'a' } }), 'GM_PERM_INEXACT_OPERATOR A rule compares Thing.label by "gt"'],
    [
      'a predicate of a relation',
      predicate(['size', 'shelf']),
      'GM_PERM_INVALID_PREDICATE The predicate odd cannot be used here: Thing has no value "shelf".',
    ],
    [
      'a predicate of what is not there',
      predicate(['nope']),
      'GM_PERM_INVALID_PREDICATE The predicate odd cannot be used here: Thing has no value "nope".',
    ],
    [
      'a predicate without its arguments',
      predicate(['size', 'mood'], ['int']),
      'GM_PERM_INVALID_PREDICATE The predicate odd cannot be used here: it takes 1 arguments.',
    ],
    [
      'an asynchronous check',
      check({ name: 'slow', test: (async () => true) as unknown as () => boolean }),
      'GM_PERM_INVALID_CHECK The check slow cannot be used here: it is asynchronous.',
    ],
    [
      'a check in a read',
      check({ name: 'deep', test: () => true }),
      'GM_PERM_UNLISTABLE_CHECK The read rule of Thing has the check deep',
      'read',
    ],
    [
      'a negated check in a read',
      not(check({ name: 'deep', where: { size: 1 }, test: () => true })),
      'GM_PERM_INVALID_CHECK The check deep cannot be used here: it is denied or negated in a rule for read, where its condition would deny too little.',
      'read',
    ],
    ['changes in a create', changed('size'), 'GM_PERM_MISPLACED_RULE', 'create'],
    ['states in a read', before({ size: 1 }), 'GM_PERM_MISPLACED_RULE', 'read'],
    ['changes of what is not there', changed('size', 'nope'), 'GM_PERM_INVALID_CHANGED changed("nope") of Thing'],
    ['changes of nothing', changed(), 'GM_PERM_INVALID_CHANGED changed("") of Thing'],
    ['a delegate to a value', delegate('size'), 'GM_PERM_INVALID_DELEGATE delegate("size") of Thing'],
    ['a delegate to what is not there', delegate('nope'), 'GM_PERM_INVALID_DELEGATE delegate("nope") of Thing'],
  ];
  for (const [title, rule, message, operation] of problems) {
    it(`refuses ${title}`, () => expect(problemOf(rule, operation)).to.match(new RegExp(`^${escaped(message)}`)));
  }

  it('refuses a denied check in a read, and changes and delegates of to-many relations', () => {
    const denied = policyOf([{ read: [everyone(), { deny: check({ name: 'deep', where: { size: 1 }, test: () => true }) }] }]).read;
    expect(() => new RuleCompiler(world.model).policy(thing, 'read', denied))
      .to.throw()
      .with.property('code', 'GM_PERM_INVALID_CHECK');
    const many = (rule: Rule): unknown => world.condition(rule, 'Shelf');
    expect(() => many(changed('things')))
      .to.throw()
      .that.includes({ code: 'GM_PERM_INVALID_CHANGED' })
      .with.property('message')
      .that.contains('changed("things") of Shelf');
    expect(() => many(delegate('things')))
      .to.throw()
      .with.property('code', 'GM_PERM_INVALID_DELEGATE');
  });

  it('tells the way of delegates in a circle', () => {
    const rings = new World({ Slot: { read: delegate('shelf') }, Shelf: { read: everyone() } });
    expect(rings.problems).to.deep.equal([]);
    expect(rings.condition(delegate('slot'), 'Thing', 'read')).to.deep.include({ quantifier: 'some' });
  });

  it('lets faults of its own through', () => {
    const hostile = where(
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new RangeError('hostile');
          },
        },
      ),
    );
    expect(() => world.condition(hostile)).to.throw(RangeError, 'hostile');
  });
});

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
