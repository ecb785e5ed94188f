import { setTimeout as wait } from 'node:timers/promises';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToMany, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application, type BootError } from 'general-manager';
import { actor, database, everyone, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

const OPEN = { read: everyone(), create: everyone(), update: everyone(), delete: everyone() };

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission(OPEN)
class Folder {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @OneToMany(() => Paper, (paper) => paper.folder)
  papers = new Collection<Paper>(this);
}

/** Kept with every state; the owner sees it, an auditor also when it is deleted. */
@Entity()
@Manager()
@Interface(database({ history: true, softDelete: { field: 'deletedAt', read: role('auditor') }, changedBy: 'editor' }))
@Permission<Paper>({ ...OPEN, read: [everyone()], update: where<Paper>({ owner: actor('id') }) })
class Paper {
  @PrimaryKey()
  id!: number;

  @Property()
  title!: string;

  @Property()
  owner!: string;

  @Property({ type: 'decimal', precision: 20, scale: 4, nullable: true })
  worth?: string | null;

  @Property({ type: 'bigint', nullable: true })
  serial?: bigint | null;

  @Property({ nullable: true })
  editor?: string | null;

  @Property({ type: 'datetime', nullable: true })
  deletedAt?: Date | null;

  @ManyToOne(() => Folder, { nullable: true })
  folder?: Rel<Folder> | null;

  @ManyToMany(() => Label, (label) => label.papers, { owner: true })
  labels = new Collection<Label>(this);
}

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission(OPEN)
class Label {
  @PrimaryKey({ type: 'text' })
  id!: string;

  @ManyToMany(() => Paper, (paper) => paper.labels)
  papers = new Collection<Paper>(this);
}

/** Without a history. */
@Entity()
@Manager()
@Interface(database({ softDelete: 'active' }))
@Permission(OPEN)
class Note {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'boolean', default: true })
  active = true;

  @ManyToOne(() => Paper)
  paper!: Rel<Paper>;
}

const ENTITIES = [Folder, Paper, Label, Note];

