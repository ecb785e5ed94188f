import 'reflect-metadata';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, definePlugin, type Application } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone(), create: everyone() })
class Pebble {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;
}

const durable = definePlugin({ name: 'listener', description: 'Hears events.', events: 'durable', hooks: { onEvent: () => {} } });

describe('a database that is not there yet', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  beforeEach(async () => {
    database = await freshDatabase('first_boot');
    await database.drop();
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [Pebble, ...sideTables()],
      metadataProvider: ReflectMetadataProvider,
      logger: () => {},
    });
  });
  afterEach(async () => {
    await orm.close();
    await database.drop();
  });

  /** Boots, and gives the codes of what is wrong. */
  async function problems(): Promise<readonly string[]> {
    try {
      await bootstrap({ orm, drift: 'refuse', recordChanges: true, plugins: [durable] });
      return [];
    } catch (error) {
      if (!(error instanceof Error && 'problems' in error)) throw error;
      return (error.problems as { code: string }[]).map(({ code }) => code);
    }
  }

  it('is created by MikroORM while all that a boot asks waits for it', async () => {
    // What is missing are tables, each told by its own question.
    const expected = ['GM_DRIFT_MISSING_TABLE', 'GM_ORM_SIDE_TABLE_MISSING'];
    const found = new Set(await problems());
    expect([...found].sort()).to.deep.equal(expected);
    await orm.schema.create();
    expect(await problems()).to.deep.equal([]);
  });

  it('is waited for by reads and writes that come at once', async () => {
    const states: unknown[] = [];
    const error = (fields: object): void => void states.push((fields as { error?: { code?: string } }).error?.code);
    const gm: Application = await bootstrap({ orm, drift: 'off', logger: { error, warn: () => {}, info: () => {} } });
    const pebbles = gm.as({}).manager(Pebble);
    await Promise.allSettled([pebbles.all(), pebbles.create({ name: 'a' }), pebbles.count(), pebbles.create({ name: 'b' })]);
    // There is no table yet, which is what the database of the right name says.
    expect(states).to.deep.equal(['42P01', '42P01', '42P01', '42P01']);
    await orm.schema.create();
    expect(await pebbles.count()).to.equal(0);
  });
});
