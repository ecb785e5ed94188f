import { expect } from 'chai';
import { actor, allOf, anyOf, changed, check, definePredicate, not, where } from '../../../decorators/index.js';
import { Evaluator } from '../../../lib/permission/evaluate.js';
import { readProperty } from '../../../lib/permission/object-reader.js';
import type { FieldModel, RelationField, ValueField } from '../../../lib/model/field.js';
import type { ManagerModel } from '../../../lib/model/model.js';
import {
  FALSE,
  TRUE,
  UNKNOWN,
  type Comparison,
  type Condition,
  type RelationCondition,
  type ValuePath,
} from '../../../lib/plan/condition.js';
import { World } from './world.js';

const world = new World();
const evaluator = new Evaluator(world.model);
const [thing, shelf, slot, pin] = [world.manager('Thing'), world.manager('Shelf'), world.manager('Slot'), world.manager('Pin')];

function fieldOf<Kind extends FieldModel['kind']>(manager: ManagerModel, name: string, kind: Kind): Extract<FieldModel, { kind: Kind }> {
  const field = manager.fields.get(name);
  if (field?.kind !== kind) throw new Error(`no ${kind} ${name}`);
  return field as Extract<FieldModel, { kind: Kind }>;
}
const relationOf = (manager: ManagerModel, name: string): RelationField => fieldOf(manager, name, 'relation');
const valueOf = (manager: ManagerModel, name: string): ValueField => fieldOf(manager, name, 'scalar');

const shelfOf = (id: number, floor: number | null = null, things: readonly object[] = []): object =>
  world.make('Shelf', { id, floor, things });
const compare = (path: Partial<ValuePath>, operator: Comparison['operator'], value: unknown): Condition => ({
  kind: 'compare',
  path: { manager: thing, hops: [], embedded: [], field: valueOf(thing, 'size'), ...path },
  operator,
  value,
});

