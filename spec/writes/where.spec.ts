import { defineEntity, p } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, definePlugin, type Application, type WriteEvent } from 'general-manager';
import { actor, authenticated, everyone, Manager, Permission, role, where } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { Client } from './support/ask.js';
import { ann, bob, boss, openOffice, type Office } from './support/office.js';
import { refusal } from './support/refusal.js';

describe('objects named by what is unique', () => {
  let office: Office;
  const events: WriteEvent[] = [];
  before(async () => {
    const hooks = { onEvent: ({ event }: { event: WriteEvent }) => void events.push(event) };
    office = await openOffice('writes_where', { plugins: [definePlugin({ name: 'listener', description: 'Hears events.', hooks })] });
  });
  after(async () => office.close());
  beforeEach(async () => {
    await office.reset();
    const projects = office.gm.as(ann).manager('Project');
    await projects.create({ name: 'p', owner: 'ann', tasks: { create: { title: 'plan' } }, brief: { create: { text: 'b' } } });
    await office.gm.as(bob).manager('Project').create({ name: 'own', owner: 'bob' });
    await office.query(`insert into tag (label, hidden) values ('hidden', true), ('shown', false)`);
    events.length = 0;
    office.statements.length = 0;
  });

  const as = (who: object, name: string) => office.gm.as(who).manager(name);
  const client = (who: object): Client => new Client(office.gm, who);

  it('are changed, or made with what they were named by', async () => {
    const tasks = as(ann, 'Task');
    const made = await tasks.upsert({ project: 1, title: 'new' }, { create: {}, update: { done: true } });
    expect(made).to.deep.include({ title: 'new', done: false });
    const changed = await tasks.upsert({ title: 'new', project: 1 }, { create: {}, update: { progress: 5 } });
    expect(changed).to.deep.equal({ ...made, progress: 5, touched: (changed as { touched?: unknown } | null)?.touched });
    expect(await as(ann, 'Brief').upsert({ project: 1 }, { create: { text: 'c' }, update: {} })).to.include({
      text: 'b',
    });
    expect(
      await as(boss, 'Seat')
        .upsert({ team: 1, row: 2 }, { create: {}, update: {} })
        .catch(({ code }: { code: string }) => code),
    ).to.equal('GM_WRITE_NOT_FOUND');
    await as(boss, 'Team').create({ name: 'A' });
    expect(await as(boss, 'Seat').upsert({ team: 1, row: 2 }, { create: {}, update: {} })).to.include({ row: 2 });
  });

  it('are so in GraphQL, at the root and in nested writes', async () => {
    const upsert = `mutation ($where: TaskWhere!) { upsertTask(where: $where, create: { title: "new", project: { connect: 1 } }, update: { size: "3" }) { task { title size } } }`;
    const named = { where: { projectAndTitle: { project: '1', title: 'new' } } };
    expect(await client(ann).data(upsert, named)).to.deep.equal({ upsertTask: { task: { title: 'new', size: null } } });
    expect(await client(ann).data(upsert, named)).to.deep.equal({ upsertTask: { task: { title: 'new', size: '3' } } });
    expect(
      await client(boss).data(
        'mutation { upsertTeam(where: { name: "A" }, create: { name: "A" }, update: { name: "B" }) { team { id name } } }',
      ),
    ).to.deep.equal({ upsertTeam: { team: { id: '1', name: 'A' } } });
    expect(
      await client(ann).data(`mutation { updateProject(id: 1, input: {
        tags: { connectOrCreate: [{ where: { label: "shown" }, create: { label: "shown" } }, { where: { label: "made" }, create: { label: "made" } }] }
        tasks: { upsert: { where: { projectAndTitle: { project: 1, title: "plan" } }, create: { title: "plan", progress: 1 }, update: { progress: 7 } },
          update: { where: { projectAndTitle: { project: 1, title: "new" } }, data: { progress: 8 } } }
      }) { project { tags(sort: [{ label: ASC }]) { nodes { label } } tasks(sort: [{ title: ASC }]) { nodes { title progress } } } } }`),
    ).to.deep.equal({
      updateProject: {
        project: {
          tags: { nodes: [{ label: 'made' }, { label: 'shown' }] },
          tasks: {
            nodes: [
              { title: 'new', progress: 8 },
              { title: 'plan', progress: 7 },
            ],
          },
        },
      },
    });
    expect(
      await client(ann).data('mutation { upsertBrief(where: { project: 1 }, create: { text: "c" }, update: {}) { brief { text } } }'),
    ).to.deep.equal({ upsertBrief: { brief: { text: 'b' } } });
  });

  it('are not made as something else than they are named by', async () => {
    const tasks = as(ann, 'Task');
    const violated = async (write: Promise<unknown>): Promise<unknown> => {
      const { code, details } = await refusal(write);
      return [code, ...(details.violations ?? []).map((each) => [each.path, each.code])];
    };
    const differs = (...path: readonly (string | number)[]): unknown => ['GM_WRITE_INVALID', [path, 'INVALID_VALUE']];
    const named = { project: 1, title: 'new' };
    for (const [data, field] of [
      [{ title: 'other' }, 'title'],
      [{ project: 2 }, 'project'],
      [{ project: { connect: 2 } }, 'project'],
      [{ project: { create: { name: 'q', owner: 'ann' } } }, 'project'],
    ] as const) {
      expect(await violated(tasks.upsert(named, { create: data, update: {} })), JSON.stringify(data)).to.deep.equal(
        differs('create', field),
      );
    }
    // Not either where the object is there: whether it is does not decide what is right.
    expect(await violated(tasks.upsert({ project: 1, title: 'plan' }, { create: { title: 'no' }, update: {} }))).to.deep.equal(
      differs('create', 'title'),
    );
    const same = { create: { project: { connect: { id: '1' } }, title: 'new' }, update: {} };
    expect(await tasks.upsert(named, same)).to.include({ title: 'new' });
    const nested = { tags: { connectOrCreate: { where: { label: 'made' }, create: { label: 'other' } } } };
    expect(await violated(as(ann, 'Project').update(1, nested))).to.deep.equal(differs('tags', 'connectOrCreate', 0, 'create', 'label'));
    expect(await office.query('select title from task order by title')).to.deep.equal([{ title: 'new' }, { title: 'plan' }]);
  });

  it('are not made as something else in GraphQL, nor for another object than the one above', async () => {
    const source = 'mutation { upsertTeam(where: { name: "A" }, create: { name: "B" }, update: {}) { team { id } } }';
    const { errors = [] } = await client(boss).execute(source);
    expect(errors[0]?.extensions?.['fieldErrors']).to.deep.equal([
      { path: ['create', 'name'], code: 'INVALID_VALUE', message: 'This differs from what the object is named by; leave it out.' },
    ]);
    const elsewhere = { tasks: { upsert: { where: { project: 2, title: 'new' }, create: {}, update: {} } } };
    expect(await refusal(as(ann, 'Project').update(1, elsewhere))).to.include({ code: 'GM_WRITE_NOT_FOUND' });
    const own = { tasks: { upsert: { where: { project: 1, title: 'new' }, create: {}, update: {} } } };
    await as(ann, 'Project').update(1, own);
    expect(await office.query('select project_id, title from task order by title')).to.deep.equal([
      { project_id: 1, title: 'new' },
      { project_id: 1, title: 'plan' },
    ]);
  });

  it('are named in exactly one way', async () => {
    const source = (named: string): string => `mutation { upsertTeam(where: ${named}, create: { name: "A" }, update: {}) { team { id } } }`;
    for (const named of ['{}', '{ id: 1, name: "A" }', '{ name: null }', '{ id: null }']) {
      const { errors = [] } = await client(boss).execute(source(named));
      expect(errors.length, named).to.be.greaterThan(0);
    }
    const open = 'mutation ($where: TeamWhere!) { upsertTeam(where: $where, create: { name: "A" }, update: {}) { team { id } } }';
    for (const named of [{}, { id: '1', name: 'A' }, { name: null }, { label: 'A' }]) {
      const { errors = [] } = await client(boss).execute(open, { where: named });
      expect(errors.length, JSON.stringify(named)).to.be.greaterThan(0);
    }
    const keys: readonly unknown[] = [
      { project: 1 },
      { project: 1, title: null },
      { project: {}, title: 'x' },
      { project: 1, title: ['x'] },
    ];
    for (const key of [...keys, { project: 1, title: 'x', done: true }, { project: { $gt: 0 }, title: 'x' }]) {
      const { details } = await refusal(as(ann, 'Task').upsert(key as object, { create: { title: 'x', project: 1 }, update: {} }));
      expect(
        details.violations?.map(({ path, code }) => [path, code]),
        JSON.stringify(key),
      ).to.deep.equal([[['where'], 'INVALID_KEY']]);
    }
    expect(await office.query('select count(*)::int as n from team')).to.deep.equal([{ n: 0 }]);
  });

  const state = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all([
        ...['project', 'task', 'brief', 'tag', 'project_tags'].map(async (table) =>
          office.query(`select to_jsonb(t) as t from ${table} as t order by 1`),
        ),
        office.query(`select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1`),
      ]),
    );

  it('are as if they were not there where they are hidden, and nothing happens to them', async () => {
    const before = await state();
    const writes: readonly (() => Promise<unknown>)[] = [
      async () => as(bob, 'Tag').upsert({ label: 'hidden' }, { create: {}, update: {} }),
      async () => as(bob, 'Task').upsert({ project: 1, title: 'plan' }, { create: {}, update: { done: true } }),
      async () => as(bob, 'Task').upsert({ project: 99, title: 'plan' }, { create: {}, update: { done: true } }),
      async () => as(bob, 'Brief').upsert({ project: 1 }, { create: { text: 'c' }, update: {} }),
      async () => as(bob, 'Brief').upsert({ project: 99 }, { create: { text: 'c' }, update: {} }),
      async () => as(bob, 'Project').update(2, { tags: { connect: { label: 'hidden' } } }),
      async () => as(bob, 'Project').update(2, { tags: { connect: { label: 'none' } } }),
    ];
    const codes = await Promise.all(writes.map(async (write) => (await refusal(write())).code));
    expect(codes).to.deep.equal(['GM_PERM_FORBIDDEN', ...Array.from({ length: 6 }, () => 'GM_WRITE_NOT_FOUND')]);
    const source = (key: number): string =>
      `mutation { upsertTask(where: { projectAndTitle: { project: ${key}, title: "plan" } }, create: { title: "plan", project: { connect: ${key} } }, update: { done: true }) { task { id } } }`;
    const [hidden, missing] = [await client(bob).execute(source(1)), await client(bob).execute(source(99))];
    expect(hidden.errors?.[0]?.extensions['gm']).to.equal('GM_WRITE_NOT_FOUND');
    expect(hidden).to.deep.equal(missing);
    expect(await state()).to.equal(before);
    expect(events).to.deep.equal([]);
    expect(office.logged).to.deep.equal([]);
  });

  it('are made once where several upserts of the same one come at the same time', async () => {
    const writers = Array.from({ length: 12 }, (_each, index) => index);
    const made = await Promise.all(
      writers.map(async (index) =>
        index % 2 === 0
          ? as(boss, 'Team').upsert({ name: 'A' }, { create: {}, update: {} }, { select: { id: true } })
          : client(boss).data('mutation { upsertTeam(where: { name: "A" }, create: { name: "A" }, update: {}) { team { id } } }'),
      ),
    );
    const [team, ...others] = await office.query('select id from team');
    expect(others).to.deep.equal([]);
    made.forEach((each, index) =>
      expect(each).to.deep.equal(index % 2 === 0 ? team : { upsertTeam: { team: { id: String(team?.['id']) } } }),
    );
    const nested = await Promise.all(
      writers.map(async (index) => {
        const tags = { connectOrCreate: { where: { label: 'same' }, create: { label: 'same' } } };
        return as(ann, 'Project').create({ name: `n${index}`, owner: 'ann', tags }, { select: { id: true } });
      }),
    );
    expect(nested.length).to.equal(12);
    expect(await office.query(`select count(*)::int as n from tag where label = 'same'`)).to.deep.equal([{ n: 1 }]);
    expect(await office.query('select count(*)::int as n from project_tags')).to.deep.equal([{ n: 12 }]);
  });

  it('are told where what is unique is taken by another one', async () => {
    await as(boss, 'Team').createMany([{ name: 'A' }, { name: 'B' }]);
    const { code, details } = await refusal(as(boss, 'Team').upsert({ name: 'A' }, { create: {}, update: { name: 'B' } }));
    expect([code, details.violations?.map(({ path }) => path)]).to.deep.equal(['GM_WRITE_NOT_UNIQUE', [['update', 'name']]]);
    const twice = { where: { label: 'twice' }, create: { label: 'twice' } };
    expect((await refusal(as(ann, 'Project').update(1, { tags: { connectOrCreate: [twice, twice] } }))).code).to.equal(
      'GM_WRITE_NOT_UNIQUE',
    );
  });
});

