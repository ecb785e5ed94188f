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
  not,
  role,
  where,
  type Rule,
} from '../../../decorators/index.js';
import type { Actor } from '../../../lib/permission/actor.js';
import { PolicyShape } from '../../../lib/permission/shape.js';
import { FALSE, TRUE, UNKNOWN, type Condition } from '../../../lib/plan/condition.js';
import { World } from './world.js';

const world = new World();
const shapeOf = (...conditions: readonly Condition[]): PolicyShape =>
  new PolicyShape(world.model, { allow: conditions, deny: [], require: [] });
const near = definePredicate<{ size: number }, [unknown, unknown]>({
  name: 'near',
  fields: ['size'],
  args: ['int', 'int'],
  sql: () => '',
  test: () => true,
});
const typeOf = (name: 'Dog'): Condition => ({ kind: 'type', manager: world.manager(name) });
const keyOf = (...key: readonly unknown[]): Condition => ({ kind: 'key', manager: world.manager('Slot'), keys: [key] });

/** Actors in groups: within one, a rule means the same except for values. */
type Groups = readonly (readonly Actor[])[];

const KNOWN: Groups = [
  [{ a: 1 }, { a: 2 }],
  [{}, null, { a: null }, { a: 'x' }],
];
const LISTED: Groups = [[{ a: [1] }, { a: [2, 3] }], [{ a: [] }], [{}, { a: 1 }, { a: [null] }, { a: ['x'] }]];
const SPOKEN: Groups = [[{ level: 1 }], [{ level: 2 }, { level: 3 }], [{}, { level: null }]];

const CASES: Readonly<Record<string, readonly [Condition, Groups]>> = {
  'who is authenticated': [world.condition(authenticated()), [[{}, { a: 1 }], [null]]],
  roles: [world.condition(role('x')), [[{ roles: ['x'] }], [{}, { roles: ['y'] }]]],
  attributes: [world.condition(actor('level').eq(1)), SPOKEN],
  'values of comparisons': [world.condition(where({ size: actor('a') })), KNOWN],
  'values of lists': [world.condition(where({ size: { in: actor('a') } })), LISTED],
  'values in lists': [world.condition(where({ size: { in: [0, actor('a')] } })), KNOWN],
  'attributes, each for itself': [
    world.condition(allOf(actor('a').eq(1), actor('b').eq(1))),
    [[{ a: 1 }], [{ b: 1 }], [{ a: 1, b: 1 }], [{ a: 1, b: 2 }], [{ a: 2, b: 1 }], [{}, null]],
  ],
  'lists, each for itself': [
    world.condition(allOf(where({ size: { in: actor('a') } }), where({ size: { in: actor('b') } }))),
    [
      [{ a: [], b: [1] }],
      [
        { a: [1], b: [] },
        { a: [2], b: [] },
      ],
      [{ a: [], b: [] }],
      [{ a: [] }],
      [{ b: [] }],
    ],
  ],
  'what is negated': [world.condition(not(where({ size: actor('a') }))), KNOWN],
  'what is true or not': [{ kind: 'is', truth: true, of: world.condition(where({ size: actor('a') })) }, KNOWN],
  'what has to hold together': [world.condition(allOf(where({ size: 1 }), where({ size: actor('a') }))), KNOWN],
  alternatives: [world.condition(anyOf(where({ size: 1 }), where({ size: actor('a') }))), KNOWN],
  'related objects': [world.condition(where({ shelf: { floor: actor('a') } })), KNOWN],
  keys: [world.condition(where({ shelf: actor('a') })), KNOWN],
  'keys of a type of their own': [
    world.condition(where({ pin: actor('a') })),
    [
      [{ a: 'red' }, { a: 'blue' }],
      [{}, { a: 'boom' }],
    ],
  ],
  'parts of keys': [
    keyOf(3, actor('a')),
    [
      [{ a: 'x' }, { a: 'y' }],
      [{}, { a: 1 }],
    ],
  ],
  'arguments of predicates': [
    world.condition(near(actor('a'), 1)),
    [
      [{ a: 1 }, { a: 2 }, { a: 'x' }],
      [{}, { a: null }],
    ],
  ],
  'lists of arguments': [
    world.condition(near(1, [1, actor('a')])),
    [
      [{ a: 1 }, { a: 2 }],
      [{}, { a: null }],
    ],
  ],
  'states of a change': [world.condition(before({ size: actor('a') })), KNOWN],
  'what stands for a check': [world.condition(check({ name: 'any', where: { size: actor('a') }, test: () => true })), KNOWN],
};

describe('the shapes of policies', () => {
  for (const [title, [condition, groups]] of Object.entries(CASES)) {
    it(`tell actors apart by ${title}, not by values`, () => {
      const shape = shapeOf(condition);
      expect(shape.isConstant).to.equal(false);
      const texts = groups.map((group) => new Set(group.map((who) => shape.of(who))));
      for (const [index, group] of texts.entries()) expect([...group], JSON.stringify(groups[index])).to.have.length(1);
      expect(new Set(texts.flatMap((group) => [...group]))).to.have.property('size', groups.length);
    });
  }

  const constants: readonly (readonly [string, Condition])[] = [
    ['everyone', TRUE],
    ['nobody', FALSE],
    ['what is unknown', UNKNOWN],
    ['constant values', world.condition(where({ size: 1, shelf: { floor: 2 }, tags: { has: 'a' } }))],
    ['constant keys', world.condition(where({ shelf: 1 }))],
    ['constant arguments', world.condition(near(1, 2))],
    ['types', typeOf('Dog')],
    ['changes', world.condition(changed('size'))],
    ['checks without a condition', world.condition(check({ name: 'any', test: () => true }))],
    ['parts that the key has not', keyOf(1, 'x', actor('a'))],
  ];
  for (const [title, condition] of constants) {
    it(`are the same for everybody: ${title}`, () => {
      const shape = shapeOf(condition);
      expect(shape.isConstant).to.equal(true);
      expect(shape.of(null)).to.equal(shape.of({ a: 1 }));
    });
  }

  it('are of everything that allows, denies and is required, each for itself', () => {
    const [one, two, three] = ['a', 'b', 'c'].map((path) => world.condition(where({ size: actor(path) }) as Rule)) as [
      Condition,
      Condition,
      Condition,
    ];
    const shape = new PolicyShape(world.model, { allow: [one], deny: [two], require: [three] });
    const actors = [{}, { a: 1 }, { b: 1 }, { c: 1 }, { a: 1, b: 1 }, { a: 1, c: 1 }, { b: 1, c: 1 }, { a: 1, b: 1, c: 1 }];
    expect(new Set(actors.map((who) => shape.of(who)))).to.have.property('size', actors.length);
  });
});