describe('conditions in memory', () => {
  it('are constants', () => {
    expect([TRUE, FALSE, UNKNOWN].map((each) => evaluator.truth(each, {}))).to.deep.equal([true, false, undefined]);
  });

  it('are connected in three values, and asked for their truth in two', () => {
    const truths = [TRUE, FALSE, UNKNOWN];
    for (const each of truths) {
      const truth = evaluator.truth(each, {});
      expect(evaluator.truth({ kind: 'not', of: each }, {})).to.equal(truth === undefined ? undefined : !truth);
      expect(evaluator.truth({ kind: 'is', truth: true, of: each }, {})).to.equal(truth === true);
      expect(evaluator.truth({ kind: 'is', truth: false, of: each }, {})).to.equal(truth === false);
      expect(evaluator.truth({ kind: 'and', all: [TRUE, each] }, {})).to.equal(truth);
      expect(evaluator.truth({ kind: 'or', any: [FALSE, each] }, {})).to.equal(truth);
    }
  });

  it('cannot be asked before an actor is known', () => {
    const unbound: Condition = { kind: 'actor', rule: { kind: 'authenticated' } };
    expect(() => evaluator.truth(unbound, {})).to.throw(TypeError, 'a policy is not bound to an actor');
  });

  it('look into embedded objects, where there are some', () => {
    const width = where({ measure: { width: 3 } });
    const depth = where({ measure: { inner: { depth: 3 } } });
    expect(world.truth(width, world.thing({ measure: { width: 3 } }))).to.equal(true);
    expect(world.truth(width, world.thing({ measure: { width: 4 } }))).to.equal(false);
    expect(world.truth(width, world.thing({ measure: { width: null } }))).to.equal(undefined);
    expect(world.truth(width, world.thing())).to.equal(undefined);
    expect(world.truth(depth, world.thing({ measure: { inner: { depth: 3 } } }))).to.equal(true);
    expect(world.truth(depth, world.thing({ measure: { inner: { depth: 4 } } }))).to.equal(false);
    expect(world.truth(depth, world.thing({ measure: { inner: null } }))).to.equal(undefined);
    expect(world.truth(depth, world.thing())).to.equal(undefined);
    expect(world.truth(where({ measure: { shade: 'RED' } }), world.thing({ measure: { shade: ' red' } }))).to.equal(true);
    const absent = new Evaluator(world.model, () => undefined);
    expect(absent.truth(world.condition(where({ shade: null })), {})).to.equal(true);
    expect(absent.truth(world.condition(where({ size: null })), {})).to.equal(true);
    const nowhere = compare({ embedded: ['nope'] }, 'isNull', true);
    expect(evaluator.truth(nowhere, world.thing({ size: 1 }))).to.equal(true);
  });

  it('ask for some, every or none of related objects', () => {
    const things = [1, 2, null].map((size) => world.thing({ size }));
    const asks = (quantifier: string, size: number, of: readonly object[]): unknown =>
      world.truth(where({ things: { [quantifier]: { size } } }), shelfOf(1, 1, of), { of: 'Shelf' });
    const [first, , unknown] = things;
    expect(asks('some', 2, things)).to.equal(true);
    expect(asks('some', 3, things)).to.equal(false);
    expect(asks('some', 1, [])).to.equal(false);
    expect(asks('every', 1, [first ?? {}])).to.equal(true);
    expect(asks('every', 1, things)).to.equal(false);
    expect(asks('every', 1, [unknown ?? {}])).to.equal(false);
    expect(asks('every', 1, [])).to.equal(true);
    expect(asks('none', 3, things)).to.equal(true);
    expect(asks('none', 2, things)).to.equal(false);
    expect(asks('none', 1, [unknown ?? {}])).to.equal(true);
  });

  it('follow to-one relations, by a condition, a key or nothing', () => {
    const on = world.thing({ shelf: shelfOf(7, 3) });
    expect(world.truth(where({ shelf: { floor: 3 } }), on)).to.equal(true);
    expect(world.truth(where({ shelf: { floor: 4 } }), on)).to.equal(false);
    expect(world.truth(where({ shelf: { floor: 3 } }), world.thing())).to.equal(false);
    expect(world.truth(where({ shelf: null }), world.thing())).to.equal(true);
    expect(world.truth(where({ shelf: null }), on)).to.equal(false);
    expect(world.truth(where({ shelf: 7 }), on)).to.equal(true);
    expect(world.truth(where({ shelf: 8 }), on)).to.equal(false);
    expect(world.truth(where({ shelf: 7 }), world.thing())).to.equal(false);
    expect(world.truth(where({ pin: 'red' }), world.thing({ pin: world.make('Pin', { code: ' RED' }) }))).to.equal(true);
    expect(world.truth(where({ pin: 'red' }), world.thing({ pin: world.make('Pin', { code: 'blue' }) }))).to.equal(false);
  });

  it('count only the related objects that are seen, along links that are seen', () => {
    const relation: RelationCondition = {
      kind: 'relation',
      manager: shelf,
      field: relationOf(shelf, 'things'),
      target: thing,
      quantifier: 'some',
      where: TRUE,
      policy: compare({}, 'eq', 1),
    };
    const holder = (size: number | null): object => shelfOf(1, 1, [world.thing({ size })]);
    expect(evaluator.truth(relation, holder(1))).to.equal(true);
    expect(evaluator.truth(relation, holder(2))).to.equal(false);
    expect(evaluator.truth(relation, holder(null))).to.equal(false);
    expect(evaluator.truth({ ...relation, guard: TRUE }, holder(1))).to.equal(true);
    expect(evaluator.truth({ ...relation, guard: UNKNOWN }, holder(1))).to.equal(false);
    expect(evaluator.truth({ ...relation, guard: FALSE, quantifier: 'none' }, holder(1))).to.equal(true);
    expect(evaluator.truth({ ...relation, quantifier: 'every', where: FALSE }, holder(2))).to.equal(true);
  });

  it('take a value that is not seen for null', () => {
    const isNull = (guard: Condition): unknown => evaluator.truth(compare({ guard }, 'isNull', true), world.thing({ size: 1 }));
    expect([TRUE, FALSE, UNKNOWN].map(isNull)).to.deep.equal([false, true, true]);
  });

  it('reach values along to-one relations', () => {
    const field = valueOf(shelf, 'floor');
    const hop = { field: relationOf(thing, 'shelf'), target: shelf, policy: TRUE };
    const floor = compare({ hops: [hop], field }, 'eq', 3);
    expect(evaluator.truth(floor, world.thing({ shelf: shelfOf(1, 3) }))).to.equal(true);
    expect(evaluator.truth(floor, world.thing({ shelf: shelfOf(1, 4) }))).to.equal(false);
    expect(evaluator.truth(floor, world.thing())).to.equal(undefined);
    const back = { field: relationOf(slot, 'shelf'), target: shelf, policy: TRUE };
    const far = compare({ hops: [{ ...hop, field: relationOf(thing, 'slot'), target: slot }, back], field }, 'eq', 3);
    expect(evaluator.truth(far, world.thing({ slot: { shelf: shelfOf(1, 3) } }))).to.equal(true);
    expect(evaluator.truth(far, world.thing())).to.equal(undefined);
    const code = compare(
      { hops: [{ field: relationOf(thing, 'pin'), target: pin, policy: TRUE }], field: valueOf(pin, 'code') },
      'eq',
      'red',
    );
    expect(evaluator.truth(code, world.thing({ pin: world.make('Pin', { code: ' RED' }) }))).to.equal(true);
  });

  it('compare keys part by part', () => {
    const keys = (...all: (readonly unknown[])[]): Condition => ({ kind: 'key', manager: slot, keys: all });
    const here = world.make('Slot', { shelf: shelfOf(1), row: 'a' });
    expect(evaluator.truth(keys([1, 'a']), here)).to.equal(true);
    expect(evaluator.truth(keys([1, 'b']), here)).to.equal(false);
    expect(evaluator.truth(keys([2, 'a']), here)).to.equal(false);
    expect(evaluator.truth(keys([2, 'b'], [1, 'a']), here)).to.equal(true);
    expect(evaluator.truth(keys(), here)).to.equal(false);
    const part = world.make('Slot', { shelf: null, row: 'a' });
    expect(evaluator.truth(keys([1, 'a']), part)).to.equal(undefined);
    expect(evaluator.truth(keys([1, 'b']), part)).to.equal(false);
    expect(evaluator.truth(keys([1, 'a', 'x']), here)).to.equal(undefined);
    const pinned: Condition = { kind: 'key', manager: pin, keys: [['red']] };
    expect(evaluator.truth(pinned, world.make('Pin', { code: ' Red' }))).to.equal(true);
    expect(evaluator.truth(pinned, world.make('Pin', { code: 7 }))).to.equal(undefined);
    expect(evaluator.truth({ ...pinned, keys: [[7]] }, world.make('Pin', { code: 'red' }))).to.equal(undefined);
  });

  it('tell the most derived class of an object', () => {
    const types = ['Animal', 'Dog', 'Puppy', 'Cat'] as const;
    const classOf = (object: object): readonly string[] =>
      types.filter((name) => evaluator.truth({ kind: 'type', manager: world.manager(name) }, object) === true);
    for (const name of types) expect(classOf(new world.classes[name]())).to.deep.equal([name]);
    class Poodle extends world.classes.Dog {}
    expect(classOf(new Poodle())).to.deep.equal(['Dog']);
    expect(classOf({})).to.deep.equal([]);
    expect(classOf(Object.create(null) as object)).to.deep.equal([]);
  });

  it('hand the values of fields and the arguments to predicates; what is not there is null', () => {
    const asked: unknown[] = [];
    const near = definePredicate<{ size: number; label: string }, [unknown, unknown]>({
      name: 'near',
      fields: ['size', 'label'],
      args: ['int', 'int'],
      sql: () => 'true',
      test: (fields, args) => void asked.push(fields, args),
    });
    const rule = near(actor('level'), 4);
    expect(world.truth(rule, world.thing({ size: 3, label: null }), { actor: { level: 1 } })).to.equal(undefined);
    expect(asked).to.deep.equal([{ size: 3, label: null }, [1, 4]]);
    const condition = world.bound(rule, { level: 1 });
    const forgetful = new Evaluator(world.model, () => undefined);
    forgetful.truth(condition, {});
    expect(asked[2]).to.deep.equal({ size: null, label: null });
    if (condition.kind !== 'predicate') throw new Error('no predicate');
    evaluator.truth({ ...condition, predicate: { ...condition.predicate, fields: ['nope'] } }, {});
    expect(asked[4]).to.deep.equal({ nope: null });
  });

  it('take from checks nothing but true and false', () => {
    const answers: readonly (readonly [unknown, unknown])[] = [
      [true, true],
      [false, false],
      [undefined, undefined],
      [null, undefined],
      [1, undefined],
      ['true', undefined],
      [Promise.resolve(true), undefined],
    ];
    for (const [answer, truth] of answers) {
      expect(world.truth(check({ name: 'given', test: () => answer as boolean }), world.thing()), String(answer)).to.equal(truth);
    }
    const throwing = check({
      name: 'throws',
      test: () => {
        throw new Error('no');
      },
    });
    expect(world.truth(throwing, world.thing())).to.equal(undefined);
    expect(world.truth(not(throwing), world.thing())).to.equal(undefined);
  });

  it('hand the object and the actor to checks; nobody is null', () => {
    const asked: unknown[] = [];
    const rule = check({ name: 'asks', test: (object, who) => asked.push(object, who) > 0 });
    const [object, who] = [world.thing(), { id: 1 }];
    expect(world.truth(rule, object, { actor: who })).to.equal(true);
    expect(world.truth(rule, object)).to.equal(true);
    evaluator.truth({ ...world.condition(rule), kind: 'check' } as Condition, object);
    expect(asked).to.deep.equal([object, who, object, null, object, null]);
  });

  it('combine what they say of one object', () => {
    const rule = anyOf(allOf(where({ size: { gt: 1 } }), not(where({ label: 'a' }))), where({ fragile: true }));
    expect(world.truth(rule, world.thing({ size: 2, label: 'b' }))).to.equal(true);
    expect(world.truth(rule, world.thing({ size: 2, label: 'a', fragile: false }))).to.equal(false);
    expect(world.truth(rule, world.thing({ size: 2 }))).to.equal(undefined);
    expect(world.truth(changed('size'), world.thing())).to.equal(undefined);
  });

  it('compare nothing that they have no operator for', () => {
    expect(() => evaluator.truth(compare({}, 'ilike', 'a'), world.thing({ size: 1 }))).to.throw(
      TypeError,
      'ilike is not decided in memory',
    );
    const list = compare({ field: valueOf(thing, 'tags') }, 'gt', 'a');
    expect(() => evaluator.truth(list, world.thing({ tags: [] }))).to.throw(TypeError, 'gt is not decided in memory for lists');
  });
});

