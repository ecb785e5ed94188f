import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { actor, authenticated, database, Interface, Manager, Permission, where } from 'general-manager/decorators';
import { rowLevelSecurity, sideTables } from 'general-manager/mikro-orm';
import { databaseRole, type DatabaseRole } from '../support/database-role.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

const owned = where<{ owner: string }>({ owner: actor('id') });

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission({ read: owned, create: owned, update: owned, delete: owned })
class Diary {
  @PrimaryKey()
  id!: number;

  @Property()
  owner!: string;
}

@Entity()
@Manager()
@Permission<Entry>({
  read: where<Entry>({ diary: { owner: actor('id') } }),
  create: authenticated(),
  update: authenticated(),
  delete: authenticated(),
})
class Entry {
  @PrimaryKey()
  id!: number;

  @Property()
  text!: string;

  @ManyToOne(() => Diary, { deleteRule: 'cascade' })
  diary!: Rel<Diary>;
}

describe('writes under row-level security', () => {
  let store: FreshDatabase;
  let role: DatabaseRole;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    store = await freshDatabase('writes_rls');
    role = await databaseRole();
    orm = await MikroORM.init({
      clientUrl: store.url,
      entities: [Diary, Entry, ...sideTables()],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off', rls: { role: role.name } });
    for (const statement of rowLevelSecurity(gm, { role: role.name, force: true }).up) await query(statement);
    await role.grant(orm);
    await query(`grant usage on schema general_manager to "${role.name}"`);
    await query(`grant all on all tables in schema general_manager to "${role.name}"`);
    await query(`grant all on all sequences in schema general_manager to "${role.name}"`);
  });
  after(async () => {
    await orm.close();
    await store.drop();
    await role.drop();
  });

  const query = async (sql: string): Promise<Record<string, unknown>[]> => orm.em.getConnection().execute(sql);
  const ann = { id: 'ann' };
  const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'done',
      (error: unknown) => (isGeneralManagerError(error) ? error.code : error),
    );

  it('are carried out as the actor, by the role of the application', async () => {
    const made = await gm.as(ann).manager(Diary).create({ owner: 'ann' });
    expect(made).to.deep.equal({ id: 1, owner: 'ann' });
    await gm.as(ann).manager(Entry).create({ text: 'a', diary: 1 });
    expect(
      await gm
        .as(ann)
        .manager(Entry)
        .update(1, { text: 'b' }, { select: { text: true } }),
    ).to.deep.equal({ text: 'b' });
    expect(await query('select operation from general_manager.gm_history')).to.deep.equal([{ operation: 'create' }]);
  });

  it('give the same answers as without it', async () => {
    expect(await codeOf(gm.as({ id: 'bob' }).manager(Diary).update(1, { owner: 'bob' }))).to.equal('GM_WRITE_NOT_FOUND');
    expect(await codeOf(gm.as({ id: 'bob' }).manager(Entry).create({ text: 'x', diary: 1 }))).to.equal('GM_WRITE_NOT_FOUND');
  });

  it('are refused by the database where its policies are narrower', async () => {
    await query('drop policy gm_update on diary');
    expect(await codeOf(gm.as(ann).manager(Diary).update(1, { owner: 'ann2' }))).to.be.oneOf(['GM_WRITE_NOT_FOUND', 'GM_WRITE_REFUSED']);
    expect(await codeOf(gm.as(ann).manager(Diary).create({ owner: 'bob' }))).to.equal('GM_WRITE_REFUSED');
  });
});
