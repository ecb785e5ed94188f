import { expect } from 'chai';
import {
  actor,
  allOf,
  anyOf,
  authenticated,
  before,
  changed,
  check,
  definePredicate,
  everyone,
  not,
  role,
  where,
  type Rule,
} from '../../../decorators/index.js';
import type { Actor } from '../../../lib/permission/actor.js';
import { bind, bindPolicy } from '../../../lib/permission/bind.js';
import { FALSE, TRUE, UNKNOWN, type Condition } from '../../../lib/plan/condition.js';
import { isParameter, type Parameter } from '../../../lib/plan/parameter.js';
import { World } from './world.js';

const world = new World();
const bound = (rule: Rule, who: Actor): Condition => world.bound(rule, who);
const open = (rule: Rule, who: Actor): Condition => bind(world.model, world.condition(rule), who, true);

/** The operand of a comparison. */
function operandOf(condition: Condition): unknown {
  if (condition.kind !== 'compare') throw new Error(`${condition.kind} compares nothing`);
  return condition.value;
}

function parameterOf(value: unknown): Parameter {
  if (!isParameter(value)) throw new Error('nothing is open');
  return value;
}
const resolved = (value: unknown, who: Actor): unknown => parameterOf(value).resolve({ variables: {}, actor: who });

const near = definePredicate<{ size: number }, [unknown, unknown]>({
  name: 'near',
  fields: ['size'],
  args: ['int', 'int[]'],
  sql: () => 'true',
  test: () => true,
});

