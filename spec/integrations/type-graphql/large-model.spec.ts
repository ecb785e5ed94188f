import { expect } from 'chai';
import { isInputObjectType, isObjectType } from 'graphql';
import { everyone, Manager, Permission } from '../../../decorators/index.js';
import { BootedSchema } from './support/boot.js';
import { many, one, primary, scalar } from './support/fields.js';
import { useFreshStorage } from './support/fresh-storage.js';
import type { MemorySource } from './support/memory-adapter.js';

const COUNT = 1000;

/** Managers of which each leads to the next, and back. */
function chain(): readonly MemorySource[] {
  const targets = Array.from({ length: COUNT }, (_, place) => {
    const name = `Link${place}`;
    const target = { [name]: class {} }[name] as MemorySource['target'];
    Manager({ plural: `chained${place}` })(target);
    Permission({ read: everyone() })(target);
    return target;
  });
  return targets.map((target, place) => {
    const [previous, next] = [targets[place - 1], targets[place + 1]];
    const fields = [
      primary('id', 'int'),
      scalar('weight', 'int'),
      ...(next ? [one('next', next, { inverse: 'previous' })] : []),
      ...(previous ? [many('previous', previous, { inverse: 'next' })] : []),
    ];
    return { target, description: { key: [{ field: 'id' }], aggregate: true, fields }, objects: [] };
  });
}

describe('emitSchema with a thousand managers in a chain', () => {
  useFreshStorage();
  let app: BootedSchema;

  before(() => {
    app = new BootedSchema(chain());
  });

  it('boots, whatever the depth of the chain', () => {
    expect(app.problems).to.deep.equal([]);
    expect(Object.keys(app.schema.getQueryType()?.getFields() ?? {})).to.have.length(4 * COUNT + 1);
  });

  it('has the fields of a type when they are first asked for', () => {
    const [filter, connection] = [app.schema.getType('Link500Filter'), app.schema.getType('Link500Connection')];
    expect(isInputObjectType(filter) && Object.keys(filter.getFields())).to.deep.equal([
      'and',
      'or',
      'not',
      'id',
      'weight',
      'next',
      'previous',
    ]);
    expect(isObjectType(connection) && Object.keys(connection.getFields())).to.deep.equal(['nodes', 'edges', 'pageInfo', 'totalCount']);
  });

  it('answers', async () => {
    const source =
      '{ chained7(filter: { next: { weight: { gt: 1 } } }, sort: [{ next: { id: DESC } }]) { nodes { next { id } } totalCount } }';
    expect(await app.data(source)).to.deep.equal({ chained7: { nodes: [], totalCount: 0 } });
  });
});
