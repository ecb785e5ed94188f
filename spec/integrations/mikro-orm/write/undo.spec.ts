import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { undo } from '../../../../integrations/mikro-orm/write/undo.js';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.js';

interface Connection {
  executeQuery(query: object): Promise<unknown>;
}

interface Transaction {
  getExecutor(): { provideConnection(consumer: (connection: Connection) => Promise<void>): Promise<void> };
}

describe('undoing a transaction whose connection fails swallows no statement of whoever waits for the connection:', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let other: MikroORM;
  before(async () => {
    database = await freshDatabase('undo');
    const options = { clientUrl: database.url, entities: [], discovery: { warnWhenNoEntities: false } };
    orm = await MikroORM.init({ ...options, pool: { max: 1 } });
    other = await MikroORM.init(options);
    await other.em.getConnection().execute('create table note (id int primary key)');
  });
  after(async () => {
    await orm.close();
    await other.close();
    await database.drop();
  });
  beforeEach(async () => other.em.getConnection().execute('truncate note'));

  /** Undoes transactions that were spoilt, while others wait for their connection. */
  async function expectNothingSwallowed(spoil: (em: EntityManager) => Promise<void>): Promise<void> {
    for (let id = 1; id <= 20; id += 1) {
      const em = orm.em.fork();
      await em.begin();
      const insert = orm.em.getConnection().execute(`insert into note (id) values (${id})`);
      const told = insert.then(
        () => 'done',
        () => 'refused',
      );
      await spoil(em);
      await undo(em);
      const expected = (await told) === 'done' ? 1 : 0;
      expect(await other.em.getConnection().execute(`select id from note where id = ${id}`), `${id} ${await told}`).to.have.length(
        expected,
      );
    }
  }

  it('where only a rollback fails', async () =>
    expectNothingSwallowed(async (em) => {
      await em
        .getTransactionContext<Transaction>()
        ?.getExecutor()
        .provideConnection(async (connection) => {
          const own = connection.executeQuery.bind(connection);
          connection.executeQuery = async () => {
            connection.executeQuery = own;
            throw new Error('Nobody knows why.');
          };
        });
    }));

  it('where the database ends the connection', async () =>
    expectNothingSwallowed(async (em) => {
      const [{ pid } = { pid: 0 }] = await em.execute<{ pid: number }[]>('select pg_backend_pid() as pid');
      await other.em.getConnection().execute(`select pg_terminate_backend(${pid})`);
    }));
});
