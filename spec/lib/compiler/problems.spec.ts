import { expect } from 'chai';
import { database, everyone, Interface, Manager, nobody, type PermissionOptions, role } from '../../../decorators/index.js';
import type { CoreOptions, DescribedField, Problem } from '../../../lib/plugin.js';
import { embedded, member, one, scalar } from '../../integrations/type-graphql/support/fields.js';
import type { MemorySource } from '../../integrations/type-graphql/support/memory-adapter.js';
import { boot, source } from '../support/source.js';

const problemsOf = (sources: readonly MemorySource[], options: Partial<CoreOptions> = {}): readonly Problem[] =>
  boot(sources, options).problems;

const brief = (problems: readonly Problem[]): readonly string[] => problems.map(({ code, path }) => `${code} ${path}`);

/** A description of two enum members. */
const colours = (...members: readonly (readonly [string, string | number])[]) => ({
  enums: [{ name: 'Colour', members: members.map(([name, value]) => ({ name, value })) }],
  fields: [scalar('id', 'int'), member('colour', 'Colour')],
});

class Point {}
class OtherPoint {}

const place = (target: object, fields: readonly DescribedField[] = [scalar('x', 'int')]) => ({
  embeddables: [{ name: 'Point', target, fields: fields.flatMap((field) => (field.kind === 'relation' ? [] : [field])) }],
  fields: [scalar('id', 'int'), embedded('place', 'Point')],
});

const rule = (value: unknown): PermissionOptions => value as PermissionOptions;
const READ_WRITE = { readOnly: false };

