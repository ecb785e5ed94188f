import { expect } from 'chai';
import {
  actor,
  after,
  allOf,
  before,
  changed,
  deny,
  everyone,
  not,
  role,
  where,
  type PermissionOptions,
  type Rule,
} from '../../../decorators/index.js';
import type { Actor } from '../../../lib/permission/actor.js';
import type { Change } from '../../../lib/permission/change.js';
import { decideChange, truthInMemory, type ChangeDecision, type WriteOperation } from '../../../lib/permission/decide.js';
import { Evaluator } from '../../../lib/permission/evaluate.js';
import { Policies, type DecideOptions } from '../../../lib/permission/policies.js';
import type { Truth } from '../../../lib/permission/truth.js';
import { TRUE } from '../../../lib/plan/condition.js';
import { World, type Permissions } from './world.js';

const world = new World();
const shelfOf = (id: number): object => world.make('Shelf', { id });

describe('what changes in an update', () => {
  const isChanged = (field: string, one: unknown, other: unknown): Truth =>
    world.truth(changed(field as never), {}, { change: { before: world.thing({ [field]: one }), after: world.thing({ [field]: other }) } });

  const cases: readonly (readonly [string, unknown, unknown, Truth])[] = [
    ['label', 'a', 'b', true],
    ['label', 'a', 'a', false],
    ['label', null, null, false],
    ['label', null, 'a', true],
    ['label', 'a', null, true],
    ['size', 0, null, true],
    ['price', '1.0', '1.00', false],
    ['price', '1.0', '1.01', true],
    ['seen', new Date(1), new Date(1), false],
    ['seen', new Date(1), new Date(2), true],
    ['mood', 'calm', 'calm', false],
    ['mood', 'calm', 'wild', true],
    ['facts', { a: 1, b: 2 }, { b: 2, a: 1 }, false],
    ['facts', { a: 1 }, { a: 2 }, true],
    ['facts', [1], { 0: 1 }, true],
    ['tags', ['a', 'b'], ['a', 'b'], false],
    ['tags', ['a', 'b'], ['b', 'a'], true],
    ['tags', ['a'], ['a', 'b'], true],
    ['tags', ['a', 'b'], ['a'], true],
    ['tags', [], [], false],
    ['tags', [null], [null], false],
    ['tags', [null], ['a'], true],
    ['tags', null, [], true],
    ['tags', ['a'], 'a', true],
    ['tags', 'a', ['a'], true],
    ['prices', ['1.0'], ['1.00'], false],
    ['prices', ['1.0'], ['1.01'], true],
    ['shade', ' Red', 'red', false],
    ['shade', 'red', 'blue', true],
    ['shade', 'red', 7, undefined],
    ['shade', 'boom', 'red', undefined],
    ['odd', 'a', 'a', false],
    ['odd', 'a', 'b', true],
    ['odd', 1, 2, true],
    ['odd', { a: 1 }, { a: 1 }, undefined],
    ['odd', 1, { a: 1 }, undefined],
    ['odd', { a: 1 }, 1, undefined],
    ['opens', '10:00', 'noon', undefined],
    ['measure', { width: 1 }, { width: 1 }, false],
    ['measure', { width: 1 }, { width: 2 }, true],
    ['measure', { width: 1, shade: 'RED' }, { width: 1, shade: 'red' }, false],
    ['measure', { width: 1, shade: 'RED' }, { width: 1, shade: 7 }, undefined],
    ['measure', { width: 1, shade: 'RED' }, { width: 2, shade: 7 }, true],
    ['measure', { inner: { depth: 1 } }, { inner: { depth: 1 } }, false],
    ['measure', { inner: { depth: 1 } }, { inner: { depth: 2 } }, true],
    ['measure', { inner: { depth: 1 } }, { inner: null }, true],
    ['measure', { marks: ['a'] }, { marks: ['a'] }, false],
    ['measure', { marks: ['a'] }, { marks: ['b'] }, true],
    ['measure', {}, { width: null }, false],
    ['measure', null, null, false],
    ['measure', null, { width: 1 }, true],
    ['shelf', shelfOf(1), shelfOf(1), false],
    ['shelf', shelfOf(1), shelfOf(2), true],
    ['shelf', null, shelfOf(2), true],
    ['shelf', shelfOf(1), null, true],
    ['pin', world.make('Pin', { code: 'RED' }), world.make('Pin', { code: 'red' }), false],
    ['pin', world.make('Pin', { code: 'RED' }), world.make('Pin', { code: 'blue' }), true],
    ['pin', world.make('Pin', { code: 'RED' }), world.make('Pin', { code: 7 }), undefined],
    ['slot', { shelf: shelfOf(1), row: 'a' }, { shelf: shelfOf(1), row: 'a' }, false],
    ['slot', { shelf: shelfOf(1), row: 'a' }, { shelf: shelfOf(2), row: 'a' }, true],
    ['slot', { shelf: shelfOf(1), row: 'a' }, { shelf: shelfOf(1), row: 'b' }, true],
  ];
  it('is what the database would tell apart', () => {
    for (const [field, one, other, truth] of cases) {
      expect(isChanged(field, one, other), `${field} ${JSON.stringify([one, other])}`).to.equal(truth);
    }
  });

  it('is any one of the fields', () => {
    const rule = changed('size', 'label') as Rule;
    const change = (one: object, other: object): Change => ({ before: world.thing(one), after: world.thing(other) });
    expect(world.truth(rule, {}, { change: change({ size: 1 }, { size: 1 }) })).to.equal(false);
    expect(world.truth(rule, {}, { change: change({ size: 1 }, { size: 2 }) })).to.equal(true);
    expect(world.truth(rule, {}, { change: change({ label: 'a' }, { label: 'b' }) })).to.equal(true);
  });

  it('is unknown without one of the states', () => {
    const rule = changed('size') as Rule;
    const object = world.thing({ size: 1 });
    for (const change of [{}, { before: object }, { after: object }]) expect(world.truth(rule, object, { change })).to.equal(undefined);
  });

  it('is asked of the state that a rule names', () => {
    const change = { before: world.thing({ size: 1 }), after: world.thing({ size: 2 }) };
    expect(world.truth(before({ size: 1 }), {}, { change })).to.equal(true);
    expect(world.truth(before({ size: 2 }), {}, { change })).to.equal(false);
    expect(world.truth(after({ size: 2 }), {}, { change })).to.equal(true);
    expect(world.truth(after({ size: 1 }), {}, { change })).to.equal(false);
    expect(world.truth(allOf(before({ size: 1 }), not(after({ size: 1 }))), {}, { change })).to.equal(true);
    expect(world.truth(after({ size: 1 }), {}, {})).to.equal(undefined);
  });

  it('is unknown where a key has something missing', () => {
    const half = { shelf: null, row: 'a' };
    expect(isChanged('slot', half, { shelf: null, row: 'a' })).to.equal(undefined);
    expect(isChanged('slot', half, { shelf: shelfOf(0), row: 'a' })).to.equal(undefined);
    expect(isChanged('shelf', shelfOf(0), { id: null })).to.equal(undefined);
    expect(isChanged('shelf', { id: null }, shelfOf(0))).to.equal(undefined);
    expect(isChanged('slot', { ...half, row: 'b' }, half)).to.equal(true);
    const evaluator = new Evaluator(world.model);
    const key = { kind: 'key', manager: world.manager('Slot'), keys: [[1, 'a']] } as const;
    expect(evaluator.truth(key, { shelf: 1, row: 'a' })).to.equal(undefined);
  });
});

