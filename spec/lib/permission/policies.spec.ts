import { expect } from 'chai';
import {
  actor,
  allOf,
  anyOf,
  authenticated,
  before,
  check,
  deny,
  everyone,
  nobody,
  not,
  role,
  where,
  type PermissionOptions,
  type Rule,
} from '../../../decorators/index.js';
import type { Actor } from '../../../lib/permission/actor.js';
import { ActorPolicies } from '../../../lib/permission/actor-policies.js';
import { askable } from '../../../lib/permission/askable.js';
import { Capabilities } from '../../../lib/permission/capabilities.js';
import type { Access } from '../../../lib/permission/access.js';
import { Policies } from '../../../lib/permission/policies.js';
import type { PolicyOperation } from '../../../lib/permission/rule.js';
import {
  allOfConditions,
  anyOfConditions,
  FALSE,
  isCondition,
  notCondition,
  TRUE,
  UNKNOWN,
  type Condition,
} from '../../../lib/plan/condition.js';
import { isParameter } from '../../../lib/plan/parameter.js';
import type { ManagerModel } from '../../../lib/model/model.js';
import { scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';
import { World, type Permissions } from './world.js';

const plain = new World();
const SIZE = plain.condition(where({ size: 1 }));
const LABEL = plain.condition(where({ label: 'a' }));
const test = (): boolean => true;
const open = check({ name: 'open', test });
const narrowed = check({ name: 'narrowed', where: { size: 1 }, test });
const VET = { roles: ['vet'] };

/** The policies of a world, without problems. */
function policiesOf(permissions: Permissions): { readonly world: World; readonly policies: Policies } {
  const world = new World(permissions);
  expect(world.problems).to.deep.equal([]);
  return { world, policies: new Policies(world.model) };
}

/** A condition in short, with the names of types. */
function short(condition: Condition | undefined): unknown {
  if (!condition) return undefined;
  switch (condition.kind) {
    case 'and':
      return { and: condition.all.map(short) };
    case 'or':
      return { or: condition.any.map(short) };
    case 'not':
      return { not: short(condition.of) };
    case 'is':
      return { [`is ${condition.truth}`]: short(condition.of) };
    case 'type':
      return condition.manager.name;
    case 'compare':
      return `${condition.path.field.name} ${condition.operator} ${isParameter(condition.value) ? '?' : String(condition.value)}`;
    default:
      return condition.kind;
  }
}

describe('what a source is asked of a policy', () => {
  const bound = (rule: Rule, who: Actor = null): Condition => plain.bound(rule, who);
  const unsure = (condition: Condition): Condition => anyOfConditions([isCondition(true, condition), UNKNOWN]);

  it('is everything that it can decide', () => {
    const related = bound(where({ shelf: { floor: 1 } }));
    const every: Condition = {
      kind: 'and',
      all: [SIZE, { kind: 'or', any: [LABEL, { kind: 'not', of: related }] }, { kind: 'is', truth: true, of: SIZE }],
    };
    for (const each of [TRUE, FALSE, UNKNOWN, SIZE, related, every]) expect(askable(each)).to.deep.equal(each);
  });

  it('is of checks what stands for them, where that is true', () => {
    expect(askable(bound(open))).to.equal(UNKNOWN);
    expect(askable(bound(narrowed))).to.deep.equal(unsure(SIZE));
    expect(askable(bound(anyOf(open, where({ label: 'a' }))))).to.deep.equal({ kind: 'or', any: [UNKNOWN, LABEL] });
    expect(askable(bound(not(narrowed)))).to.deep.equal(notCondition(unsure(SIZE)));
    expect(askable(bound(allOf(narrowed, where({ label: 'a' }))))).to.deep.equal(allOfConditions([unsure(SIZE), LABEL]));
  });

  it('is of changes what was so before', () => {
    expect(askable(bound(before({ size: 1 })))).to.deep.equal(SIZE);
    expect(askable({ kind: 'image', image: 'after', where: SIZE })).to.equal(UNKNOWN);
    expect(askable({ kind: 'changed', manager: plain.manager('Thing'), fields: [] })).to.equal(UNKNOWN);
  });

  it('stays unknown where it may become known', () => {
    const checked = bound(narrowed);
    expect(askable({ kind: 'is', truth: true, of: checked })).to.deep.equal(unsure(SIZE));
    expect(askable({ kind: 'is', truth: false, of: checked })).to.deep.equal(notCondition(unsure(SIZE)));
    expect(askable({ kind: 'is', truth: false, of: bound(open) })).to.equal(UNKNOWN);
    const wraps: readonly ((inner: Condition) => Condition)[] = [
      (inner) => ({ kind: 'and', all: [LABEL, inner] }),
      (inner) => ({ kind: 'or', any: [LABEL, inner] }),
      (inner) => ({ kind: 'not', of: inner }),
      (inner) => ({ kind: 'is', truth: true, of: inner }),
    ];
    for (const wrap of wraps) {
      for (const inner of [
        bound(open),
        { kind: 'image', image: 'after', where: SIZE },
        { kind: 'changed', manager: plain.manager('Thing'), fields: [] },
      ] as Condition[]) {
        expect(askable({ kind: 'is', truth: true, of: wrap(inner) }).kind).not.to.equal('is');
      }
      const sure: Condition = { kind: 'is', truth: true, of: wrap(SIZE) };
      expect(askable(sure)).to.equal(sure);
    }
  });

  it('is of related objects what is certain of them', () => {
    const related = bound(where({ shelf: { floor: 1 } }));
    if (related.kind !== 'relation') throw new Error('no relation');
    const checked: Condition = { ...related, where: bound(narrowed) };
    expect(askable(checked)).to.deep.equal(unsure({ ...related, where: unsure(SIZE) }));
    expect(askable({ kind: 'is', truth: true, of: checked })).to.deep.equal(askable(checked));
    const sure: Condition = { kind: 'is', truth: true, of: related };
    expect(askable(sure)).to.equal(sure);
  });
});

describe('access', () => {
  const access = (permission: PermissionOptions, operation: PolicyOperation = 'read', who: Actor = null): Access => {
    const { world, policies } = policiesOf({ Thing: permission });
    return policies.access(world.manager('Thing'), operation, who);
  };
  const by = (permission: PermissionOptions, operation?: PolicyOperation, who?: Actor): unknown =>
    access(permission, operation, who).decision;

  it('is decided for each operation by its own rules', () => {
    const permission = { read: everyone(), create: role('a'), update: where({ size: 1 }), delete: [everyone(), deny(where({ size: 1 }))] };
    expect(access(permission)).to.deep.equal({ where: TRUE, decision: { allowed: true, by: 'allow' } });
    expect(access(permission, 'create')).to.deep.equal({ where: FALSE, decision: { allowed: false, by: 'no-allow' } });
    expect(access(permission, 'create', { roles: ['a'] }).decision).to.deep.equal({ allowed: true, by: 'allow' });
    expect(short(access(permission, 'update').where)).to.equal('size eq 1');
    expect(by(permission, 'update')).to.deep.equal({ allowed: true, by: 'rows' });
    expect(short(access(permission, 'delete').where)).to.deep.equal({ 'is false': 'size eq 1' });
    expect(by({})).to.deep.equal({ allowed: false, by: 'no-policy' });
    expect(by({ read: nobody() })).to.deep.equal({ allowed: false, by: 'no-allow' });
  });

  it('tells what refuses an actor', () => {
    const permission = { read: [role('a'), { deny: role('b') }, { require: role('c') }] } as PermissionOptions;
    const refused = (...roles: readonly string[]): unknown => by(permission, 'read', { roles });
    expect(refused('a', 'c')).to.deep.equal({ allowed: true, by: 'allow' });
    expect(refused('c')).to.deep.equal({ allowed: false, by: 'no-allow' });
    expect(refused('a')).to.deep.equal({ allowed: false, by: 'require' });
    expect(refused('a', 'b')).to.deep.equal({ allowed: false, by: 'deny' });
    expect(by({ read: [everyone(), deny(actor('x').eq(1))] })).to.deep.equal({ allowed: false, by: 'deny' });
    expect(by({ read: [everyone(), { require: actor('x').eq(1) }] })).to.deep.equal({ allowed: false, by: 'require' });
    expect(by({ read: [where({ size: 1 }), { require: authenticated() }] })).to.deep.equal({ allowed: false, by: 'require' });
    expect(by({ read: where({ size: actor('x') }) })).to.deep.equal({ allowed: false, by: 'no-allow' });
  });

  it('does not refuse what a check or a change may still allow, and asks the source for what is certain', () => {
    expect(access({ update: open }, 'update')).to.deep.equal({ where: FALSE, decision: { allowed: true, by: 'rows' } });
  });
});

describe('access in a hierarchy', () => {
  const PETS = {
    Animal: { read: everyone() },
    Dog: { read: where({ name: 'Rex' }) },
    Puppy: { read: role('vet') },
    Cat: { read: everyone() },
  };
  const { world, policies } = policiesOf(PETS);
  const whereOf = (name: 'Animal' | 'Dog' | 'Puppy' | 'Cat', who: Actor = null): unknown =>
    short(policies.access(world.manager(name), 'read', who).where);

  it('obeys the policy of the concrete class of each object', () => {
    expect(whereOf('Animal')).to.deep.equal({ or: [{ and: ['Dog', 'name eq Rex'] }, 'Cat'] });
    expect(whereOf('Animal', VET)).to.deep.equal({ or: [{ and: ['Dog', 'name eq Rex'] }, 'Puppy', 'Cat'] });
    expect(whereOf('Dog')).to.deep.equal({ and: ['name eq Rex', 'Dog'] });
    expect(whereOf('Dog', VET)).to.equal('name eq Rex');
    expect(whereOf('Puppy', VET)).to.equal('true');
    expect(whereOf('Puppy')).to.equal('false');
    expect(whereOf('Cat')).to.equal('true');
  });

  it('asks for no types where none says anything else', () => {
    const { world: quiet, policies: same } = policiesOf({ Animal: { read: everyone() } });
    expect(same.access(quiet.manager('Animal'), 'read', null).where).to.equal(TRUE);
    expect(same.access(quiet.manager('Dog'), 'read', null).where).to.equal(TRUE);
  });

  it('denies the types of which nothing is known', () => {
    const { world: closed, policies: denying } = policiesOf({
      Animal: { read: everyone() },
      Dog: {},
      Cat: { read: where({ name: actor('x') }) },
    });
    expect(short(denying.access(closed.manager('Animal'), 'read', null).where)).to.equal('false');
    const [told] = [denying.access(closed.manager('Animal'), 'read', { x: 'Tom' }).where];
    expect(short(told)).to.deep.equal({ and: ['Cat', 'name eq Tom'] });
  });
});

describe('guards of fields', () => {
  const guardsOf = (
    permissions: Permissions,
    name: 'Thing' | 'Animal' | 'Dog',
    field: string,
    operation: 'read' | 'update' = 'read',
    who: Actor = null,
  ): unknown => {
    const { world, policies } = policiesOf(permissions);
    const found = world.manager(name).fields.get(field);
    return found && short(policies.guard(world.manager(name), found, { operation, actor: who, open: false }));
  };
  const FIELDS = {
    size: { read: where({ label: 'a' }), update: role('a') },
    label: { read: everyone() },
    price: { read: where({ label: actor('x') }) },
  };
  const THING = { Thing: { read: everyone(), update: everyone(), fields: FIELDS } };

  it('are what the rules of the field say, and nothing where they say nothing', () => {
    expect(guardsOf(THING, 'Thing', 'size')).to.equal('label eq a');
    expect(guardsOf(THING, 'Thing', 'size', 'update')).to.equal('false');
    expect(guardsOf(THING, 'Thing', 'size', 'update', { roles: ['a'] })).to.equal(undefined);
    expect(guardsOf(THING, 'Thing', 'label')).to.equal(undefined);
    expect(guardsOf(THING, 'Thing', 'weight')).to.equal(undefined);
    expect(guardsOf(THING, 'Thing', 'price')).to.equal('false');
    expect(guardsOf(THING, 'Thing', 'price', 'read', { x: 'a' })).to.equal('label eq a');
  });

  it('hold for the objects of a class below where they are met through one above', () => {
    const pets = (dog: PermissionOptions): Permissions => ({
      Animal: { read: everyone() },
      Dog: { read: everyone(), ...dog },
      Cat: { read: everyone() },
    });
    const guarded = pets({ fields: { name: { read: role('vet') } } });
    expect(guardsOf(guarded, 'Animal', 'name')).to.deep.equal({ and: [{ not: 'Dog' }, { not: 'Puppy' }] });
    expect(guardsOf(guarded, 'Animal', 'name', 'read', VET)).to.equal(undefined);
    expect(guardsOf(guarded, 'Dog', 'name')).to.equal('false');
    const by = pets({ fields: { name: { read: where({ name: 'Rex' }) } } });
    const rex = (type: string): object => ({ or: [{ not: type }, 'name eq Rex'] });
    expect(guardsOf(by, 'Animal', 'name')).to.deep.equal({ and: [rex('Dog'), rex('Puppy')] });
    expect(guardsOf(by, 'Dog', 'name')).to.deep.equal({ and: ['name eq Rex', rex('Puppy')] });
    expect(guardsOf({ ...by, Puppy: { read: everyone(), fields: { name: { read: everyone() } } } }, 'Animal', 'name')).to.deep.equal(
      rex('Dog'),
    );
    expect(guardsOf(pets({}), 'Animal', 'name')).to.equal(undefined);
  });
});

describe('policies of actors', () => {
  const PERMISSIONS: Permissions = {
    Thing: {
      read: where({ size: actor('a') }),
      update: everyone(),
      fields: { label: { read: where({ price: actor('b') }), update: role('a') } },
    },
    Animal: { read: everyone() },
    Dog: { read: role('vet') },
  };
  const { world, policies } = policiesOf(PERMISSIONS);
  const [thing, animal] = [world.manager('Thing'), world.manager('Animal')];
  const label = thing.fields.get('label');
  if (!label) throw new Error('no label');

  it('decide as the policies do, for one actor', () => {
    const own = new ActorPolicies(policies, { a: 1, b: '2' });
    expect(short(own.access(thing, 'read').where)).to.equal('size eq 1');
    expect(short(own.access(thing, 'update').where)).to.equal('true');
    expect(short(own.guard(thing, label))).to.equal('price eq 2');
    expect(short(own.guard(thing, label, 'update'))).to.equal('false');
    expect(own.shapes).to.deep.equal([]);
  });

  it('leave values open and note what was looked at, where asked to', () => {
    const own = new ActorPolicies(policies, { a: 1, b: '2' }, true);
    expect(own.shapes).to.deep.equal([]);
    expect(short(own.access(thing, 'read').where)).to.equal('size eq ?');
    expect(own.shapes).to.deep.equal(policies.shapes(thing, 'read'));
    own.access(thing, 'read');
    own.access(thing, 'update');
    expect(own.shapes).to.have.length(1);
    expect(short(own.guard(thing, label))).to.equal('price eq ?');
    expect(own.shapes).to.deep.equal([...policies.shapes(thing, 'read'), ...policies.shapes(thing, 'read', 'label')]);
    own.guard(thing, label, 'update');
    expect(own.shapes).to.have.length(3);
  });

  it('look at what the policies of the kin look at, of each operation and field by itself', () => {
    const told = (manager: ManagerModel, operation: PolicyOperation, field?: string): readonly string[] =>
      policies
        .shapes(manager, operation, field)
        .map((shape) => [{ a: 1 }, { b: '1' }, { roles: ['a'] }, VET, null].map((who) => shape.of(who)).join(' '));
    expect(told(thing, 'read')).to.deep.equal(['v m m m m']);
    expect(told(thing, 'update')).to.deep.equal([]);
    expect(told(thing, 'delete')).to.deep.equal([]);
    expect(told(thing, 'read', 'label')).to.deep.equal(['m v m m m']);
    expect(told(thing, 'update', 'label')).to.deep.equal(['f f t f f']);
    expect(told(thing, 'read', 'size')).to.deep.equal([]);
    expect(told(animal, 'read')).to.deep.equal(['f f f t f', 'f f f t f']);
    expect(policies.shapes(thing, 'read')).to.deep.equal(policies.shapes(thing, 'read'));
    const fresh = new Policies(world.model);
    expect(fresh.shapes(thing, 'read')[0]).to.equal(fresh.shapes(thing, 'read')[0]);
  });
});

describe('capabilities', () => {
  const PERMISSIONS: Permissions = {
    Thing: {
      read: where({ size: 1 }),
      create: role('a'),
      update: where({ size: 1 }),
      delete: everyone(),
      fields: { label: { update: role('a') } },
    },
    Shelf: { read: everyone(), update: where({ floor: actor('x') }) },
  };
  const { world, policies } = policiesOf(PERMISSIONS);
  const [thing, shelf, animal, dog] = [world.manager('Thing'), world.manager('Shelf'), world.manager('Animal'), world.manager('Dog')];
  const of = (who: Actor): Capabilities => new Capabilities(world.model, new ActorPolicies(policies, who));
  const system = new Capabilities(world.model, undefined);
  /** Other managers in the place of those of the same names. */
  const withManagers = (...others: readonly ManagerModel[]): Capabilities =>
    new Capabilities(
      { ...world.model, managers: new Map([...world.model.managers, ...others.map((each) => [each.name, each] as const)]) },
      undefined,
    );

  it('are what an actor may do with a manager at all', () => {
    expect(of(null).ofManager(thing)).to.deep.equal({ read: true, create: false });
    expect(of({ roles: ['a'] }).ofManager(thing)).to.deep.equal({ read: true, create: true });
    expect(of(null).ofManager(shelf)).to.deep.equal({ read: true, create: false });
    expect(of(null).ofManager(animal)).to.deep.equal({ read: false, create: false });
    expect(system.ofManager(animal)).to.deep.equal({ read: true, create: true });
  });

  it('leave open what only a check decides about a new object, where the actor can pass at all', () => {
    const fits = check<never>({ name: 'fits', test: () => true });
    const { policies: checked } = policiesOf({ Thing: { create: allOf(role('a'), fits) } });
    const who = (actor: Actor): Capabilities => new Capabilities(world.model, new ActorPolicies(checked, actor));
    expect(who({ roles: ['a'] }).ofManager(thing).create).to.equal(true);
    expect(who({ roles: ['b'] }).ofManager(thing).create).to.equal(false);
  });

  it('are the objects that an actor may change, decided once for each operation', () => {
    const own = of(null);
    expect(short(own.mayChange(thing, 'update'))).to.equal('size eq 1');
    expect(own.mayChange(thing, 'update')).to.equal(own.mayChange(thing, 'update'));
    const floors = of({ x: 1 });
    expect(short(floors.mayChange(shelf, 'update'))).to.equal('floor eq 1');
    expect(floors.mayChange(shelf, 'update')).to.equal(floors.mayChange(shelf, 'update'));
    expect(short(own.mayChange(thing, 'delete'))).to.equal('true');
    expect(short(own.mayChange(thing, 'create'))).to.equal('false');
    expect(short(own.mayChange(shelf, 'delete'))).to.equal('false');
    expect(system.mayChange(thing, 'update')).to.equal(TRUE);
  });

  it('are the fields that an actor may change', () => {
    expect(of(null).mayUpdateField(thing, 'label')).to.equal(FALSE);
    expect(of({ roles: ['a'] }).mayUpdateField(thing, 'label')).to.equal(TRUE);
    expect(of(null).mayUpdateField(thing, 'size')).to.equal(TRUE);
    expect(of(null).mayUpdateField(thing, 'nope')).to.equal(FALSE);
    const size = thing.fields.get('size');
    const fixed = { ...thing, fields: new Map([['size', { ...size, readOnly: true } as NonNullable<typeof size>]]) };
    expect(system.mayUpdateField(fixed, 'size')).to.equal(FALSE);
    expect(system.mayUpdateField(thing, 'size')).to.equal(TRUE);
  });

  it('are nothing of what is read-only, of a hierarchy the types that are not', () => {
    const fixed = (manager: ManagerModel): ManagerModel => ({ ...manager, readOnly: true });
    expect(withManagers().mayChange(fixed(thing), 'update')).to.equal(FALSE);
    expect(short(withManagers(fixed(dog)).mayChange(animal, 'update'))).to.deep.equal({ not: 'Dog' });
    const [puppy, cat] = [world.manager('Puppy'), world.manager('Cat')];
    expect(short(withManagers(fixed(dog), fixed(cat)).mayChange(animal, 'update'))).to.deep.equal({
      and: [{ not: 'Dog' }, { not: 'Cat' }],
    });
    expect(withManagers(fixed(dog), fixed(cat), fixed(puppy)).mayChange(animal, 'update')).to.equal(FALSE);
    expect(system.mayChange(animal, 'update')).to.equal(TRUE);
  });
});

describe('what a boot finds wrong with policies', () => {
  it('is told in words', () => {
    const never = where({ and: [{ size: 1 }, { size: 2 }] });
    const fields = { nope: { read: everyone() }, id: { read: everyone() }, size: { create: everyone() } };
    expect(new World({ Thing: { read: everyone(), update: never, fields } }).messages).to.deep.equal([
      'The policy for update of Thing can never be true, whoever acts.',
      '@Permission of Thing has rules for the field "nope", which is not there.',
      'The field "id" is part of the key of Thing, so it cannot have a read rule of its own.',
      '@Permission of Thing has a create rule for the field "size", but nobody may create the object, so it never counts.',
    ]);
    expect(new World({ Shelf: { create: { allow: { kind: 'changed', fields: ['floor'] } } } }).messages).to.deep.equal([
      'A rule for create of Shelf uses changed(…), but only an update leads from one state to another.',
    ]);
    expect(new World({ Shelf: { read: { allow: { kind: 'image', image: 'after', where: {} } } } }).messages).to.deep.equal([
      'A rule for read of Shelf uses after(…), but only an update leads from one state to another.',
    ]);
  });

  it('is not what fails for another reason', () => {
    const ownKeys = (): never => {
      throw new RangeError('hostile');
    };
    const hostile: Rule = { kind: 'where', where: new Proxy({}, { ownKeys }) };
    const thing = plain.manager('Thing');
    const policy = { ...thing.policy, read: { allow: [hostile], deny: [], require: [] } };
    const model = { ...plain.model, managers: new Map([['Thing', { ...thing, policy }]]) };
    expect(() => new Policies(model)).to.throw(RangeError, 'hostile');
  });

  it('is no rule of a field of what has no key', () => {
    const view = source('View', {
      fields: [scalar('size', 'int')],
      description: { key: [] },
      permission: { read: everyone(), fields: { size: { read: role('a') } } },
    });
    expect(boot([view]).problems).to.deep.equal([]);
  });

  const problemsOf = (permissions: Permissions): readonly string[] => new World(permissions).problems;

  it('is told of every operation and field by its place', () => {
    const never = where({ and: [{ size: 1 }, { size: 2 }] });
    expect(problemsOf({ Thing: { read: never, create: never, update: never, delete: never } })).to.deep.equal(
      ['read', 'create', 'update', 'delete'].map((operation) => `GM_PERM_NEVER_ALLOWED Thing.permission.${operation}`),
    );
    const fields = { size: { read: never, create: never, update: never } };
    expect(problemsOf({ Thing: { read: everyone(), create: everyone(), update: everyone(), fields } })).to.deep.equal(
      ['read', 'create', 'update'].map((operation) => `GM_PERM_NEVER_ALLOWED Thing.permission.fields.size.${operation}`),
    );
  });

  it('is denied to everyone', () => {
    const broken = new World({ Thing: { read: where({ and: [{ size: 1 }, { size: 2 }] }) } });
    const policies = new Policies(broken.model);
    const denied = { where: FALSE, decision: { allowed: false, by: 'no-policy' } };
    expect(policies.access(broken.manager('Thing'), 'read', null)).to.deep.equal(denied);
    expect(policies.shapes(broken.manager('Thing'), 'read')).to.deep.equal([]);
  });

  it('is not that nobody may do something, where that is said', () => {
    expect(problemsOf({ Thing: { read: nobody(), update: [nobody(), { require: everyone() }] } })).to.deep.equal([]);
    expect(problemsOf({ Thing: { read: { deny: everyone() } } })).to.deep.equal([]);
    expect(problemsOf({ Thing: { read: [nobody(), where({ or: [] })] } })).to.deep.equal(['GM_PERM_NEVER_ALLOWED Thing.permission.read']);
  });

  it('is a read rule of a part of the key, but no other rule of it', () => {
    const all = { read: everyone(), create: everyone(), update: everyone() };
    expect(problemsOf({ Slot: { ...all, fields: { row: { read: role('a') } } } })).to.deep.equal([
      'GM_PERM_GUARDED_KEY Slot.permission.fields.row',
    ]);
    expect(problemsOf({ Slot: { ...all, fields: { row: { update: role('a') } } } })).to.deep.equal([]);
    expect(problemsOf({ Thing: { ...all, fields: { size: { read: role('a') } } } })).to.deep.equal([]);
  });

  it('is a field whose objects nobody may touch, in a hierarchy of no class at all', () => {
    const fields = { name: { read: role('a') } };
    expect(problemsOf({ Animal: { fields } })).to.deep.equal(
      ['Animal', 'Dog', 'Puppy', 'Cat'].map((name) => `GM_PERM_UNCOVERED_FIELD ${name}.permission.fields.name.read`),
    );
    expect(problemsOf({ Animal: { fields }, Dog: {}, Puppy: {}, Cat: {}, Thing: { read: everyone() } })).to.have.length(4);
    expect(problemsOf({ Animal: { fields }, Dog: { read: everyone() }, Puppy: {}, Cat: {} })).to.deep.equal([]);
    expect(problemsOf({ Shelf: { fields, read: nobody() }, Animal: { read: everyone() } })).to.deep.equal([
      'GM_PERM_UNCOVERED_FIELD Shelf.permission.fields.name.read',
    ]);
  });
});