/** A faulty application, and its only problem. */
const CASES: Readonly<Record<string, readonly [() => readonly Problem[], Problem]>> = {
  'a class in `managers` that is none': [
    () => problemsOf([source('Track')], { managers: [class Plain {}] }),
    {
      code: 'GM_DECL_NOT_A_MANAGER',
      path: 'Plain',
      message: 'Plain was given to bootstrap({ managers }) but carries no @Manager().',
      fix: 'Put @Manager() on the class, or remove it from `managers`.',
    },
  ],
  'a manager without an interface': [
    () => {
      class Lost {}
      Manager()(Lost);
      return problemsOf([source('Track')], { managers: [Lost] });
    },
    {
      code: 'GM_DECL_NO_INTERFACE',
      path: 'Lost',
      message: 'Lost is a manager, but no interface knows where its data lives.',
      fix: 'Make the class an entity of the given ORM, or say where its data lives with @Interface(…).',
    },
  ],
  'a manager of an interface that is not there': [
    () => {
      class Elsewhere {}
      Manager()(Elsewhere);
      Interface(database())(Elsewhere);
      return problemsOf([source('Elsewhere', { target: Elsewhere })]);
    },
    {
      code: 'GM_DECL_NO_INTERFACE',
      path: 'Elsewhere',
      message: 'Elsewhere is a manager, but no interface knows where its data lives.',
      fix: 'Make the class an entity of the given ORM, or say where its data lives with @Interface(…).',
    },
  ],
  'two managers of one name': [
    () => problemsOf([source('Track'), source('Song', { manager: { name: 'Track', plural: 'songs', operations: { detail: false } } })]),
    {
      code: 'GM_MODEL_DUPLICATE_MANAGER',
      path: 'Song',
      message: 'Two managers are called Track: this one and Track.',
      fix: 'Rename one of them with @Manager({ name }).',
    },
  ],
  'two operations of one name': [
    () => problemsOf([source('Track'), source('Song', { manager: { plural: 'tracks' } })]),
    {
      code: 'GM_MODEL_NAME_CLASH',
      path: 'Song.operations.list',
      message: 'The name tracks is already taken by Track.operations.list.',
      fix: 'Rename one of the two with @Manager({ name, plural, operations, fields }), or leave the operation to your own resolver with "custom".',
    },
  ],
  'one and many of one name': [
    () => problemsOf([source('Sheep', { manager: { plural: 'sheep' } })]),
    {
      code: 'GM_MODEL_NAME_CLASH',
      path: 'Sheep.operations.list',
      message: 'The name sheep is already taken by Sheep.operations.detail.',
      fix: 'Rename one of the two with @Manager({ name, plural, operations, fields }), or leave the operation to your own resolver with "custom".',
    },
  ],
  'two fields of one name': [
    () => problemsOf([source('Track', { fields: [scalar('name', 'string'), scalar('title', 'string', { publicName: 'name' })] })]),
    {
      code: 'GM_MODEL_NAME_CLASH',
      path: 'Track.title',
      message: 'The name name is already taken by Track.name.',
      fix: 'Rename one of the two with @Manager({ name, plural, operations, fields }), or leave the operation to your own resolver with "custom".',
    },
  ],
  'a name that GraphQL does not take': [
    () => problemsOf([source('Track', { fields: [scalar('größe', 'int')] })]),
    {
      code: 'GM_MODEL_INVALID_NAME',
      path: 'Track.größe',
      message: '"größe" is not a name that GraphQL accepts (letters, digits and "_", not starting with a digit or "__").',
      fix: 'Give it a valid name with @Manager({ name }) or @Manager({ fields: { …: { name } } }).',
    },
  ],
  'a field that is called like a connective': [
    () => problemsOf([source('Track', { fields: [scalar('not', 'boolean')] })]),
    {
      code: 'GM_MODEL_RESERVED_NAME',
      path: 'Track.not',
      message: 'A field is called "not", which filters use to connect conditions.',
      fix: 'Give it another name with @Manager({ fields: { …: { name } } }), or keep it out with expose: false.',
    },
  ],
  'options of a field that is not there': [
    () => problemsOf([source('Track', { manager: { fields: { titel: { expose: false } } } })]),
    {
      code: 'GM_DECL_UNKNOWN_FIELD',
      path: 'Track.fields.titel',
      message: '@Manager({ fields }) of Track names "titel", which is not a field of it.',
      fix: 'Correct the name, or remove the entry.',
    },
  ],
  'nothing to show': [
    () => problemsOf([source('Track', { manager: { fields: { id: { expose: false } } } })]),
    {
      code: 'GM_MODEL_NO_FIELDS',
      path: 'Track',
      message: 'Track has no field that may be shown.',
      fix: 'Expose at least one field, or remove @Manager().',
    },
  ],
  'two members of one name': [
    () => problemsOf([source('Car', { description: colours(['RED', 'red'], ['RED', 'Red']) })]),
    {
      code: 'GM_MODEL_ENUM_KEY_CLASH',
      path: 'Colour.RED',
      message: 'Two values of the enum Colour would both be called RED.',
      fix: 'Name the members with @Manager({ fields: { …: { enum: { MEMBER: value } } } }).',
    },
  ],
  'two enums of one name': [
    () => problemsOf([source('Car', { description: colours(['RED', 'red']) }), source('Boat', { description: colours(['RED', 1]) })]),
    {
      code: 'GM_MODEL_TYPE_CLASH',
      path: 'Colour',
      message: 'Two different types of Car and Boat would both be called Colour.',
      fix: 'Rename one of the two embeddable classes, database enums or managers that the name comes from.',
    },
  ],
  'two embeddables of one name': [
    () => problemsOf([source('Car', { description: place(Point) }), source('Boat', { description: place(OtherPoint) })]),
    {
      code: 'GM_MODEL_TYPE_CLASH',
      path: 'Point',
      message: 'Two different types of Car and Boat would both be called Point.',
      fix: 'Rename one of the two embeddable classes, database enums or managers that the name comes from.',
    },
  ],
  'a rule for writes where there are none': [
    () => problemsOf([source('Report', { permission: { read: everyone(), update: role('clerk') } })]),
    {
      code: 'GM_PERM_WRITE_ON_READ_ONLY',
      path: 'Report.permission.update',
      message: '@Permission of Report has a rule for update, but its interface is read-only or has no such operation.',
      fix: 'Remove the rule, or make the interface writable.',
    },
  ],
  'something that is no rule': [
    () => problemsOf([source('Track', { permission: rule({ read: 'everyone' }) })]),
    {
      code: 'GM_PERM_INVALID_RULE',
      path: 'Track.permission.read',
      message: '@Permission of Track has something that is not a rule for read.',
      fix: 'Use everyone(), nobody(), authenticated(), role(…), actor(…), where(…), delegate(…), anyOf(…), allOf(…), not(…), deny(…) or require(…).',
    },
  ],
  'an abstract manager without a concrete one': [
    () => {
      class Shape {}
      Manager()(Shape);
      return problemsOf([source('Shape', { target: Shape, description: { inheritance: { root: Shape, abstract: true } } })]);
    },
    {
      code: 'GM_MODEL_NO_CONCRETE_TYPE',
      path: 'Shape',
      message: 'Shape is abstract and none of its subclasses is a manager, so that no row of it could be shown.',
      fix: 'Put @Manager() on at least one concrete subclass.',
    },
  ],
  'a plugin that is registered twice': [
    () => {
      const plugin = { name: 'log', description: 'Logs.', hooks: {} };
      return problemsOf([source('Track')], { plugins: [plugin, { ...plugin }] });
    },
    {
      code: 'GM_PLUGIN_ORDER',
      path: 'plugins.log',
      message: 'The plugin log is registered twice, or its before/after contradict those of others.',
      fix: 'Register each plugin once and remove the contradiction.',
    },
  ],
};

