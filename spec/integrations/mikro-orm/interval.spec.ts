import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { everyone, Manager, Permission } from '../../../decorators/index.js';
import { bootstrap, type Application } from '../../../integrations/index.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
class Loan {
  @PrimaryKey()
  id!: number;

  @Property({ columnType: 'interval', nullable: true })
  span?: string;
}

describe('mikro-orm: intervals', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;

  before(async () => {
    database = await freshDatabase('interval');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Loan], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    const em = orm.em.fork();
    em.create(Loan, { span: '2 weeks' });
    em.create(Loan, {});
    await em.flush();
    gm = await bootstrap({ orm });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  it('are text in TypeScript', async () => {
    expect(await gm.as(null).manager(Loan).values('span')).to.deep.equal(['14 days', null]);
  });

  it('are text in GraphQL, and are compared as intervals', async () => {
    const source = '{ loans(filter: { span: { gt: "13 days 23:00:00" } }) { nodes { id span } } }';
    const { errors, data } = await graphql({ schema: gm.schema, source, contextValue: {} });
    expect(errors).to.equal(undefined);
    expect(JSON.parse(JSON.stringify(data))).to.deep.equal({ loans: { nodes: [{ id: '1', span: '14 days' }] } });
  });
});
