import { expect } from 'chai';
import { compile } from '../../../lib/compiler/compile.js';
import { everyone, Manager, nobody, role } from '../../../decorators/index.js';
import { deepFreeze } from '../../../lib/model/deep-freeze.js';
import { frozenMap } from '../../../lib/model/frozen-map.js';
import type { ApplicationModel, ManagerModel } from '../../../lib/plugin.js';
import { embedded, many, member, one, primary, scalar } from '../../integrations/type-graphql/support/fields.js';
import { MemoryAdapter, type MemorySource } from '../../integrations/type-graphql/support/memory-adapter.js';
import { source } from '../support/source.js';

function modelOf(sources: readonly MemorySource[]): ApplicationModel {
  const { model, problems } = compile({ adapters: [new MemoryAdapter(sources)], managers: [] });
  expect(problems).to.deep.equal([]);
  return model;
}

function managerOf(name: string, ...sources: readonly MemorySource[]): ManagerModel {
  const manager = modelOf(sources).managers.get(name);
  if (!manager) throw new TypeError(`${name} is not there`);
  return manager;
}

/** Every object that can be reached in a model, with the way to it; classes, adapters and their insides are not the model's. */
function* reachable(value: unknown, path: string): Generator<readonly [string, object]> {
  if (typeof value !== 'object' || value === null || value instanceof MemoryAdapter) return;
  yield [path, value];
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  for (const [key, each] of entries) yield* reachable(each, `${path}.${String(key)}`);
}

class Point {}
const ALBUM = source('Album', { fields: [scalar('title', 'string')] });
const TRACK = source('Track', {
  manager: {
    description: 'A track on sale.',
    fields: { name: { name: 'title', description: 'What it is called.' }, margin: { expose: false }, album: { name: 'record' } },
    operations: { detail: 'custom', list: { name: 'allTracks', description: 'All.' } },
  },
  permission: { read: everyone(), create: { allow: role('curator'), deny: role('guest'), require: role('staff') }, delete: nobody() },
  description: {
    readOnly: false,
    enums: [{ name: 'Mood', members: [{ name: 'CALM', value: 1 }] }],
    embeddables: [{ name: 'Point', target: Point, fields: [scalar('x', 'int')] }],
  },
  fields: [
    scalar('name', 'string'),
    scalar('margin', 'int'),
    member('mood', 'Mood'),
    embedded('place', 'Point'),
    one('album', ALBUM.target, { description: 'Where it is on.' }),
    one('label', class Unmanaged {}),
    many('similar', class Unmanaged {}),
  ],
});