describe('deciding about changes', () => {
  type Asked = readonly [WriteOperation, Change, Actor?, DecideOptions?];
  const decide = (
    permissions: Permissions,
    name: 'Thing' | 'Animal' | 'Dog',
    [operation, change, who = null, options]: Asked,
  ): ChangeDecision => {
    const asked = new World(permissions);
    expect(asked.problems).to.deep.equal([]);
    return new Policies(asked.model).decide(asked.manager(name), operation, who, change, options);
  };
  const thing = (permission: PermissionOptions, ...asked: Asked): ChangeDecision => decide({ Thing: permission }, 'Thing', asked);
  const [small, large] = [world.thing({ size: 1 }), world.thing({ size: 9 })];
  const ALLOWED = { allowed: true, by: 'allow' };

  it('asks a create after, a delete before, an update in both states', () => {
    const permission = { create: where({ size: 1 }), update: where({ size: 1 }), delete: where({ size: 1 }) };
    expect(thing(permission, 'create', { after: small })).to.deep.equal(ALLOWED);
    expect(thing(permission, 'create', { after: large })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'after' });
    expect(thing(permission, 'delete', { before: small })).to.deep.equal(ALLOWED);
    expect(thing(permission, 'delete', { before: large })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'before' });
    expect(thing(permission, 'update', { before: small, after: small })).to.deep.equal(ALLOWED);
    expect(thing(permission, 'update', { before: large, after: small })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'before' });
    expect(thing(permission, 'update', { before: small, after: large })).to.deep.equal({ allowed: false, by: 'no-allow', image: 'after' });
  });

  it('refuses to decide without a state that the operation has', () => {
    const permission = { create: everyone(), update: everyone(), delete: everyone() };
    for (const [operation, change, state] of [
      ['create', { before: small }, 'after'],
      ['delete', { after: small }, 'before'],
      ['update', { after: small }, 'before'],
      ['update', { before: small }, 'after'],
    ] as const) {
      expect(() => thing(permission, operation, change)).to.throw(
        TypeError,
        `the ${operation} of an object is decided without its state ${state}`,
      );
    }
  });

  it('tells what decided: what is unknown is a no', () => {
    const by = (update: PermissionOptions['update']): unknown =>
      thing(update ? { update } : {}, 'update', { before: small, after: small }).by;
    const unknown = where({ label: 'a' });
    expect(by(undefined)).to.equal('no-policy');
    expect(by(role('a'))).to.equal('no-allow');
    expect(by(unknown)).to.equal('no-allow');
    expect(by([everyone(), deny(where({ size: 1 }))])).to.equal('deny');
    expect(by([everyone(), deny(unknown)])).to.equal('deny');
    expect(by([everyone(), deny(where({ size: 2 }))])).to.equal('allow');
    expect(by({ allow: everyone(), require: unknown })).to.equal('require');
    expect(by({ allow: everyone(), require: where({ size: 2 }) })).to.equal('require');
    expect(by({ allow: everyone(), require: where({ size: 1 }) })).to.equal('allow');
    expect(by({ allow: role('a'), deny: where({ size: 1 }), require: role('b') })).to.equal('deny');
  });

  it('tells what allowed it', () => {
    const bound = { allow: [TRUE], deny: [], require: [] };
    const truth = truthInMemory(new Evaluator(world.model), 'create', { after: small });
    expect(decideChange(truth, bound, ['after'])).to.deep.equal(ALLOWED);
  });

  it('asks the rules of the fields that an update changes, or of which nobody can tell', () => {
    const permission = { update: everyone(), fields: { size: { update: role('a') }, odd: { update: role('a') } } };
    const refused = { allowed: false, by: 'no-allow', image: 'before' };
    expect(thing(permission, 'update', { before: small, after: world.thing({ size: 1, label: 'b' }) })).to.deep.equal(ALLOWED);
    expect(thing(permission, 'update', { before: small, after: large })).to.deep.equal({ ...refused, field: 'size' });
    expect(thing(permission, 'update', { before: small, after: large }, { roles: ['a'] })).to.deep.equal(ALLOWED);
    const [one, other] = [world.thing({ odd: { a: 1 } }), world.thing({ odd: { a: 1 } })];
    expect(thing(permission, 'update', { before: one, after: other })).to.deep.equal({ ...refused, field: 'odd' });
    expect(thing(permission, 'update', { before: one, after: one })).to.deep.equal({ ...ALLOWED });
  });

  it('asks the rules of the fields that a create names; of all that have rules where it names none', () => {
    const permission = { create: everyone(), update: everyone(), fields: { size: { create: role('a') }, label: { update: role('a') } } };
    const refused = { allowed: false, by: 'no-allow', image: 'after', field: 'size' };
    expect(thing(permission, 'create', { after: small }, null)).to.deep.equal(refused);
    expect(thing(permission, 'create', { after: small }, null, { fields: ['size', 'label'] })).to.deep.equal(refused);
    expect(thing(permission, 'create', { after: small }, null, { fields: ['label'] })).to.deep.equal(ALLOWED);
    expect(thing(permission, 'create', { after: small }, null, { fields: [] })).to.deep.equal(ALLOWED);
    expect(thing(permission, 'create', { after: small }, { roles: ['a'] })).to.deep.equal(ALLOWED);
  });

  it('asks no rules of fields about deletes', () => {
    const permission = { delete: everyone(), update: everyone(), fields: { size: { update: role('a') } } };
    expect(thing(permission, 'delete', { before: small })).to.deep.equal(ALLOWED);
  });

  it('decides for the actor that acts', () => {
    const own = { create: everyone(), update: where({ size: actor('a') }), fields: { label: { create: where({ size: actor('a') }) } } };
    expect(thing(own, 'update', { before: small, after: small }, { a: 1 })).to.deep.equal(ALLOWED);
    expect(thing(own, 'update', { before: small, after: small }, { a: 2 }).allowed).to.equal(false);
    expect(thing(own, 'create', { after: small }, { a: 1 })).to.deep.equal(ALLOWED);
    expect(thing(own, 'create', { after: small }, { a: 2 }).allowed).to.equal(false);
  });

  it('reads the fields as it is told to', () => {
    const read = (object: object): unknown => Reflect.get(object, 'secret');
    const permission = { create: where({ size: 5 }) };
    expect(thing(permission, 'create', { after: { secret: 5 } }, null, { read })).to.deep.equal(ALLOWED);
    expect(() => thing(permission, 'create', { after: { secret: 5 } }))
      .to.throw()
      .with.property('code', 'GM_PERM_NOT_LOADED');
  });

  it('asks the policy of the class that is asked for, and that of the object’s own', () => {
    const animals = { Animal: { update: everyone() }, Dog: { update: role('vet') } };
    const asked = new World(animals);
    const policies = new Policies(asked.model);
    const update = (
      name: 'Animal' | 'Dog',
      kind: 'Dog' | 'Cat' | 'Puppy',
      who: Actor,
      to: 'Dog' | 'Cat' | 'Puppy' = kind,
    ): ChangeDecision =>
      policies.decide(asked.manager(name), 'update', who, { before: asked.make(kind, { id: 1 }), after: asked.make(to, { id: 1 }) });
    const vet = { roles: ['vet'] };
    expect(update('Animal', 'Cat', null)).to.deep.equal(ALLOWED);
    expect(update('Animal', 'Dog', null)).to.deep.equal({ allowed: false, by: 'no-allow', image: 'before' });
    expect(update('Animal', 'Cat', null, 'Dog')).to.deep.equal({ allowed: false, by: 'no-allow', image: 'before' });
    expect(update('Animal', 'Dog', vet)).to.deep.equal(ALLOWED);
    expect(update('Dog', 'Dog', null).allowed).to.equal(false);
    const all = new World({
      Animal: { create: everyone(), delete: everyone() },
      Dog: { create: role('vet') },
      Thing: { create: role('vet') },
    });
    const made = new Policies(all.model);
    const cat = all.make('Cat', { id: 1 });
    expect(made.decide(all.manager('Animal'), 'create', null, { after: cat })).to.deep.equal(ALLOWED);
    expect(made.decide(all.manager('Animal'), 'delete', null, { before: cat })).to.deep.equal(ALLOWED);
    expect(made.decide(all.manager('Animal'), 'create', null, { after: all.make('Dog', { id: 1 }) }).allowed).to.equal(false);
    expect(made.decide(all.manager('Animal'), 'create', null, { after: all.make('Thing', { id: 1 }) }).allowed).to.equal(false);
    expect(policies.decide(asked.manager('Animal'), 'update', null, { before: { id: 1 }, after: { id: 1 } })).to.deep.equal(ALLOWED);
  });
});
