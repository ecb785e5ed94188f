import { MikroORM, defineEntity, p } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { checkDrift } from '../../../integrations/mikro-orm/drift/check-drift.js';
import { driftApp, type DriftApp } from './drift-support/boot.js';
import { ENTITIES, PREREQUISITES } from './drift-support/entities.js';

describe('schema drift: a schema made by the schema generator', () => {
  let app: DriftApp;

  before(async () => {
    app = await driftApp({ entities: [...ENTITIES] }, PREREQUISITES);
    await app.orm.schema.create();
  });
  after(async () => app.close());

  it('has none, with every kind of property and relation', async () => {
    expect(await app.drift()).to.deep.equal([]);
  });

  it('has none for a part of the entities', async () => {
    expect(await app.drift('Van')).to.deep.equal([]);
    expect(await app.drift('Part')).to.deep.equal([]);
    expect(await app.drift('Virtual')).to.deep.equal([]);
  });

  it('is read with one statement, in a connection that may only read', async () => {
    const statements: string[] = [];
    const logger = (message: string): void => void statements.push(message);
    const driverOptions = { options: '-c default_transaction_read_only=on' };
    const orm = await MikroORM.init({
      entities: [...ENTITIES],
      clientUrl: app.url,
      driverOptions,
      debug: ['query'],
      logger,
      colors: false,
    });
    await orm.em.getConnection().execute('select 1');
    statements.length = 0;
    expect(await checkDrift(orm, [...orm.getMetadata().getAll().values()])).to.deep.equal([]);
    expect(statements).to.have.length(1);
    await orm.close();
  });

  it('is read by a role that owns nothing and may read nothing', async () => {
    const role = `${new URL(app.url).pathname.slice(1)}_app`;
    await app.run(`create role "${role}"`);
    const orm = await MikroORM.init({ entities: [...ENTITIES], clientUrl: app.url, driverOptions: { options: `-c role=${role}` } });
    expect(await orm.em.getConnection().execute('select current_user as name')).to.deep.equal([{ name: role }]);
    expect(await checkDrift(orm, [...orm.getMetadata().getAll().values()])).to.deep.equal([]);
    await orm.close();
    await app.run(`drop role "${role}"`);
  });
});

const Plain = defineEntity({ name: 'Plain', tableName: 'things', properties: { id: p.integer().primary(), name: p.string() } });
const Anywhere = defineEntity({
  name: 'Anywhere',
  schema: '*',
  properties: { id: p.integer().primary(), plain: () => p.manyToOne(Plain) },
});
const Fixed = defineEntity({
  name: 'Fixed',
  schema: 'fixed',
  tableName: 'things',
  properties: { id: p.integer().primary(), kind: p.enum(['a', 'b']).nativeEnumName('kind'), others: () => p.manyToMany(Anywhere).owner() },
});
const SCHEMAS = `
  create schema tenant; create schema fixed; create type fixed.kind as enum ('a', 'b'); create type tenant.kind as enum ('c');
  create table tenant.things (id serial primary key, name varchar(255) not null);
  create table tenant.anywhere (id serial primary key, plain_id int not null references tenant.things);
  create table fixed.things (id serial primary key, kind fixed.kind not null);
  create table fixed.things_others (fixed_id int references fixed.things, anywhere_id int references tenant.anywhere, primary key (fixed_id, anywhere_id));
  create table things (id serial primary key, name text, other int not null);`;

describe('schema drift: several schemas', () => {
  const entities = [Plain, Anywhere, Fixed];

  it('finds tables in the configured schema, in schemas of their own, and the wildcard in the configured one', async () => {
    const app = await driftApp({ entities, schema: 'tenant' }, SCHEMAS);
    expect(await app.drift()).to.deep.equal([]);
    await app.run('alter table tenant.things drop column name; alter table fixed.things alter column kind drop not null');
    const found = await app.drift();
    expect(found.map(({ path, message }) => `${path}: ${message}`)).to.have.members([
      'Plain.name: The mapped column "name" does not exist in tenant.things.',
      'Fixed.kind: The column "kind" of fixed.things is mapped as not nullable and allows NULL in the database.',
    ]);
    await app.close();
  });

  it('finds tables through the search path where no schema is configured', async () => {
    const app = await driftApp({ entities }, SCHEMAS);
    const orm = await MikroORM.init({ entities, clientUrl: app.url, driverOptions: { options: '-c search_path=tenant' } });
    expect(await checkDrift(orm, [...orm.getMetadata().getAll().values()])).to.deep.equal([]);
    const found = await app.drift();
    expect(found.map(({ path, code }) => `${path} ${code}`)).to.have.members([
      'Plain.name GM_DRIFT_COLUMN_TYPE',
      'Plain.name GM_DRIFT_NULLABILITY',
      'Plain GM_DRIFT_UNMAPPED_REQUIRED',
      'Anywhere GM_DRIFT_MISSING_TABLE',
    ]);
    await orm.close();
    await app.close();
  });
});

describe('schema drift: a database that does not answer', () => {
  it('is one problem without hosts and credentials', async () => {
    const orm = await MikroORM.init({ entities: [Plain], clientUrl: 'postgresql://user:secret@127.0.0.1:1/nowhere' });
    const [problem, ...others] = await checkDrift(orm, [...orm.getMetadata().getAll().values()]);
    expect(others).to.have.length(0);
    expect(problem?.code).to.equal('GM_DRIFT_UNCHECKED');
    expect(problem?.message).to.equal('The mapped tables could not be compared with the database, which did not answer (ECONNREFUSED).');
    await orm.close();
  });
});
