import { expect } from 'chai';
import { definePlugin, isGeneralManagerError, type WriteEvent } from 'general-manager';
import { ann, bob, boss, openOffice, Project, type Office } from './support/office.js';

/** What an attacker learns of a write. */
interface Answer {
  readonly code: string;
  readonly message: string;
  readonly details: unknown;
}

describe('attacks on writes', () => {
  let office: Office;
  const events: WriteEvent[] = [];
  const listener = definePlugin({
    name: 'listener',
    description: 'Hears events.',
    hooks: { onEvent: ({ event }) => void events.push(event) },
  });
  before(async () => {
    office = await openOffice('writes_attacks', { plugins: [listener] });
  });
  after(async () => office.close());
  beforeEach(async () => {
    await office.reset();
    // Ann has a project with everything; the boss has tags that nobody sees.
    await office.gm
      .as(ann)
      .manager(Project)
      .create({
        name: 'secret',
        owner: 'ann',
        tasks: { create: [{ title: 'plan' }, { title: 'closed', done: true }] },
        brief: { create: { text: 'b' } },
      });
    await office.gm
      .as(bob)
      .manager(Project)
      .create({ name: 'own', owner: 'bob', tasks: { create: { title: 'mine' } } });
    await office.query(`insert into tag (label, hidden) values ('hidden', true), ('shown', false)`);
    await office.gm.as(boss).manager('Team').create({ name: 'A' });
    office.statements.length = 0;
    events.length = 0;
  });

  const answerOf = async (write: Promise<unknown>): Promise<Answer> => {
    try {
      await write;
    } catch (error) {
      if (isGeneralManagerError(error)) return { code: error.code, message: error.message, details: error.details };
      throw error;
    }
    return { code: 'done', message: '', details: {} };
  };

  /** Everything that could have changed: rows, and numbers that were drawn. */
  const state = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all([
        ...['project', 'task', 'brief', 'tag', 'project_tags', 'team'].map(async (table) =>
          office.query(`select to_jsonb(t) as t from ${table} as t order by 1`),
        ),
        office.query(`select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1`),
      ]),
    );

  /** A write that has to be refused without a trace. */
  async function refused(write: () => Promise<unknown>): Promise<Answer> {
    const before = await state();
    const answer = await answerOf(write());
    expect(answer.code).not.to.equal('done');
    expect(await state()).to.equal(before);
    expect(events).to.deep.equal([]);
    expect(office.logged).to.deep.equal([]);
    return answer;
  }

  const projects = (who: object): ReturnType<typeof untyped> => untyped(who, 'Project');
  const untyped = (who: object, name: string) => office.gm.as(who).manager(name);

  it('by mass assignment: only declared, writable fields of the class itself are taken', async () => {
    const data: readonly Record<string, unknown>[] = [
      { version: 7 },
      { id: 99 },
      { toString: 'x' },
      { constructor: { prototype: { admin: true } } },
      JSON.parse('{ "__proto__": { "admin": true } }') as Record<string, unknown>,
      { 'owner.name': 'x' },
      { [`name" = 'x', "owner`]: 'x' },
    ];
    for (const each of data) {
      expect((await refused(async () => projects(bob).update(2, each))).code, JSON.stringify(each)).to.equal('GM_WRITE_INVALID');
    }
    expect(({} as { admin?: unknown }).admin).to.equal(undefined);
  });

  it('by values that are more than values', async () => {
    const values: readonly unknown[] = [
      { $ne: null },
      ['a'],
      { raw: 'now()' },
      { toJSON: () => 'x' },
      new Date(),
      Symbol.iterator,
      () => 'x',
      7n,
      Number.NaN,
    ];
    for (const value of values)
      expect((await refused(async () => projects(bob).update(2, { name: value }))).code).to.equal('GM_WRITE_INVALID');
    const keys: readonly unknown[] = [{ $gt: 0 }, { id: { $gt: 0 } }, [1, 2], { id: 1, name: 'secret' }, { name: 'secret' }, null, {}];
    for (const key of keys)
      expect((await refused(async () => projects(bob).update(key as never, { name: 'x' }))).code).to.equal('GM_WRITE_INVALID');
  });

  it('by writing what one cannot see: the answer is that of what is not there', async () => {
    const writes: readonly ((key: number) => Promise<unknown>)[] = [
      async (key) => projects(bob).update(key, { name: 'x' }),
      async (key) => projects(bob).update(key, { name: 'x' }, { expected: 5 }),
      async (key) => projects(bob).delete(key),
      async (key) => untyped(bob, 'Task').create({ title: 'x', project: key }),
      async (key) => untyped(bob, 'Task').create({ title: 'x', project: { connect: { id: key } } }),
      async (key) => untyped(bob, 'Brief').create({ text: 'x', project: key }),
      async (key) =>
        untyped(bob, 'Team')
          .update(1, { projects: { connect: key } })
          .catch((error: unknown) => Promise.reject(error)),
    ];
    for (const write of writes) expect(await refused(async () => write(1))).to.deep.equal(await refused(async () => write(99)));
  });

  it('by linking to what one cannot see', async () => {
    const link = async (key: number): Promise<Answer> => refused(async () => projects(bob).update(2, { tags: { connect: key } }));
    expect(await link(1)).to.deep.equal(await link(99));
    expect((await link(1)).code).to.equal('GM_WRITE_NOT_FOUND');
    const set = async (key: number): Promise<Answer> => refused(async () => projects(bob).update(2, { tags: { set: [2, key] } }));
    expect(await set(1)).to.deep.equal(await set(99));
  });

  it('by an upsert of what one cannot see', async () => {
    await office.gm.as(boss).manager(Project).update(1, { team: 1 });
    events.length = 0;
    const answer = await refused(async () => projects(bob).upsert(1, { create: { name: 'x', owner: 'bob' }, update: { name: 'x' } }));
    expect(answer.code).to.equal('GM_WRITE_NOT_FOUND');
    const nested = await refused(async () =>
      projects(bob).update(2, { tags: { connectOrCreate: { where: { label: 'hidden' }, create: { label: 'hidden' } } } }),
    );
    expect(nested.code).to.equal('GM_WRITE_NOT_FOUND');
  });

  it('by moving an object out of, or into, the own reach', async () => {
    expect((await refused(async () => projects(bob).update(2, { owner: 'ann' }))).code).to.equal('GM_WRITE_FORBIDDEN');
    const [task] = await office.query(`select id from task where title = 'mine'`);
    const id = String(task?.['id']);
    expect((await refused(async () => untyped(bob, 'Task').update(id, { project: 1 }))).code).to.equal('GM_WRITE_NOT_FOUND');
    const [foreign] = await office.query(`select id from task where title = 'plan'`);
    const stolen = await refused(async () => projects(bob).update(2, { tasks: { connect: String(foreign?.['id']) } }));
    expect(stolen.code).to.equal('GM_WRITE_NOT_FOUND');
  });

  it('through an object that one may write, on others that one may not', async () => {
    const [closed] = await office.query(`select id from task where title = 'closed'`);
    const key = String(closed?.['id']);
    const nested: readonly [Readonly<Record<string, unknown>>, string][] = [
      [{ tasks: { update: { where: key, data: { title: 'x' } } } }, 'GM_WRITE_FORBIDDEN'],
      [{ tasks: { upsert: { where: key, create: { title: 'x' }, update: { title: 'x' } } } }, 'GM_WRITE_FORBIDDEN'],
      [{ tasks: { create: { title: 'forbidden' } } }, 'GM_WRITE_FORBIDDEN'],
      [{ tasks: { create: { title: 'x', priority: 'high' } } }, 'GM_WRITE_FORBIDDEN_FIELD'],
      [{ brief: { update: { text: 'x' } } }, 'GM_WRITE_FORBIDDEN'],
      [{ tags: { connect: 2, update: { where: 2, data: { label: 'x' } } } }, 'GM_PERM_FORBIDDEN'],
      [{ team: { create: { name: 'x' } } }, 'GM_PERM_FORBIDDEN'],
      [{ team: { update: { name: 'x' } } }, 'GM_PERM_FORBIDDEN'],
    ];
    const before = await state();
    for (const [data, code] of nested) {
      const answer = await answerOf(projects(ann).update(1, data));
      expect(answer.code, JSON.stringify(data)).to.equal(code);
    }
    // Numbers may be drawn by what is refused only when it is there.
    expect((JSON.parse(await state()) as unknown[]).slice(0, 6)).to.deep.equal((JSON.parse(before) as unknown[]).slice(0, 6));
  });

  it('on an object of another parent', async () => {
    const [mine] = await office.query(`select id from task where title = 'mine'`);
    await office.gm.as(bob).manager(Project).create({ name: 'third', owner: 'bob' });
    events.length = 0;
    for (const [kind, value] of [
      ['update', { where: mine?.['id'], data: { title: 'x' } }],
      ['delete', mine?.['id']],
      ['disconnect', mine?.['id']],
    ] as const) {
      expect((await refused(async () => projects(bob).update(3, { tasks: { [kind]: value } }))).code).to.equal('GM_WRITE_NOT_FOUND');
    }
  });

  it('by finding out values through what is expected', async () => {
    const answer = await refused(async () => projects(bob).update(2, { name: 'x' }, { expected: { budget: '5' } }));
    expect(answer.code).to.equal('GM_WRITE_INVALID_EXPECTATION');
  });

  it('by filters of what is changed: what is hidden is not counted', async () => {
    expect(await projects(bob).filter({ name: 'secret' }).updateMany({ name: 'x' }, { dryRun: true })).to.deep.equal({
      count: 0,
      refused: 0,
    });
    expect(await projects(bob).deleteMany({ dryRun: true })).to.deep.equal({ count: 1, refused: 0 });
    const answer = await answerOf(
      projects(bob)
        .filter({ budget: { gt: '1' } })
        .updateMany({ name: 'x' }),
    );
    expect(answer.code).to.equal('GM_PERM_FORBIDDEN_FIELD');
  });

  it('by a flood: what is written at once is bounded, however deep it is', async () => {
    const flood = Array.from({ length: 10_001 }, () => ({ name: 'x', owner: 'bob' }));
    expect((await refused(async () => projects(bob).createMany(flood))).code).to.equal('GM_LIMIT_WRITES');
    let deep: Record<string, unknown> = { title: 'x' };
    for (let level = 0; level < 30; level += 1) deep = { title: 'x', parts: { create: deep } };
    expect((await refused(async () => projects(bob).update(2, { tasks: { create: deep } }))).code).to.equal('GM_LIMIT_DEPTH');
    expect(office.statements.filter((each) => /^(insert|update|delete)/.test(each))).to.deep.equal([]);
  });
});
