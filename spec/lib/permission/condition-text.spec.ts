import { expect } from 'chai';
import { actor, after, allOf, anyOf, changed, check, definePredicate, not, role, where } from '../../../decorators/index.js';
import { conditionText, pathText, valueText } from '../../../lib/permission/condition-text.js';
import { FALSE, TRUE, UNKNOWN, type Condition } from '../../../lib/plan/condition.js';
import { Parameter } from '../../../lib/plan/parameter.js';
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

  describe('of values and links that not everybody may see', () => {
    const thing = world.manager('Thing');
    const floor = world.condition(where({ floor: 1 }), 'Shelf');
    const vet = world.condition(role('vet'));
    const size = (guard: Condition | undefined): Condition => {
      const compared = world.condition(SIZE);
      if (compared.kind !== 'compare') throw new Error('nothing is compared');
      return { ...compared, path: { ...compared.path, ...(guard && { guard }) } };
    };
    const shelf = (conditions: { readonly guard?: Condition; readonly policy?: Condition }): Condition => {
      const related = world.condition(where({ shelf: { floor: 1 } }));
      if (related.kind !== 'relation') throw new Error('nothing is related');
      return { ...related, ...conditions };
    };

    it('say who sees a value', () => {
      expect(conditionText(size(vet))).to.equal('size (seen if role) eq 1');
      expect(conditionText(size(TRUE))).to.equal('size eq 1');
      expect(conditionText(size(undefined))).to.equal('size eq 1');
    });

    it('say who sees a link, and what it leads to', () => {
      expect(conditionText(shelf({ guard: vet, policy: floor }))).to.equal('some shelf (seen if role and floor eq 1): floor eq 1');
      expect(conditionText(shelf({ guard: vet }))).to.equal('some shelf (seen if role): floor eq 1');
      expect(conditionText(shelf({ policy: FALSE }))).to.equal('some shelf (seen if false): floor eq 1');
    });

    it('say it of each hop on the way to a value', () => {
      const [field, link] = [world.manager('Shelf').fields.get('floor'), thing.fields.get('shelf')];
      if (field?.kind !== 'scalar' || link?.kind !== 'relation') throw new Error('no fields');
      const hop = { field: link, target: world.manager('Shelf'), policy: floor, guard: vet };
      expect(pathText({ manager: thing, hops: [hop], embedded: [], field })).to.equal('shelf (seen if role and floor eq 1).floor');
    });
  });

  it('name where open values come from', () => {
    const parameter = (...texts: readonly string[]): Parameter => {
      const sources = texts.map((text) => new Parameter(() => 1, [], { kind: 'variable', text }));
      return new Parameter(() => 1, sources);
    };
    expect(valueText(parameter('$a'))).to.equal('$a');
    expect(valueText(parameter('$a', 'actor.b'))).to.equal('$a, actor.b');
    expect(valueText(parameter())).to.equal('a value of the run');
    expect(valueText([1, parameter('$a'), 'x'])).to.equal('[1,$a,"x"]');
  });
});
