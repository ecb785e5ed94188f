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
  deny,
  everyone,
  nobody,
  not,
  require,
  role,
  where,
  type PermissionOptions,
  type PermissionRule,
} from '../../../decorators/index.js';
import type { Actor } from '../../../lib/permission/actor.js';
import { Evaluator } from '../../../lib/permission/evaluate.js';
import { inquire, type ExplainedRule, type Explanation, type Inquiry, type Judgement } from '../../../lib/permission/explain.js';
import type { PolicyOperation } from '../../../lib/permission/rule.js';
import type { Condition } from '../../../lib/plan/condition.js';
import { World, type Permissions } from './world.js';

const test = (): boolean => true;
const near = definePredicate<{ size: number }, [number]>({ name: 'near', fields: ['size'], args: ['int'], sql: () => '', test });

/** Asks an object in memory, in the place of its source. */
function answer(world: World, { questions }: Inquiry, object: object): readonly Judgement[] {
  const evaluator = new Evaluator(world.model);
  return questions.map((condition): Judgement => {
    const value: unknown = condition.kind === 'compare' ? Reflect.get(object, condition.path.field.name) : undefined;
    return { truth: evaluator.truth(condition, object), ...(value !== null && value !== undefined && { value }) };
  });
}

interface Asked {
  readonly operation?: PolicyOperation;
  readonly values?: object;
  readonly who?: Actor;
  readonly field?: string;
}

function explain(permission: PermissionOptions, { operation = 'read', values = {}, who = null, field }: Asked = {}): Explanation {
  const world = new World({ Thing: permission });
  const inquiry = inquire(world.model, world.manager('Thing'), operation, who, { field });
  return inquiry.conclude(answer(world, inquiry, world.thing(values)));
}

/** What is said of one rule that allows. */
function explained(rule: PermissionRule, asked: Asked = {}): ExplainedRule | undefined {
  const { operation = 'read' } = asked;
  return explain({ [operation]: rule }, asked).allow[0];
}