describe('reading objects', () => {
  const read = (object: object, name: string, manager = thing): unknown => {
    const field = manager.fields.get(name);
    return field && readProperty(object, manager, field);
  };

  it('gives values as they are, null included', () => {
    const facts = { getItems: () => [], unwrap: () => 1 };
    expect(read({ size: 1 }, 'size')).to.equal(1);
    expect(read({ size: null }, 'size')).to.equal(null);
    expect(read({ facts }, 'facts')).to.equal(facts);
    expect(read({ shelf: null }, 'shelf')).to.equal(null);
    expect(read({ shelf: 7 }, 'shelf')).to.equal(7);
  });

  it('opens collections and references of relations by their shape', () => {
    const [item, other] = [{ id: 1 }, { getItems: 1, unwrap: 1 }];
    expect(read({ things: { getItems: () => [item] } }, 'things', shelf)).to.deep.equal([item]);
    expect(read({ things: [item] }, 'things', shelf)).to.deep.equal([item]);
    expect(read({ shelf: { unwrap: () => item } }, 'shelf')).to.equal(item);
    expect(read({ shelf: item }, 'shelf')).to.equal(item);
    expect(read({ shelf: other }, 'shelf')).to.equal(other);
  });

  it('refuses what is not there: GM_PERM_NOT_LOADED', () => {
    const failure = new Error('not initialized');
    const closed = {
      getItems: () => {
        throw failure;
      },
    };
    const refusal = { code: 'GM_PERM_NOT_LOADED', message: 'A rule asks for "size" of a Thing that was given without it.' };
    expect(() => read({}, 'size'))
      .to.throw()
      .that.includes(refusal);
    expect(() => read({ things: closed }, 'things', shelf))
      .to.throw()
      .that.includes({
        ...refusal,
        cause: failure,
        message: 'A rule asks for "things" of a Shelf that was given without it.',
      });
  });
});
