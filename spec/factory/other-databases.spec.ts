import { defineEntity, p } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { bootstrap, GeneralManager } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { bootCore } from '../../lib/plugin.js';
import { many, one, primary, scalar } from '../integrations/type-graphql/support/fields.js';
import { MemoryAdapter } from '../integrations/type-graphql/support/memory-adapter.js';

const Shelf = defineEntity({
  name: 'Shelf',
  properties: {
    id: p.integer().primary(),
    label: p.string().length(12).unique(),
    height: p.decimal().precision(6).scale(2),
    madeOn: p.date(),
    checkedAt: p.datetime().nullable(),
    facts: p.json<object>().nullable(),
    volumes: () => p.oneToMany(Volume).mappedBy('shelf'),
  },
});

const Volume = defineEntity({
  name: 'Volume',
  properties: {
    id: p.uuid().primary(),
    title: p.string().length(80),
    kind: p.enum(['novel', 'poetry']),
    pages: p.integer().nullable(),
    lent: p.boolean().default(false),
    shelf: () => p.manyToOne(Shelf),
    like: () => p.manyToMany(Volume).owner(),
  },
});

for (const each of [Shelf, Volume]) {
  Manager()(each);
  Permission({ read: everyone(), create: everyone() })(each);
}

describe('factories besides PostgreSQL', () => {
  it('make, insert and seed objects on SQLite', async () => {
    const orm = await MikroORM.init({ dbName: ':memory:', entities: [Shelf, Volume] });
    try {
      await orm.schema.create();
      const gm = await bootstrap({ orm, drift: 'off' });
      const [volume] = await gm.factory(Volume).with({ like: 2 }).createMany(1, { title: 'A title' });
      expect(volume?.title).to.equal('A title');
      expect(await gm.factory(Volume).insertMany(500)).to.equal(500);
      await gm.seed({ managers: { Shelf: 200, Volume: 700 } });
      const system = gm.system('spec');
      expect([await system.manager(Shelf).count(), await system.manager(Volume).count()]).to.deep.equal([200, 700]);
      expect(await orm.em.fork().count(Shelf, { volumes: { $some: {} } })).to.be.above(40);
    } finally {
      await orm.close();
    }
  });

  it('know what the model tells of interfaces that know nothing of factories', async () => {
    class Artist {}
    class Track {}
    for (const each of [Artist, Track]) {
      Manager()(each);
      Permission({ read: everyone() })(each);
    }
    const adapter = new MemoryAdapter([
      {
        target: Artist,
        description: { key: [{ field: 'id' }], fields: [primary('id', 'int'), scalar('name', 'string'), many('tracks', Track)] },
      },
      {
        target: Track,
        description: { key: [{ field: 'id' }], fields: [primary('id', 'bigint'), scalar('title', 'string'), one('artist', Artist)] },
      },
    ]);
    const gm = new GeneralManager(bootCore({ adapters: [adapter] }).runtime);
    const track = (await gm.factory('Track').build({ title: 'Blue' })) as {
      readonly title: string;
      readonly artist: { readonly name: string };
    };
    expect(track).to.be.instanceOf(Track);
    expect(track.artist).to.be.instanceOf(Artist);
    expect(track.artist.name).to.be.a('string').and.not.equal('');
    const refused = await gm
      .factory('Track')
      .create()
      .catch((error: { code?: string }) => error.code);
    expect(refused).to.equal('GM_FACTORY_NOT_STORABLE');
  });
});