describe('the life of objects', () => {
  let store: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    store = await freshDatabase('writes_lifecycle');
    orm = await MikroORM.init({
      clientUrl: store.url,
      entities: [...ENTITIES, ...sideTables()],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => {
    await orm.close();
    await store.drop();
  });
  beforeEach(async () => query('truncate folder, paper, label, note, paper_labels, general_manager.gm_history restart identity cascade'));

  const query = async (sql: string): Promise<Record<string, unknown>[]> => orm.em.getConnection().execute(sql);
  const ann = { id: 'ann' };
  const auditor = { id: 'aud', roles: ['auditor'] };
  const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'fine',
      (error: unknown) => (isGeneralManagerError(error) ? error.code : error),
    );

  /** A time between what was done before and what is done after. */
  async function moment(): Promise<Date> {
    await wait(3);
    const now = new Date();
    await wait(3);
    return now;
  }

  it('has soft deletion: a deleted object is as if it were not there, but for those who may see it and ask', async () => {
    const papers = gm.as(ann).manager(Paper);
    await papers.create({ title: 'a', owner: 'ann' });
    await gm.as(ann).manager(Note).create({ paper: 1 });
    expect(await papers.delete(1, { select: { title: true } })).to.deep.equal({ title: 'a' });
    expect(await query('select title, deleted_at is null as there, editor from paper')).to.deep.equal([
      { title: 'a', there: false, editor: 'ann' },
    ]);
    expect(await papers.find(1)).to.equal(null);
    expect(await papers.count()).to.equal(0);
    expect(
      await gm
        .as(ann)
        .manager(Note)
        .select({ paper: { title: true } })
        .all(),
    ).to.deep.equal([{ paper: null }]);
    expect(await codeOf(papers.update(1, { title: 'b' }))).to.equal('GM_WRITE_NOT_FOUND');
    expect(await codeOf(papers.delete(1))).to.equal('GM_WRITE_NOT_FOUND');
    expect(await codeOf(gm.as(ann).manager(Note).create({ paper: 1 }))).to.equal('GM_WRITE_NOT_FOUND');
    expect(await papers.withDeleted().count()).to.equal(0);
    expect(await gm.as(auditor).manager(Paper).count()).to.equal(0);
    expect(await gm.as(auditor).manager(Paper).withDeleted().values('title')).to.deep.equal(['a']);
    expect(await gm.system('a spec').manager(Paper).count()).to.equal(0);
    expect(await gm.system('a spec').manager(Paper).withDeleted().count()).to.equal(1);
  });

  it('has soft deletion by a flag, and restores', async () => {
    await gm.as(ann).manager(Paper).create({ title: 'a', owner: 'ann' });
    const notes = gm.as(ann).manager(Note);
    await notes.create({ paper: 1 });
    await notes.delete(1);
    expect(await query('select active from note')).to.deep.equal([{ active: false }]);
    expect(await codeOf(notes.restore(1))).to.equal('GM_WRITE_NOT_FOUND');
    await gm.system('a spec').manager(Note).restore(1);
    expect(await notes.count()).to.equal(1);
    expect(await codeOf(gm.system('a spec').manager(Folder).restore(1))).to.equal('GM_WRITE_UNSUPPORTED');
  });

  it('restores for those who may see what is deleted, and update it', async () => {
    const papers = gm.as(ann).manager(Paper);
    await papers.create({ title: 'a', owner: 'ann' });
    await papers.create({ title: 'b', owner: 'aud' });
    await papers.deleteMany();
    expect(await codeOf(gm.as(auditor).manager(Paper).restore(1))).to.equal('GM_WRITE_FORBIDDEN');
    expect(
      await gm
        .as(auditor)
        .manager(Paper)
        .restore(2, { select: { title: true, editor: true } }),
    ).to.deep.equal({ title: 'b', editor: 'aud' });
  });

  it('does not let callers write what marks deleted objects, or who changed them', async () => {
    for (const data of [{ deletedAt: new Date() }, { editor: 'somebody' }]) {
      expect(
        await codeOf(
          gm
            .as(ann)
            .manager('Paper')
            .create({ title: 'a', owner: 'ann', ...data }),
        ),
      ).to.equal('GM_WRITE_INVALID');
    }
  });

  it('keeps every state with who, when and why, in the same transaction', async () => {
    const papers = gm.as(ann).manager(Paper);
    await papers.create({ title: 'a', owner: 'ann', worth: '12345678901234.5678', serial: 9007199254740993n }, { reason: 'first' });
    await papers.update(1, { title: 'b' });
    await gm.system('cleaning').manager(Paper).delete(1);
    const rows =
      await query(`select relation, key, operation, actor, system, reason, before ->> 'title' as before, after ->> 'title' as after,
      after ->> 'worth' as worth, after ->> 'serial' as serial from general_manager.gm_history order by id`);
    const same = { relation: 'public.paper', key: ['1'], worth: '12345678901234.5678', serial: '9007199254740993' };
    expect(rows).to.deep.equal([
      { ...same, operation: 'create', actor: 'ann', system: false, reason: 'first', before: null, after: 'a' },
      { ...same, operation: 'update', actor: 'ann', system: false, reason: null, before: 'a', after: 'b' },
      { ...same, operation: 'update', actor: null, system: true, reason: 'cleaning', before: 'b', after: 'b' },
    ]);
  });

  it('makes an object and keeps its state in three statements', async () => {
    const statements: string[] = [];
    orm.config.set('onQuery', (sql: string) => {
      statements.push(sql.slice(0, 6));
      return sql;
    });
    await gm
      .as(ann)
      .manager(Paper)
      .create({ title: 'a', owner: 'ann' }, { select: { id: true, title: true } });
    orm.config.set('onQuery', (sql: string) => sql);
    expect(statements.filter((each) => !['begin', 'commit'].includes(each))).to.deep.equal(['insert', 'insert', 'select']);
  });

  it('keeps nothing of what was refused', async () => {
    await gm.as(ann).manager(Paper).create({ title: 'a', owner: 'bob' });
    await query('truncate general_manager.gm_history');
    expect(await codeOf(gm.as(ann).manager(Paper).update(1, { title: 'b' }))).to.equal('GM_WRITE_FORBIDDEN');
    expect(await query('select * from general_manager.gm_history')).to.deep.equal([]);
  });

  it('reads everything as it was, through relations and links of both kinds', async () => {
    const papers = gm.as(ann).manager(Paper);
    await papers.create({
      title: 'a',
      owner: 'ann',
      folder: { create: { name: 'old' } },
      labels: { create: [{ id: 'x' }, { id: 'y' }] },
    });
    const first = await moment();
    await papers.update(1, { title: 'b', folder: { update: { name: 'new' } }, labels: { disconnect: 'x', create: { id: 'z' } } });
    const second = await moment();
    await papers.update(1, { folder: null, labels: { set: [] } });
    await gm.as(ann).manager(Label).delete('y');
    await papers.create({ title: 'later', owner: 'ann' });
    const select = { title: true, folder: { name: true }, labels: { select: { id: true }, sort: 'id' } } as const;
    const at = async (date?: Date): Promise<unknown> => (date ? papers.asOf(date) : papers).select(select).sort('id').all();
    expect(await at(first)).to.deep.equal([{ title: 'a', folder: { name: 'old' }, labels: [{ id: 'x' }, { id: 'y' }] }]);
    expect(await at(second)).to.deep.equal([{ title: 'b', folder: { name: 'new' }, labels: [{ id: 'y' }, { id: 'z' }] }]);
    expect(await at()).to.deep.equal([
      { title: 'b', folder: null, labels: [] },
      { title: 'later', folder: null, labels: [] },
    ]);
    expect(
      await gm
        .as(ann)
        .manager(Folder)
        .asOf(first)
        .select({ papers: { select: { title: true } } })
        .all(),
    ).to.deep.equal([{ papers: [{ title: 'a' }] }]);
    expect(
      await gm
        .as(ann)
        .manager(Label)
        .asOf(second)
        .filter({ papers: { some: { title: 'b' } } })
        .values('id'),
    ).to.deep.equal(['y', 'z']);
  });

  it('reads as they are objects that never changed since', async () => {
    await query(`insert into folder (name) values ('old')`);
    expect(
      await gm
        .as(ann)
        .manager(Folder)
        .asOf(await moment())
        .values('name'),
    ).to.deep.equal(['old']);
  });

  it('keeps what the database changes by itself when an object is deleted', async () => {
    await gm
      .as(ann)
      .manager(Paper)
      .create({ title: 'a', owner: 'ann', folder: { create: { name: 'f' } }, labels: { create: { id: 'x' } } });
    const before = await moment();
    await gm.as(ann).manager(Folder).delete(1);
    await gm.as(ann).manager(Label).delete('x');
    const read = async (date: Date): Promise<unknown> =>
      gm
        .as(ann)
        .manager(Paper)
        .asOf(date)
        .select({ folder: { name: true }, labels: { select: { id: true } } })
        .all();
    expect(await read(before)).to.deep.equal([{ folder: { name: 'f' }, labels: [{ id: 'x' }] }]);
    expect(await read(await moment())).to.deep.equal([{ folder: null, labels: [] }]);
    const told = await query(`select relation, operation from general_manager.gm_history where at > '${before.toISOString()}' order by id`);
    expect(told).to.have.deep.members([
      { relation: 'public.folder', operation: 'delete' },
      { relation: 'public.paper', operation: 'update' },
      { relation: 'public.label', operation: 'delete' },
      { relation: 'public.paper_labels', operation: 'delete' },
    ]);
  });

  it('refuses to read what it does not know: classes without a history, and times before it begins', async () => {
    const now = await moment();
    expect(await codeOf(gm.as(ann).manager(Note).asOf(now).all())).to.equal('GM_READ_NO_HISTORY');
    expect(await codeOf(gm.as(ann).manager(Paper).asOf(new Date('2001-01-01')).all())).to.equal('GM_READ_NO_HISTORY');
  });

  it('is a problem of the boot where side tables are not there, or options do not fit', async () => {
    const bare = await MikroORM.init({ clientUrl: store.url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
    const error = (await bootstrap({ orm: bare, drift: 'off' }).catch((each: unknown) => each)) as BootError;
    expect(error.problems.map(({ code, path }) => [code, path])).to.deep.equal([
      ['GM_ORM_SIDE_TABLE_MISSING', 'GmHistory'],
      ['GM_ORM_SIDE_TABLE_MISSING', 'GmHistoryStart'],
    ]);
    await bare.close();
    const empty = await freshDatabase('writes_lifecycle_empty');
    const other = await MikroORM.init({
      clientUrl: empty.url,
      entities: [...ENTITIES, ...sideTables()],
      metadataProvider: ReflectMetadataProvider,
    });
    const missing = (await bootstrap({ orm: other, drift: 'off' }).catch((each: unknown) => each)) as BootError;
    expect(missing.problems.map(({ code }) => code)).to.deep.equal(['GM_ORM_SIDE_TABLE_MISSING']);
    await other.close();
    await empty.drop();
  });
});
