import { expect } from 'chai';
import { embeddableNamed, enumNamed, managerNamed, managerOf } from '../../../lib/plugin.js';
import { keyColumns } from '../../../lib/model/key.js';
import { one, scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';

describe('looking up a manager', () => {
  const track = source('Track');
  const order = source('Order', { fields: [scalar('number', 'string')], description: { key: [{ field: 'number' }, { field: 'id' }] } });
  const line = source('Line', {
    fields: [one('order', order.target, { primary: true })],
    description: { key: [{ field: 'id' }, { field: 'order', target: order.target }] },
  });
  const { model } = boot([track, order, line]).runtime;

  it('finds it by its class, its schema and its name', () => {
    for (const target of [track.target, { meta: { class: track.target } }, 'Track'])
      expect(managerOf(model, target).name).to.equal('Track');
  });

  it('refuses what is no manager, a subclass of one included', () => {
    for (const target of [class Other {}, class extends track.target {}, { meta: {} }, 'track', 'constructor']) {
      expect(() => managerOf(model, target))
        .to.throw()
        .with.property('code', 'GM_READ_UNKNOWN_MANAGER');
    }
    expect(() => managerOf(model, class Other {})).to.throw('Other is not a manager of this application.');
  });

  it('refuses names that the model does not have', () => {
    for (const find of [managerNamed, enumNamed, embeddableNamed]) {
      expect(() => find(model, 'toString'))
        .to.throw()
        .with.property('code', 'GM_READ_UNKNOWN_MANAGER');
    }
  });

  it('flattens keys: parts in their order, the key of the target in place of a relation', () => {
    expect(keyColumns(model, managerNamed(model, 'Line')).map(({ path, field }) => [path.join('.'), field.name])).to.deep.equal([
      ['id', 'id'],
      ['order.number', 'number'],
      ['order.id', 'id'],
    ]);
  });
});