describe('binding rules to an actor', () => {
  it('leaves what asks nothing of actors as it is', () => {
    const type: Condition = { kind: 'type', manager: world.manager('Dog') };
    for (const each of [
      TRUE,
      FALSE,
      UNKNOWN,
      type,
      world.condition(changed('size')),
      world.condition(where({ size: 1 })),
      world.condition(where({ shelf: 1 })),
    ]) {
      const again = bind(world.model, each, {});
      expect(again).to.deep.equal(each);
    }
    const key: Condition = { kind: 'key', manager: world.manager('Shelf'), keys: [[1]] };
    for (const each of [type, key, world.condition(where({ size: 1 })), world.condition(changed('size'))]) {
      expect(bind(world.model, each, {})).to.equal(each);
    }
    const bound = bindPolicy(
      world.model,
      { allow: [world.condition(where({ size: actor('a') }))], deny: [FALSE], require: [TRUE] },
      { a: 1 },
    );
    expect(bound.allow.map(operandOf)).to.deep.equal([1]);
    expect([bound.deny, bound.require]).to.deep.equal([[FALSE], [TRUE]]);
  });

  it('decides what asks the actor alone', () => {
    expect(bound(authenticated(), {})).to.equal(TRUE);
    expect(bound(authenticated(), null)).to.equal(FALSE);
    expect(bound(actor('level').eq(1), {})).to.equal(UNKNOWN);
    expect(bound(not(role('a')), { roles: ['a'] })).to.equal(FALSE);
    expect(bound(anyOf(role('a'), where({ size: 1 })), { roles: ['a'] })).to.equal(TRUE);
    expect(bound(allOf(role('a'), where({ size: 1 })), {})).to.equal(FALSE);
    expect(bound(allOf(role('a'), where({ size: 1 })), { roles: ['a'] }).kind).to.equal('compare');
    const is: Condition = { kind: 'is', truth: false, of: world.condition(actor('level').eq(1)) };
    expect(bind(world.model, is, { level: 2 })).to.equal(TRUE);
    expect(bind(world.model, is, {})).to.equal(FALSE);
  });

  it('looks attributes up, alone and in lists', () => {
    expect(operandOf(bound(where({ size: actor('a') }), { a: 3 }))).to.equal(3);
    expect(operandOf(bound(where({ size: actor('a.b') }), { a: { b: 3 } }))).to.equal(3);
    expect(operandOf(bound(where({ size: { in: actor('a') } }), { a: [1, 2] }))).to.deep.equal([1, 2]);
    expect(operandOf(bound(where({ size: { in: [0, actor('a')] } }), { a: 1 }))).to.deep.equal([0, 1]);
    expect(operandOf(bound(where({ mood: actor('a') }), { a: 'calm' }))).to.equal('calm');
    const many = Array.from({ length: 2000 }, (_, index) => index);
    expect(operandOf(bound(where({ size: { in: actor('a') } }), { a: many }))).to.deep.equal(many);
  });

  it('is unknown where an attribute is missing, has a gap, or does not fit the field', () => {
    const cases: readonly (readonly [Rule, Actor])[] = [
      [where({ size: actor('a') }), null],
      [where({ size: actor('a') }), {}],
      [where({ size: actor('a') }), { a: null }],
      [where({ size: actor('a') }), { a: undefined }],
      [where({ size: actor('a') }), { a: 'x' }],
      [where({ size: actor('a') }), { a: [1] }],
      [where({ mood: actor('a') }), { a: 'angry' }],
      [where({ shade: actor('a') }), { a: 'boom' }],
      [where({ shade: actor('a') }), { a: 7 }],
      [where({ size: { in: actor('a') } }), { a: 1 }],
      [where({ size: { in: actor('a') } }), { a: [1, null] }],
      [where({ size: { in: actor('a') } }), { a: [undefined] }],
      [where({ size: { notIn: actor('a') } }), { a: null }],
      [where({ size: { in: [0, actor('a')] } }), {}],
      [where({ tags: { hasSome: actor('a') } }), { a: [1] }],
    ];
    for (const [rule, who] of cases) {
      expect(bound(rule, who), JSON.stringify([rule, who])).to.equal(UNKNOWN);
      expect(open(rule, who), JSON.stringify([rule, who])).to.equal(UNKNOWN);
    }
    expect(bound(not(where({ size: actor('a') })), {})).to.equal(UNKNOWN);
  });

  it('folds empty lists: nothing is in them', () => {
    for (const each of [bound, open]) {
      expect(each(where({ size: { in: actor('a') } }), { a: [] })).to.equal(FALSE);
      expect(each(where({ size: { notIn: actor('a') } }), { a: [] })).to.equal(TRUE);
      expect(each(where({ tags: { hasEvery: actor('a') } }), { a: [] }).kind).to.equal('compare');
    }
  });

  it('asks for related objects only where there can be one', () => {
    const some = where({ shelf: { floor: actor('a') } });
    const quantified = (quantifier: string): Condition =>
      bind(world.model, world.condition(where({ things: { [quantifier]: { size: actor('a') } } }), 'Shelf'), {});
    expect(bound(some, {})).to.equal(FALSE);
    expect(bound(where({ shelf: { size: undefined, floor: { in: actor('a') } } }), { a: [] })).to.equal(FALSE);
    expect(bound(some, { a: 1 })).to.deep.include({ kind: 'relation', quantifier: 'some' });
    expect(quantified('some')).to.equal(FALSE);
    expect(quantified('none')).to.equal(TRUE);
    expect(quantified('every')).to.deep.include({ kind: 'relation', quantifier: 'every', where: FALSE });
  });

  it('compares keys with attributes', () => {
    const keyOf = (condition: Condition): unknown =>
      condition.kind === 'relation' && condition.where.kind === 'key' && condition.where.keys;
    expect(keyOf(bound(where({ shelf: actor('a') }), { a: 3 }))).to.deep.equal([[3]]);
    expect(keyOf(bound(where({ shelf: 4 }), {}))).to.deep.equal([[4]]);
    for (const a of [undefined, null, 'x', [1]]) {
      expect(bound(where({ shelf: actor('a') }), { a }), String(a)).to.equal(FALSE);
      expect(open(where({ shelf: actor('a') }), { a }), String(a)).to.equal(FALSE);
    }
    const key: Condition = {
      kind: 'key',
      manager: world.manager('Slot'),
      keys: [
        [actor('a'), actor('b')],
        [3, actor('b')],
        [1, 'x'],
      ],
    };
    expect(bind(world.model, key, { a: 2, b: 'y' })).to.deep.include({
      keys: [
        [2, 'y'],
        [3, 'y'],
        [1, 'x'],
      ],
    });
    expect(bind(world.model, key, { a: 2 })).to.equal(UNKNOWN);
    const longer: Condition = { ...key, keys: [[1, 'x', actor('a')]] };
    expect(bind(world.model, longer, { a: 2 })).to.equal(UNKNOWN);
  });

  it('checks keys as values of their type', () => {
    expect(bound(where({ pin: actor('a') }), { a: 'boom' })).to.equal(FALSE);
    expect(bound(where({ pin: actor('a') }), { a: 'red' }).kind).to.equal('relation');
  });

  it('hands attributes to predicates', () => {
    expect(bound(near(actor('a'), [1, actor('b')]), { a: 1, b: 2 })).to.deep.include({ args: [1, [1, 2]] });
    expect(bound(near(actor('a'), 1), {})).to.equal(UNKNOWN);
    expect(bound(near(0, [actor('a')]), { a: null })).to.equal(UNKNOWN);
    for (const a of [[1, null], [undefined]]) expect(bound(near(actor('a'), 1), { a })).to.equal(UNKNOWN);
    expect(bound(near(actor('a'), 1), { a: [1, 2] })).to.deep.include({ args: [[1, 2], 1] });
  });

  it('hands predicates no text that a database does not take', () => {
    const broken = 'a\0';
    for (const a of [broken, [broken], ['whole', broken], [broken, 1]]) {
      expect(bound(near(actor('a'), 1), { a }), JSON.stringify(a)).to.equal(UNKNOWN);
      expect(open(near(actor('a'), 1), { a }), JSON.stringify(a)).to.equal(UNKNOWN);
    }
    for (const a of ['whole', ['whole', ''], []]) expect(bound(near(actor('a'), 1), { a })).to.deep.include({ args: [a, 1] });
    const opened = open(near(actor('a'), 1), { a: 'whole' });
    const [first] = opened.kind === 'predicate' ? opened.args : [];
    expect(resolved(first, { a: 'other' })).to.equal('other');
    expect(() => resolved(first, { a: broken })).to.throw(TypeError, 'changed');
  });

  it('tells checks who acts, and binds what stands for them', () => {
    const who = { a: 1 };
    const rule = check({ name: 'any', where: { size: actor('a') }, test: () => true });
    const condition = bound(rule, who);
    expect(condition).to.deep.include({ kind: 'check', actor: who });
    expect(condition.kind === 'check' && condition.where && operandOf(condition.where)).to.equal(1);
    expect(bound(check({ name: 'any', test: () => true }), who)).not.to.have.property('where');
  });

  it('binds what is asked of the states of a change', () => {
    expect(bound(before({ size: actor('a') }), { a: 1 })).to.deep.include({ kind: 'image', image: 'before' });
    expect(bound(before({ size: actor('a') }), {})).to.equal(UNKNOWN);
    expect(bound(before({ size: { in: actor('a') } }), { a: [] })).to.equal(FALSE);
    expect(bound(before({ size: { notIn: actor('a') } }), { a: [] })).to.equal(TRUE);
  });

  it('leaves values open for others, where asked to', () => {
    const value = operandOf(open(where({ size: actor('a') }), { a: 1 }));
    expect(resolved(value, { a: 1 })).to.equal(1);
    expect(resolved(value, { a: 2 })).to.equal(2);
    expect(() => resolved(value, {})).to.throw(TypeError, 'an attribute of the actor has changed while it was looked at');
    expect(() => resolved(value, { a: 'x' })).to.throw(TypeError);
    expect(operandOf(open(where({ size: 5 }), { a: 1 }))).to.equal(5);
    const list = operandOf(open(where({ size: { in: [0, actor('a')] } }), { a: 1 }));
    expect(resolved(list, { a: 7 })).to.deep.equal([0, 7]);
  });

  it('tells where open values come from', () => {
    const origins = (rule: Rule, who: Actor): unknown => parameterOf(operandOf(open(rule, who))).origins;
    expect(origins(where({ size: actor('a.b') }), { a: { b: 1 } })).to.deep.equal([{ kind: 'actor', text: 'actor.a.b' }]);
    const list = where({ size: { in: [0, actor('a')] } });
    expect(origins(list, { a: 1 })).to.deep.equal([{ kind: 'actor', text: '[0,"actor.a"]' }]);
    expect(parameterOf(operandOf(open(list, { a: 1 }))).sources).to.deep.equal([]);
  });

  it('leaves arguments and parts of keys open as well, but only those of the actor', () => {
    const predicate = open(near(actor('a'), 4), { a: 1 });
    if (predicate.kind !== 'predicate') throw new Error('no predicate');
    expect(predicate.args[1]).to.equal(4);
    expect(resolved(predicate.args[0], { a: 9 })).to.equal(9);
    const key: Condition = { kind: 'key', manager: world.manager('Slot'), keys: [[3, actor('b')]] };
    const opened = bind(world.model, key, { b: 'x' }, true);
    if (opened.kind !== 'key') throw new Error('no key');
    expect(opened.keys[0]?.[0]).to.equal(3);
    expect(resolved(opened.keys[0]?.[1], { b: 'z' })).to.equal('z');
    expect(() => resolved(opened.keys[0]?.[1], { b: 1 })).to.throw(TypeError);
    const nested = open(
      allOf(not(where({ size: actor('a') })), anyOf(where({ shelf: { floor: actor('a') } }), everyone(), where({ size: 1 }))),
      { a: 1 },
    );
    expect(nested.kind === 'not' && resolved(operandOf(nested.of), { a: 8 })).to.equal(8);
  });
});