describe('the application model', () => {
  it('has the managers that are declared, and nothing else', () => {
    const undeclared: MemorySource = { target: class Plain {}, description: { fields: [primary('id', 'int')] } };
    expect([...modelOf([ALBUM, undeclared, TRACK]).managers.keys()]).to.deep.equal(['Album', 'Track']);
  });

  it('takes names, descriptions and exposure of fields from the options, else from the interface', () => {
    const { fields, description, name, plural } = managerOf('Track', TRACK, ALBUM);
    expect([name, plural, description]).to.deep.equal(['Track', 'tracks', 'A track on sale.']);
    const brief = [...fields.values()].map((field) => [field.name, field.publicName, field.exposed, field.description]);
    expect(brief).to.deep.equal([
      ['id', 'id', true, undefined],
      ['name', 'title', true, 'What it is called.'],
      ['margin', 'margin', false, undefined],
      ['mood', 'mood', true, undefined],
      ['place', 'place', true, undefined],
      ['album', 'record', true, 'Where it is on.'],
    ]);
  });

  it('links relations to managers by name, and has none to what is no manager', () => {
    const { fields } = managerOf('Track', TRACK, ALBUM);
    expect(fields.get('album')).to.include({ kind: 'relation', target: 'Album', cardinality: 'one' });
    expect([...fields.keys()]).not.to.include.members(['label', 'similar']);
    expect([...managerOf('Track', TRACK).fields.keys()]).not.to.include('album');
  });

  it('follows a manager that is renamed', () => {
    const album = source('Album', { manager: { name: 'Record' } });
    const track = source('Track', { fields: [one('album', album.target)] });
    expect(managerOf('Track', album, track).fields.get('album')).to.include({ target: 'Record' });
    expect(managerOf('Record', album)).to.include({ name: 'Record', plural: 'records' });
  });

  it('has for each operation the rules that allow, deny and are required', () => {
    const empty = { allow: [], deny: [], require: [] };
    expect(managerOf('Track', TRACK).policy).to.deep.equal({
      read: { ...empty, allow: [everyone()] },
      create: { allow: [role('curator')], deny: [role('guest')], require: [role('staff')] },
      update: empty,
      delete: { ...empty, allow: [nobody()] },
      fields: {},
    });
    expect(managerOf('Album', ALBUM).policy).to.deep.equal({ read: empty, create: empty, update: empty, delete: empty, fields: {} });
  });

  it('has the operations, as they are served', () => {
    expect(managerOf('Track', TRACK).operations).to.deep.equal([
      { kind: 'detail', name: 'track', description: 'One Track by its key; null where it is missing or hidden.', served: 'custom' },
      { kind: 'list', name: 'allTracks', description: 'All.', served: 'generated' },
    ]);
    const off = source('Album', { manager: { plural: 'discs', operations: { detail: false } } });
    expect(managerOf('Album', off).operations.map(({ name, served }) => [name, served])).to.deep.equal([
      ['album', 'off'],
      ['discs', 'generated'],
    ]);
    const keyless = source('Summary', { description: { key: [] } });
    expect(managerOf('Summary', keyless).operations.map(({ kind }) => kind)).to.deep.equal(['list']);
    expect(managerOf('Summary', keyless)).not.to.have.property('key');
  });

  it('has keys whose parts lead through relations, and none where one leads to what is no manager', () => {
    const order = source('Order');
    const line = source('Line', {
      fields: [one('order', order.target, { primary: true })],
      description: { key: [{ field: 'order', target: order.target }, { field: 'id' }] },
    });
    const id = { kind: 'value', field: 'id' };
    expect(managerOf('Line', order, line).key).to.deep.equal({
      parts: [{ kind: 'relation', field: 'order', target: 'Order', key: { parts: [id] } }, id],
    });
    expect(managerOf('Line', line)).not.to.have.property('key');
  });

  it('ends keys that lead back to themselves', () => {
    class Egg {}
    class Hen {}
    Manager()(Egg);
    Manager()(Hen);
    const keyTo = (target: object) => ({ key: [{ field: 'of', target }] });
    const sources = [source('Egg', { target: Egg, description: keyTo(Hen) }), source('Hen', { target: Hen, description: keyTo(Egg) })];
    expect([...modelOf(sources).managers.values()].map(({ key }) => key)).to.deep.equal([undefined, undefined]);
  });

  it('knows the concrete types of a hierarchy', () => {
    class Vehicle {}
    class Car extends Vehicle {}
    class Van extends Car {}
    class Bike extends Vehicle {}
    const declared = (target: new () => object, abstract: boolean): MemorySource => {
      Manager()(target);
      return source(target.name, { target, description: { inheritance: { root: Vehicle, abstract } } });
    };
    const sources = [declared(Vehicle, true), declared(Car, false), declared(Van, false), declared(Bike, false)];
    const concrete = [...modelOf(sources).managers.values()].map((manager) => [manager.name, manager.inheritance]);
    expect(concrete).to.deep.equal([
      ['Vehicle', { root: 'Vehicle', abstract: true, concrete: ['Car', 'Van', 'Bike'] }],
      ['Car', { root: 'Vehicle', abstract: false, concrete: ['Car', 'Van'] }],
      ['Van', { root: 'Vehicle', abstract: false, concrete: ['Van'] }],
      ['Bike', { root: 'Vehicle', abstract: false, concrete: ['Bike'] }],
    ]);
  });

  it('has each enum and embeddable once, without what the interface knows of it', () => {
    const { enums, embeddables } = modelOf([
      TRACK,
      source('Other', { description: { enums: [{ name: 'Mood', members: [{ name: 'CALM', value: 1 }] }] } }),
    ]);
    expect([...enums.values()]).to.deep.equal([{ name: 'Mood', members: [{ name: 'CALM', value: 1 }] }]);
    expect([...embeddables.keys()]).to.deep.equal(['Point']);
    expect(embeddables.get('Point')).to.have.all.keys('name', 'fields');
  });

  it('is frozen, all of it', () => {
    const model = modelOf([TRACK, ALBUM]);
    const thawed = [...reachable(model, 'model')].filter(([, each]) => !Object.isFrozen(each));
    expect(thawed.map(([path]) => path)).to.deep.equal([]);
    const paths = [...reachable(model, 'model')].map(([path]) => path);
    expect(paths).to.include.members([
      'model.managers.Track.fields.name.operators',
      'model.managers.Track.policy.read.allow.0',
      'model.enums.Mood.members.0',
    ]);
  });

  it('refuses to change', () => {
    const { managers } = modelOf([TRACK]);
    const map = managers as Map<string, ManagerModel>;
    for (const change of [
      (): unknown => map.set('x', {} as ManagerModel),
      (): unknown => map.delete('Track'),
      (): unknown => map.clear(),
    ]) {
      expect(change).to.throw(TypeError, 'The application model is frozen.');
    }
    expect([...managers.keys()]).to.deep.equal(['Track']);
  });
});

describe('freezing', () => {
  it('goes into plain objects, lists and maps, and leaves instances alone', () => {
    class Instance {
      inner = {};
    }
    const instance = new Instance();
    const value = deepFreeze({ list: [{ a: 1 }], map: frozenMap([['x', { b: [2] }]]), instance, text: 'x', nothing: null });
    expect([...reachable(value, '')].filter(([, each]) => !Object.isFrozen(each)).map(([path]) => path)).to.deep.equal([
      '.instance',
      '.instance.inner',
    ]);
  });
});
