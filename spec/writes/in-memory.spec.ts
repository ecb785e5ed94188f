import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { authenticated, check, deny, everyone, Manager, Permission, role } from 'general-manager/decorators';
import { Client } from './support/ask.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

/** Decided about without asking the database. */
@Entity()
@Manager()
@Permission<Note>({
  read: everyone(),
  create: [authenticated(), deny(check<Note>({ name: 'shouting', test: ({ text }) => text === text.toUpperCase() }))],
  update: [authenticated(), deny(check<Note>({ name: 'shouting', test: ({ text }) => text === text.toUpperCase() }))],
  fields: { pinned: { create: role('editor'), update: role('editor') } },
})
class Note {
  @PrimaryKey()
  id!: number;

  @Property({ length: 20 })
  text!: string;

  @Property({ type: 'boolean', nullable: true })
  pinned?: boolean | null;
}

describe('writes that are decided about in memory', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    database = await freshDatabase('writes_in_memory');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Note], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  const ann = { id: 'ann', roles: [] };
  const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'fine',
      (error: unknown) => (isGeneralManagerError(error) ? error.code : error),
    );

  it('are refused whether or not something is read of them', async () => {
    const notes = gm.as(ann).manager(Note);
    expect(await codeOf(notes.create({ text: 'a', pinned: true }))).to.equal('GM_WRITE_FORBIDDEN_FIELD');
    expect(await codeOf(notes.create({ text: 'LOUD' }))).to.equal('GM_WRITE_FORBIDDEN');
    expect(await codeOf(notes.createMany([{ text: 'a' }, { text: 'LOUD' }]))).to.equal('GM_WRITE_FORBIDDEN');
    const client = new Client(gm, ann);
    for (const selected of ['__typename', 'note { id }']) {
      const created = await client.refusal(`mutation { createNote(input: { text: "a", pinned: true }) { ${selected} } }`);
      expect(created.gm, selected).to.equal('GM_WRITE_FORBIDDEN_FIELD');
      expect((await client.refusal(`mutation { createNote(input: { text: "LOUD" }) { ${selected} } }`)).gm).to.equal('GM_WRITE_FORBIDDEN');
    }
    expect(await notes.count()).to.equal(0);
  });

  it('are refused for what has become of an object', async () => {
    const notes = gm.as(ann).manager(Note);
    const made = await notes.create({ text: 'a' });
    const id = made?.id ?? 0;
    expect(await codeOf(notes.update(id, { pinned: true }))).to.equal('GM_WRITE_FORBIDDEN_FIELD');
    expect(await codeOf(notes.update(id, { text: 'LOUD' }))).to.equal('GM_WRITE_FORBIDDEN');
    expect(await notes.find(id)).to.deep.include({ text: 'a', pinned: null });
  });
});
