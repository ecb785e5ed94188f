import { expect } from 'chai';
import { actor, after, allOf, anyOf, changed, check, definePredicate, not, role, where } from '../../../decorators/index.js';
import { conditionText, pathText, valueText } from '../../../lib/permission/condition-text.js';
import { FALSE, TRUE, UNKNOWN, type Condition } from '../../../lib/plan/condition.js';
import { World } from './world.js';

const world = new World();
const near = definePredicate<object, [unknown, unknown]>({
  name: 'near',
  fields: [],
  args: ['int', 'int'],
  sql: () => '',
  test: () => true,
});
const SIZE = where({ size: 1 });

const TEXTS: readonly (readonly [Condition, string])[] = [
  [TRUE, 'true'],
  [FALSE, 'false'],
  [UNKNOWN, 'unknown'],
  [world.condition(SIZE), 'size eq 1'],
  [world.condition(where({ label: { in: ['a', actor('b.c')] } })), 'label in ["a","actor.b.c"]'],
  [world.condition(where({ serial: 3n })), 'serial eq "3n"'],
  [world.condition(where({ measure: { inner: { depth: null } } })), 'measure.inner.depth isNull true'],
  [world.condition(where({ facts: { path: ['a', '0'], eq: 1 } })), 'facts.a.0 eq 1'],
  [world.condition(allOf(SIZE, where({ label: 'a' }))), 'size eq 1 and label eq "a"'],
  [world.condition(anyOf(SIZE, where({ label: 'a' }))), '(size eq 1 or label eq "a")'],
  [world.condition(not(SIZE)), 'not (size eq 1)'],
  [{ kind: 'is', truth: false, of: world.condition(SIZE) }, '(size eq 1) is false'],
  [world.condition(where({ shelf: { floor: 1 } })), 'some shelf: floor eq 1'],
  [world.condition(where({ shelf: null })), 'none shelf: true'],
  [world.condition(where({ shelf: actor('a') })), 'some shelf: key "actor.a"'],
  [
    {
      kind: 'key',
      manager: world.manager('Slot'),
      keys: [
        [1, 'a'],
        [2, 'b'],
      ],
    },
    'key 1, "a" or 2, "b"',
  ],
  [world.condition(near(1, actor('a'))), 'near(1, "actor.a")'],
  [world.condition(check({ name: 'sane', test: () => true })), 'sane()'],
  [world.condition(changed('size', 'label')), 'changed size, label'],
  [world.condition(after({ size: 1 })), 'after: size eq 1'],
  [world.condition(role('a')), 'role'],
  [{ kind: 'type', manager: world.manager('Dog') }, 'is a Dog'],
];

describe('conditions in words', () => {
  for (const [condition, text] of TEXTS) it(`say ${text}`, () => expect(conditionText(condition)).to.equal(text));

  it('name the way to a value', () => {
    const [field, shelf] = [world.manager('Shelf').fields.get('floor'), world.manager('Thing').fields.get('shelf')];
    if (field?.kind !== 'scalar' || shelf?.kind !== 'relation') throw new Error('no fields');
    const hop = { field: shelf, target: world.manager('Shelf'), policy: TRUE };
    expect(pathText({ manager: world.manager('Thing'), hops: [hop], embedded: [], field })).to.equal('shelf.floor');
  });

  it('write values as JSON, attributes of actors by their path', () => {
    expect(valueText({ a: [actor('b'), 1n, null, 'x'] })).to.equal('{"a":["actor.b","1n",null,"x"]}');
  });
});