describe('explaining a decision', () => {
  it('tells of the actor what was looked at', () => {
    expect(explained(everyone())).to.deep.equal({ rule: 'everyone', truth: 'true' });
    expect(explained(nobody())).to.deep.equal({ rule: 'nobody', truth: 'false' });
    expect(explained(authenticated(), { who: { roles: ['a'] } })).to.deep.equal({ rule: 'authenticated', truth: 'true' });
    expect(explained(role('a'), { who: { roles: ['b'] } })).to.deep.equal({ rule: 'role(a)', truth: 'false', value: ['b'] });
    expect(explained(role('a'))).to.deep.equal({ rule: 'role(a)', truth: 'false' });
    expect(explained(actor('level').eq(1), { who: { level: 1 } })).to.deep.equal({ rule: 'actor.level eq 1', truth: 'true', value: 1 });
    expect(explained(actor('level').eq(1))).to.deep.equal({ rule: 'actor.level eq 1', truth: 'unknown' });
  });

  it('tells of the object what was compared', () => {
    expect(explained(where({ size: 1 }), { values: { size: 2 } })).to.deep.equal({
      rule: 'where({"size":1})',
      truth: 'false',
      parts: [{ rule: 'size eq 1', truth: 'false', value: 2 }],
    });
    expect(explained(where({ size: 1 }))?.parts).to.deep.equal([{ rule: 'size eq 1', truth: 'unknown' }]);
    expect(explained(where({ size: actor('a') }), { values: { size: 2 }, who: { a: 2 } })).to.deep.equal({
      rule: 'where({"size":"actor.a"})',
      truth: 'true',
      parts: [{ rule: 'size eq 2', truth: 'true', value: 2 }],
    });
    expect(explained(where({ size: actor('a') }), { values: { size: 2 } })?.parts).to.deep.equal([
      { rule: 'size eq "actor.a"', truth: 'unknown' },
    ]);
    expect(explained(where({ size: { in: actor('a') } }), { who: { a: [] } })?.parts).to.deep.equal([
      { rule: 'size in "actor.a"', truth: 'false' },
    ]);
    expect(explained(where({ size: { notIn: actor('a') } }), { who: { a: [] } })?.parts).to.deep.equal([
      { rule: 'size notIn "actor.a"', truth: 'true' },
    ]);
  });

  it('takes conditions apart', () => {
    const rule = where({ size: 1, or: [{ label: 'a' }, { not: { price: '2' } }] });
    const parts = (size: number): unknown => explained(rule, { values: { size, label: 'b', price: '2' } });
    expect(parts(1)).to.deep.equal({
      rule: 'where({"size":1,"or":[{"label":"a"},{"not":{"price":"2"}}]})',
      truth: 'false',
      parts: [
        {
          rule: 'size eq 1 and (label eq "a" or not (price eq "2"))',
          truth: 'false',
          parts: [
            { rule: 'size eq 1', truth: 'true', value: 1 },
            {
              rule: '(label eq "a" or not (price eq "2"))',
              truth: 'false',
              parts: [
                { rule: 'label eq "a"', truth: 'false', value: 'b' },
                { rule: 'not (price eq "2")', truth: 'false', parts: [{ rule: 'price eq "2"', truth: 'true', value: '2' }] },
              ],
            },
          ],
        },
      ],
    });
    expect(explained(rule, { values: { size: 1, label: 'a' } })?.truth).to.equal('true');
    expect(explained(rule, { values: { size: 1, label: 'b' } })?.truth).to.equal('unknown');
  });

  it('takes rules apart', () => {
    const [yes, no] = [
      { rule: 'everyone', truth: 'true' },
      { rule: 'nobody', truth: 'false' },
    ];
    expect(explained(anyOf(everyone(), nobody()))).to.deep.equal({ rule: 'anyOf(everyone, nobody)', truth: 'true', parts: [yes, no] });
    expect(explained(allOf(everyone(), nobody()))).to.deep.equal({ rule: 'allOf(everyone, nobody)', truth: 'false', parts: [yes, no] });
    expect(explained(allOf(everyone()))).to.deep.equal({ rule: 'allOf(everyone)', truth: 'true', parts: [yes] });
    expect(explained(anyOf(allOf(), everyone()))?.parts?.[0]).to.deep.equal({ rule: 'allOf()', truth: 'false', parts: [] });
    expect(explained(not(nobody()))).to.deep.equal({ rule: 'not(nobody)', truth: 'true', parts: [no] });
    expect(explained(not(actor('a').eq(1)))).to.deep.include({ truth: 'unknown' });
  });

  it('asks predicates and delegates', () => {
    expect(explained(near(2), { values: { size: 2 } })).to.deep.equal({
      rule: 'near(2)',
      truth: 'true',
      parts: [{ rule: 'near(2)', truth: 'true' }],
    });
    const world = new World({ Thing: { read: { allow: { kind: 'delegate', field: 'shelf' } } }, Shelf: { read: where({ floor: 1 }) } });
    const inquiry = inquire(world.model, world.manager('Thing'), 'read', null);
    const thing = world.thing({ shelf: world.make('Shelf', { id: 1, floor: 1 }) });
    expect(inquiry.conclude(answer(world, inquiry, thing)).allow).to.deep.equal([
      { rule: 'delegate(shelf)', truth: 'true', parts: [{ rule: 'some shelf: floor eq 1', truth: 'true' }] },
    ]);
  });

  it('says why something is unknown that only a change or memory can decide', () => {
    const update = 'update';
    expect(explained(changed('size'), { operation: update })).to.deep.equal({
      rule: 'changed(size)',
      truth: 'unknown',
      parts: [{ rule: 'changed size', truth: 'unknown', note: 'no change given' }],
    });
    expect(explained(after({ size: 1 }), { operation: update, values: { size: 1 } })?.parts).to.deep.equal([
      { rule: 'after: size eq 1', truth: 'unknown', note: 'no change given' },
    ]);
    expect(explained(before({ size: 1 }), { operation: update, values: { size: 1 } })?.parts).to.deep.equal([
      { rule: 'before: size eq 1', truth: 'true', parts: [{ rule: 'size eq 1', truth: 'true', value: 1 }] },
    ]);
    const note = 'decided in memory, on the object that is written';
    expect(explained(check({ name: 'sane', test }), { operation: update })?.parts).to.deep.equal([
      { rule: 'sane()', truth: 'unknown', note },
    ]);
    const narrowed = check({ name: 'sane', where: { size: 1 }, test });
    expect(explained(narrowed, { operation: update, values: { size: 1 } })?.parts).to.deep.equal([
      { rule: 'sane()', truth: 'true', parts: [{ rule: 'size eq 1', truth: 'true', value: 1 }] },
    ]);
    expect(explained(narrowed, { operation: update, values: { size: 2 } })?.parts).to.deep.equal([
      { rule: 'sane()', truth: 'unknown', note, parts: [{ rule: 'size eq 1', truth: 'false', value: 2 }] },
    ]);
  });

  it('tells of the whole policy: what allows, denies and is required', () => {
    const permission = { read: [where({ size: 1 }), deny(where({ label: 'a' })), require(authenticated())] };
    const allowed = (values: object, who: Actor = {}): boolean => explain(permission, { values, who }).allowed;
    expect(allowed({ size: 1, label: 'b' })).to.equal(true);
    expect(allowed({ size: 2, label: 'b' })).to.equal(false);
    expect(allowed({ size: 1, label: 'a' })).to.equal(false);
    expect(allowed({ size: 1 })).to.equal(false);
    expect(allowed({ size: 1, label: 'b' }, null)).to.equal(false);
    expect(explain(permission, { values: { size: 1, label: 'a' }, who: {} })).to.deep.equal({
      manager: 'Thing',
      operation: 'read',
      allowed: false,
      found: true,
      policy: 'where({"size":1}), require authenticated, deny where({"label":"a"})',
      allow: [{ rule: 'where({"size":1})', truth: 'true', parts: [{ rule: 'size eq 1', truth: 'true', value: 1 }] }],
      deny: [{ rule: 'where({"label":"a"})', truth: 'true', parts: [{ rule: 'label eq "a"', truth: 'true', value: 'a' }] }],
      require: [{ rule: 'authenticated', truth: 'true' }],
    });
    expect(explain({})).to.deep.include({ allowed: false, policy: 'nobody (no policy)', allow: [] });
  });

  it('asks the smallest parts, with the values of the actor', () => {
    const world = new World({ Thing: { read: where({ or: [{ size: actor('a') }, { label: 'x' }] }), update: everyone() } });
    const ask = (who: Actor): readonly Condition[] => [...inquire(world.model, world.manager('Thing'), 'read', who).questions];
    expect(ask({ a: 1 })).to.deep.equal([world.bound(where({ size: 1 }), null), world.bound(where({ label: 'x' }), null)]);
    expect(ask(null)).to.have.length(1);
    expect(inquire(world.model, world.manager('Thing'), 'update', null).questions).to.deep.equal([]);
  });

  it('tells that there is no such object', () => {
    const world = new World({ Thing: { read: anyOf(everyone(), where({ size: 1 })) } });
    const told = inquire(world.model, world.manager('Thing'), 'read', null).conclude(undefined);
    expect(told).to.deep.include({ allowed: false, found: false });
    expect(told.allow[0]?.parts?.[1]).to.deep.equal({
      rule: 'where({"size":1})',
      truth: 'unknown',
      parts: [{ rule: 'size eq 1', truth: 'unknown' }],
    });
  });

  it('tells what has to allow it besides: the rules of the field', () => {
    const fields = { size: { read: role('a'), update: where({ label: 'a' }) } };
    const permission = { read: everyone(), update: everyone(), delete: everyone(), fields };
    const read = explain(permission, { field: 'size' });
    expect(read.also).to.deep.equal([
      { of: 'Thing.size', allowed: false, policy: 'role(a)', allow: [{ rule: 'role(a)', truth: 'false' }], deny: [], require: [] },
    ]);
    expect(read.allowed).to.equal(false);
    expect(explain(permission, { field: 'size', who: { roles: ['a'] } }).allowed).to.equal(true);
    expect(explain(permission, { field: 'size', operation: 'update', values: { label: 'a' } })).to.deep.include({ allowed: true });
    expect(explain(permission, { field: 'size', operation: 'update', values: { label: 'b' } })).to.deep.include({ allowed: false });
    expect(explain(permission, { field: 'size', operation: 'delete' })).not.to.have.property('also');
    expect(explain(permission, { field: 'label' })).not.to.have.property('also');
    expect(explain(permission)).not.to.have.property('also');
  });

  it('tells what has to allow it besides: the policy of the object’s own class', () => {
    const pets: Permissions = {
      Animal: { read: everyone(), fields: { name: { read: everyone() } } },
      Dog: { read: role('vet'), fields: { name: { read: where({ name: 'Rex' }) } } },
    };
    const world = new World(pets);
    const told = (name: 'Animal' | 'Dog', kind: 'Dog' | 'Cat', field?: string): Explanation => {
      const inquiry = inquire(world.model, world.manager(name), 'read', null, { field });
      return inquiry.conclude(answer(world, inquiry, world.make(kind, { id: 1, name: 'Tom' })));
    };
    expect(told('Animal', 'Cat').allowed).to.equal(true);
    expect(told('Animal', 'Cat').also).to.deep.equal([
      { of: 'Cat', allowed: true, policy: 'everyone', allow: [{ rule: 'everyone', truth: 'true' }], deny: [], require: [] },
    ]);
    expect(told('Animal', 'Dog')).to.deep.include({ manager: 'Animal', allowed: false });
    expect(told('Animal', 'Dog').also?.map(({ of, allowed }) => [of, allowed])).to.deep.equal([['Dog', false]]);
    expect(told('Animal', 'Dog', 'name').also?.map(({ of, allowed }) => [of, allowed])).to.deep.equal([
      ['Animal.name', true],
      ['Dog', false],
      ['Dog.name', false],
    ]);
    expect(told('Dog', 'Dog')).not.to.have.property('also');
    expect(inquire(world.model, world.manager('Animal'), 'read', null).conclude(undefined)).not.to.have.property('also');
  });
});
