import { connect } from 'node:net';
import { once } from 'node:events';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { configOf } from '../../../samples/logistics/config.js';
import { ENTITIES } from '../../../samples/logistics/entities.js';
import { failureOf } from '../../../samples/logistics/failure.js';
import { Port } from '../../../samples/logistics/fleet/port.js';
import { seed } from '../../../samples/logistics/seed.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

describe('sample: logistics, before it serves', () => {
  describe('its environment', () => {
    it('may be empty, or full of empty variables', () => {
      expect(configOf({})).to.deep.equal({ port: 4000 });
      expect(configOf({ PORT: '', DATABASE_URL: '' })).to.deep.equal({ port: 4000 });
    });
    it('names a port and a database', () => {
      expect(configOf({ PORT: '0', DATABASE_URL: 'postgresql://host/base' })).to.deep.equal({
        port: 0,
        databaseUrl: 'postgresql://host/base',
      });
      expect(configOf({ PORT: '65535' })).to.deep.equal({ port: 65_535 });
    });
    for (const port of ['abc', '-1', '1.5', '65536', '0x10', ' ', '1e3']) {
      it(`is refused with the port "${port}"`, () => {
        expect(() => configOf({ PORT: port })).to.throw(`PORT is "${port}": it has to be a whole number`);
      });
    }
  });

  describe('its failures', () => {
    it('are told in words, also where each address of a host refuses', async () => {
      const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
      const socket = connect({ host: 'two', port: 1, lookup: (_host, _options, done) => done(null, addresses) });
      const [error] = (await once(socket, 'connect').catch((reason: unknown) => [reason])) as [Error];
      expect(error.message).to.equal('');
      expect(failureOf(error)).to.equal(
        'The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1; connect ECONNREFUSED 127.0.0.2:1',
      );
    });
    it('may be anything', () => {
      expect([failureOf(new Error('Out of luck')), failureOf('odd')]).to.deep.equal(['Out of luck', 'odd']);
    });
  });

  describe('its data', () => {
    let database: FreshDatabase;
    let orm: MikroORM;
    before(async () => {
      database = await freshDatabase('logistics_seed');
      orm = await MikroORM.init({ clientUrl: database.url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
      await orm.schema.update({ safe: true });
    });
    after(async () => {
      await orm.close();
      await database.drop();
    });

    it('comes as a whole or not at all, and once', async () => {
      await orm.em.execute(`insert into warehouse (id, name, port_code) values (1, 'In the way', 'NLRTM')`);
      expect(await seed(orm).catch((error: Error) => error.message)).to.match(/duplicate key/);
      expect(await orm.em.fork().count(Port)).to.equal(0);
      await orm.em.execute('delete from warehouse');
      await seed(orm);
      const first = await rows();
      await seed(orm);
      expect(await rows()).to.deep.equal(first);
      expect(first).to.deep.include({ name: 'cargo_line', rows: 96 }).and.to.deep.include({ name: 'purchasing.supplier', rows: 3 });
      expect(first.reduce((sum, { rows: count }) => sum + count, 0)).to.be.within(300, 1000);
    });

    async function rows(): Promise<readonly { readonly name: string; readonly rows: number }[]> {
      const tables = await orm.em.execute<{ name: string }[]>(
        `select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace in ('public'::regnamespace, 'purchasing'::regnamespace)`,
      );
      const counts = tables.map(async ({ name }) => orm.em.execute<{ rows: number }[]>(`select count(*)::int as rows from ${name}`));
      return (await Promise.all(counts)).map(([count], index) => ({ name: tables[index]?.name ?? '', rows: count?.rows ?? 0 }));
    }
  });
});
