import { expect } from 'chai';
import { Manager } from '../../../decorators/index.js';
import type { ApplicationModel, ManagerModel } from '../../../lib/plugin.js';
import { managerNamed } from '../../../lib/model/lookup.js';
import { concreteType, discriminatorOf } from '../../../lib/permission/concrete-type.js';
import { Evaluator } from '../../../lib/permission/evaluate.js';
import { scalar } from '../../integrations/type-graphql/support/fields.js';
import type { MemorySource } from '../../integrations/type-graphql/support/memory-adapter.js';
import { boot, source } from '../support/source.js';

class Vehicle {}
class Car extends Vehicle {}
class Racer extends Car {}
class Unmanaged extends Car {}
class Tool {}

const values = new Map<object, string>([
  [Car, 'car'],
  [Racer, 'racer'],
]);

function sourceOf(target: MemorySource['target']): MemorySource {
  Manager()(target);
  if (target === Tool) return source('Tool', { target, fields: [scalar('kind', 'string')] });
  const value = values.get(target);
  const discriminator = { field: 'kind', ...(value !== undefined && { value }) };
  const inheritance = { root: Vehicle, abstract: value === undefined, discriminator };
  return source(target.name, { target, fields: [scalar('kind', 'string'), scalar('name', 'string')], description: { inheritance } });
}

interface Fleet {
  readonly model: ApplicationModel;
  readonly manager: (name: string) => ManagerModel;
}

function fleet(): Fleet {
  const { model } = boot([Vehicle, Car, Racer, Tool].map(sourceOf)).runtime;
  return { model, manager: (name) => managerNamed(model, name) };
}

describe('the concrete type of an object', () => {
  it('is the manager of its class, or of the nearest class above that has one', () => {
    const { model, manager } = fleet();
    expect(concreteType(model, new Racer())).to.equal(manager('Racer'));
    expect(concreteType(model, new Car())).to.equal(manager('Car'));
    expect(concreteType(model, new Unmanaged())).to.equal(manager('Car'));
    expect(concreteType(model, new Tool())).to.equal(manager('Tool'));
  });

  it('is missing for an instance of no managed class', () => {
    const { model } = fleet();
    expect(concreteType(model, { kind: 'car' })).to.equal(undefined);
    expect(concreteType(model, Object.create(null) as object)).to.equal(undefined);
  });
});

describe('the discriminator of an object', () => {
  it('is told by its class', () => {
    const { model } = fleet();
    expect(discriminatorOf(model, new Car(), 'kind')).to.equal('car');
    expect(discriminatorOf(model, new Racer(), 'kind')).to.equal('racer');
  });

  it('is told for no other field, and for no class whose rows are not its own', () => {
    const { model } = fleet();
    expect(discriminatorOf(model, new Car(), 'name')).to.equal(undefined);
    expect(discriminatorOf(model, new Vehicle(), 'kind')).to.equal(undefined);
    expect(discriminatorOf(model, new Unmanaged(), 'kind')).to.equal(undefined);
    expect(discriminatorOf(model, new Tool(), 'kind')).to.equal(undefined);
    expect(discriminatorOf(model, { kind: 'car' }, 'kind')).to.equal(undefined);
  });

  it('stands for the property that an entity does not have, and for no other', () => {
    const { model, manager } = fleet();
    const car = manager('Car');
    const [kind, name] = [car.fields.get('kind'), car.fields.get('name')];
    if (kind?.kind !== 'scalar' || name?.kind !== 'scalar') throw new Error('no fields');
    const evaluator = new Evaluator(model);
    const isCar = { kind: 'compare', path: { manager: car, hops: [], embedded: [], field: kind }, operator: 'eq', value: 'car' } as const;
    expect(evaluator.truth(isCar, new Car())).to.equal(true);
    expect(evaluator.truth(isCar, new Racer())).to.equal(false);
    // What an object says of itself wins.
    expect(evaluator.truth(isCar, Object.assign(new Car(), { kind: 'van' }))).to.equal(false);
    expect(() => evaluator.truth({ ...isCar, path: { ...isCar.path, field: name } }, new Car()))
      .to.throw()
      .with.property('code', 'GM_PERM_NOT_LOADED');
  });
});
