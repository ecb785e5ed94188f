import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { auditEmergencies, Record } from './break-glass.js';
import { Attachment } from './delegated.js';
import { Photo } from './exceptions.js';
import { Profile } from './fields.js';
import { Offer } from './limited.js';
import { Note } from './owner.js';
import { Ledger } from './role.js';
import { Article, Stage } from './status.js';
import { Team } from './team.js';
import { Contract } from './tenant.js';
import { User } from './user.js';

const ENTITIES = [User, Note, Contract, Ledger, Team, Article, Offer, Attachment, Profile, Record, Photo];

describe('permission: recipes', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  const audited: object[] = [];

  before(async () => {
    database = await freshDatabase('recipes');
    orm = await MikroORM.init({ clientUrl: database.url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    const em = orm.em.fork();
    const [ada, bob] = [em.create(User, { id: 1 }), em.create(User, { id: 2 })];
    const notes = [em.create(Note, { id: 1, owner: ada }), em.create(Note, { id: 2, owner: bob })];
    notes.forEach((note, index) => em.create(Attachment, { id: index + 1, note }));
    em.create(Contract, { id: 1, tenant: 'a' });
    em.create(Contract, { id: 2, tenant: 'b' });
    em.create(Ledger, { id: 1 });
    em.create(Team, { id: 1, members: [ada, bob] });
    em.create(Team, { id: 2, members: [bob] });
    em.create(Article, { id: 1, stage: Stage.Published });
    em.create(Article, { id: 2, stage: Stage.Draft });
    em.create(Offer, { id: 1, from: new Date('2026-01-01'), until: new Date('2026-02-01') });
    em.create(Offer, { id: 2, from: new Date('2026-02-01'), until: new Date('2026-03-01') });
    em.create(Profile, { id: 1, user: ada, salary: '10.00', birthday: '1990-01-01' });
    em.create(Profile, { id: 2, user: bob, salary: '20.00', birthday: '1980-01-01' });
    em.create(Record, { id: 1, doctor: ada });
    em.create(Record, { id: 2, doctor: bob });
    [true, false, null].forEach((each, index) => em.create(Photo, { id: index + 1, private: each }));
    await em.flush();
    gm = await bootstrap({ orm, drift: 'refuse', plugins: [auditEmergencies((entry) => audited.push(entry))] });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  /** The ids that somebody sees, or the code of the refusal. */
  const seen = async (type: new () => { id: number }, who: object | null): Promise<unknown> =>
    gm
      .as(who)
      .manager(type)
      .sort('id')
      .values('id')
      .catch((error: { code: string }) => error.code);

  it('the owner', async () => {
    expect([await seen(Note, { id: 1 }), await seen(Note, { id: 3 }), await seen(Note, null)]).to.deep.equal([
      [1],
      [],
      'GM_PERM_FORBIDDEN',
    ]);
  });

  it('the tenant', async () => {
    expect([await seen(Contract, { tenant: 'b' }), await seen(Contract, {}), await seen(Contract, null)]).to.deep.equal([
      [2],
      'GM_PERM_FORBIDDEN',
      'GM_PERM_FORBIDDEN',
    ]);
  });

  it('a role', async () => {
    expect([await seen(Ledger, { roles: ['auditor'] }), await seen(Ledger, { roles: ['guest'] })]).to.deep.equal([
      [1],
      'GM_PERM_FORBIDDEN',
    ]);
  });

  it('a team, through a many-to-many relation', async () => {
    expect([await seen(Team, { id: 1 }), await seen(Team, { id: 2 }), await seen(Team, { id: 3 })]).to.deep.equal([[1], [1, 2], []]);
  });

  it('what depends on a status', async () => {
    expect([await seen(Article, null), await seen(Article, { roles: ['editor'] })]).to.deep.equal([[1], [1, 2]]);
    const editor = { roles: ['editor'] };
    const may = await Promise.all([1, 2].map(async (id) => (await gm.explain(editor, 'update', Article, id)).allowed));
    expect(may).to.deep.equal([false, true]);
  });

  it('what is limited in time', async () => {
    const at = (text: string): object => ({ now: new Date(text) });
    expect([await seen(Offer, at('2026-01-15')), await seen(Offer, at('2026-02-01')), await seen(Offer, at('2027-01-01'))]).to.deep.equal([
      [1],
      [2],
      [],
    ]);
    expect(await seen(Offer, {})).to.equal('GM_PERM_FORBIDDEN');
  });

  it('what is delegated', async () => {
    expect([await seen(Attachment, { id: 1 }), await seen(Attachment, { id: 2 })]).to.deep.equal([[1], [2]]);
  });

  it('single fields', async () => {
    const profiles = async (who: object): Promise<unknown> =>
      gm.as(who).manager(Profile).sort('id').select({ salary: true, birthday: true }).all();
    expect(await profiles({ id: 1 })).to.deep.equal([
      { salary: null, birthday: '1990-01-01' },
      { salary: null, birthday: null },
    ]);
    expect(await profiles({ id: 3, roles: ['payroll'] })).to.deep.equal([
      { salary: '10.00', birthday: '1990-01-01' },
      { salary: '20.00', birthday: '1980-01-01' },
    ]);
    const probe = gm.as({ id: 1 }).manager(Profile);
    expect(await probe.filter({ birthday: { lt: '1985-01-01' } }).count()).to.equal(0);
    expect(
      await probe
        .sort('salary')
        .values('id')
        .catch((error: { code: string }) => error.code),
    ).to.equal('GM_PERM_FORBIDDEN_FIELD');
  });

  it('an emergency, which is recorded', async () => {
    expect(await seen(Record, { id: 1 })).to.deep.equal([1]);
    expect(audited).to.deep.equal([]);
    expect(await seen(Record, { id: 1, emergency: true, reason: 'patient unconscious' })).to.deep.equal([1, 2]);
    expect(audited).to.deep.equal([{ who: 1, reason: 'patient unconscious', what: 'read Record', allowed: true }]);
  });

  it('everything in public, with exceptions', async () => {
    expect(await seen(Photo, null)).to.deep.equal([2]);
  });
});