describe('problems of declarations', () => {
  for (const [name, [find, expected]] of Object.entries(CASES)) {
    it(`${name}: ${expected.code}`, () => {
      const problems = find();
      expect(problems).to.deep.equal([expected]);
      expect(problems.every((each) => Object.isFrozen(each))).to.equal(true);
    });
  }

  it('are told all at once', () => {
    class Lost {}
    Manager()(Lost);
    const sources = [
      source('Track', { permission: rule({ read: {}, fly: everyone() }), fields: [scalar('or', 'int'), scalar('2nd', 'int')] }),
      source('Song', { manager: { name: 'Track', fields: { nope: {} } }, permission: { delete: everyone() } }),
      source('Own', { description: { problems: [{ code: 'GM_OWN', path: 'Own.x', message: 'Odd.', fix: 'Mend it.' }] } }),
      source('Car', { description: colours(['true', 1], ['2x', 2]) }),
    ];
    expect(brief(problemsOf(sources, { managers: [class Plain {}, Lost] }))).to.have.members([
      'GM_DECL_NOT_A_MANAGER Plain',
      'GM_DECL_NO_INTERFACE Lost',
      'GM_OWN Own.x',
      'GM_MODEL_DUPLICATE_MANAGER Song',
      'GM_MODEL_NAME_CLASH Track.operations.detail',
      'GM_MODEL_NAME_CLASH Track.operations.list',
      'GM_MODEL_RESERVED_NAME Track.or',
      'GM_MODEL_INVALID_NAME Track.2nd',
      'GM_DECL_UNKNOWN_FIELD Track.fields.nope',
      'GM_MODEL_INVALID_NAME Colour.true',
      'GM_MODEL_INVALID_NAME Colour.2x',
      'GM_PERM_INVALID_RULE Track.permission.read',
      'GM_BOOT_UNKNOWN_OPTION Track.permission.fly',
      'GM_PERM_WRITE_ON_READ_ONLY Track.permission.delete',
    ]);
  });

  it('are none where nothing is wrong', () => {
    const sources = [
      source('Track', { permission: { read: everyone(), create: nobody(), delete: nobody() }, fields: [one('album', class Unmanaged {})] }),
      source('Album', {
        permission: { create: role('clerk'), update: { allow: everyone(), deny: role('guest') } },
        description: READ_WRITE,
      }),
      source('Car', { description: { ...colours(['RED', 'red']), ...place(Point) } }),
      source('Boat', { description: { ...colours(['RED', 'red']), ...place(Point) } }),
    ];
    expect(problemsOf(sources)).to.deep.equal([]);
  });

  it('look at names of managers, operations, members of embedded objects and fields that are shown', () => {
    const names = (manager: Parameters<typeof Manager>[0]): readonly string[] =>
      brief(problemsOf([source('Track', { manager: manager ?? {} })]));
    const operations = ['GM_MODEL_INVALID_NAME Track.operations.list'];
    expect(names({ plural: 'my tracks' })).to.deep.equal(operations);
    expect(names({ operations: { list: { name: '__tracks' } } })).to.deep.equal(operations);
    expect(names({ name: '1Track', plural: 'tracks', operations: { detail: { name: 'track' } } })).to.deep.equal([
      'GM_MODEL_INVALID_NAME 1Track',
    ]);
    expect(names({ fields: { id: { name: 'i d' } } })).to.deep.equal(['GM_MODEL_INVALID_NAME Track.id']);
    const inner = [scalar('and', 'int'), scalar('é', 'int'), scalar('è', 'int', { exposed: false })];
    expect(brief(problemsOf([source('Car', { description: place(Point, inner) })]))).to.deep.equal([
      'GM_MODEL_RESERVED_NAME Point.and',
      'GM_MODEL_INVALID_NAME Point.é',
    ]);
    const hidden = source('Car', { fields: [scalar('ü', 'int', { exposed: false }), scalar('or', 'int', { exposed: false })] });
    expect(problemsOf([hidden])).to.deep.equal([]);
  });

  it('take an operation that is switched off for none', () => {
    const off = { manager: { plural: 'tracks', operations: { list: false as const } } };
    expect(problemsOf([source('Track'), source('Song', off)])).to.deep.equal([]);
  });

  it('know what a rule is, all the way down', () => {
    const broken: readonly unknown[] = [
      null,
      {},
      [],
      { kind: 'someone' },
      { kind: 'not' },
      { kind: 'anyOf' },
      { kind: 'allOf', rules: [everyone(), 'x'] },
      { allow: everyone(), refuse: nobody() },
      { allow: undefined },
      () => true,
      everyone,
      'everyone',
      1,
    ];
    for (const each of broken) {
      expect(brief(problemsOf([source('Track', { permission: rule({ read: each }) })]))).to.deep.equal([
        'GM_PERM_INVALID_RULE Track.permission.read',
      ]);
    }
  });
});