/** Everybody is seen; the number only by whoever it is of, the leader by those who may see both. */
const Person = defineEntity({
  name: 'Person',
  uniques: [{ properties: ['leader', 'rank'] }],
  properties: {
    id: p.integer().primary(),
    name: p.string().length(20),
    number: p.string().length(20).nullable().unique(),
    rank: p.integer().nullable(),
    leader: () => p.manyToOne(Leader).nullable(),
    friends: () => p.manyToMany(Person),
  },
});
const Leader = defineEntity({ name: 'Leader', properties: { id: p.integer().primary(), of: p.string().length(20) } });
Manager()(Person);
Permission<{ name: string }>({
  read: everyone(),
  create: authenticated(),
  update: authenticated(),
  fields: { number: { read: [role('office'), where({ name: actor('id') })] } } as never,
})(Person);
Manager()(Leader);
Permission<{ of: string }>({ read: where({ of: actor('id') }) })(Leader);

describe('objects named by what is hidden of them', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    database = await freshDatabase('where_hidden');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Person, Leader] });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
    await orm.em.getConnection().execute(`insert into leader (id, of) values (1, 'ann')`);
    await orm.em
      .getConnection()
      .execute(`insert into person (id, name, number, rank, leader_id) values (1, 'ann', '1', 1, 1), (2, 'bob', '2', 2, 1)`);
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  const answer = async (who: object, friend: object): Promise<string> =>
    gm
      .as(who)
      .manager('Person')
      .update(2, { friends: { connect: friend } }, { select: {} })
      .then(
        () => 'done',
        ({ code, message }: { code: string; message: string }) => `${code} ${message}`,
      );

  it('are not found by a value that the actor may not read, nor by a link to what it may not see', async () => {
    const missing = 'GM_WRITE_NOT_FOUND No Person was found to write or to link to.';
    expect(await answer(bob, { number: '1' })).to.equal(missing);
    expect(await answer(bob, { number: 'none' })).to.equal(missing);
    expect(await answer(bob, { leader: 1, rank: 1 })).to.equal(missing);
    expect(await answer(bob, { leader: 9, rank: 1 })).to.equal(missing);
    expect(await answer(ann, { number: '1' })).to.equal('done');
    expect(await answer(ann, { leader: 1, rank: 1 })).to.equal('done');
    expect(await answer({ id: 'x', roles: ['office'] }, { number: '1' })).to.equal('done');
  });
});
