import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { openOrm, unreachable, type DatabaseName, type OpenOrm } from './support/stores.js';
import { emptyTables, makeWriteEntities } from './support/write-entities.js';
import { refusal } from '../writes/support/refusal.js';

const boss = { id: 'boss', roles: ['boss'] };
const ann = { id: 'ann', roles: [] };
const bob = { id: 'bob', roles: [] };

type Row = Record<string, unknown>;

const codeOf = async (write: Promise<unknown>): Promise<string> => (await refusal(write)).code;

for (const database of ['postgresql', 'sqlite', 'mariadb', 'mysql'] satisfies readonly DatabaseName[]) {
  describe(`contract: writes on ${database}`, function () {
    this.timeout(60_000);
    let opened: OpenOrm;
    let gm: Application;
    const events: string[] = [];
    const logged: object[] = [];

    before(async function () {
      const reason = await unreachable(database);
      if (reason !== undefined) {
        console.log(`      skipped: ${reason}`);
        this.skip();
      }
      opened = await openOrm(database, makeWriteEntities());
      const log = (fields: object): void => void logged.push(fields);
      const onEvent = ({ event }: { event: { operation: string; manager: { name: string } } }): void =>
        void events.push(`${event.operation} ${event.manager.name}`);
      gm = await bootstrap({
        orm: opened.orm,
        drift: 'off',
        logger: { error: log, warn: log, info: log },
        plugins: [{ name: 'ear', description: 'Hears.', hooks: { onEvent } }],
      });
    });
    after(async () => opened?.close());
    beforeEach(async () => {
      await emptyTables(opened.orm.em);
      opened.statements();
      events.length = 0;
      logged.length = 0;
    });
    afterEach(() => expect(logged).to.deep.equal([]));

    const as = (actor: object, manager: string) => gm.as(actor).manager(manager);
    const rows = async (sql: string): Promise<Row[]> => (await opened.run(sql)) as Row[];
    const count = async (table: string): Promise<number> => Number((await rows(`select count(*) as n from ${table}`))[0]?.['n']);
    /** A project of Ann's; its key. */
    const project = async (more: object = {}): Promise<number> =>
      (await as(ann, 'Project').create({ name: 'p', owner: 'ann', ...more }, { select: { id: true } as never }))?.['id' as never] as never;
    const team = async (name: string): Promise<number> => (await as(boss, 'Team').create({ name }))?.['id' as never] as never;
    const seen = async (actor: object, manager: string, select: object): Promise<unknown> =>
      (
        await as(actor, manager)
          .select(select as never)
          .page({ first: 50 })
      ).items;

    it('make an object of every type of value, and give it as it is read', async () => {
      const values = {
        title: 'Übung ?',
        size: 9007199254740993n,
        due: '2026-01-02',
        seen: new Date('2026-01-02T03:04:05.678Z'),
        facts: { a: [1, 'x', null] },
        effort: { hours: 3, unit: 'day' },
        progress: 7,
      };
      const made = await as(ann, 'Project').create({ name: 'p', owner: 'ann', tasks: { create: values } }, {
        select: {
          name: true,
          version: true,
          tasks: {
            select: {
              title: true,
              size: true,
              due: true,
              seen: true,
              facts: true,
              effort: true,
              progress: true,
              done: true,
              priority: true,
            },
          },
        },
      } as never);
      expect(made).to.deep.equal({ name: 'p', version: 1, tasks: [{ ...values, done: false, priority: 'low' }] });
    });

    it('make many objects, in the order in which they are given', async () => {
      const made = await as(boss, 'Team').createMany([{ name: 'C' }, { name: 'A' }, { name: 'B' }], { select: { name: true } } as never);
      expect(made).to.deep.equal([{ name: 'C' }, { name: 'A' }, { name: 'B' }]);
      expect(events).to.deep.equal(['create Team', 'create Team', 'create Team']);
    });

    it('make objects along every kind of relation', async () => {
      const key = await team('A');
      const made = await as(ann, 'Project').create(
        {
          name: 'p',
          owner: 'ann',
          team: { connect: key },
          tasks: { create: [{ title: 'one', parts: { connectOrCreate: [] } }, { title: 'two' }] },
          tags: { create: [{ label: 'x' }, { label: 'y' }] },
          brief: { create: { text: 'b' } },
        },
        {
          select: {
            team: { name: true },
            tasks: { select: { title: true }, sort: 'title' },
            tags: { select: { label: true }, sort: 'label' },
            brief: { text: true },
          },
        } as never,
      );
      expect(made).to.deep.equal({
        team: { name: 'A' },
        tasks: [{ title: 'one' }, { title: 'two' }],
        tags: [{ label: 'x' }, { label: 'y' }],
        brief: { text: 'b' },
      });
    });

    it('find what they link to in few statements, whatever their number', async () => {
      const labels = Array.from({ length: 250 }, (_each, index) => ({ label: `t${index}` }));
      const tags = (await as(ann, 'Tag').createMany(labels, { select: { id: true } } as never)) as unknown as { id: number }[];
      opened.statements();
      const connect = tags.map(({ id }) => id);
      await as(ann, 'Project').create({ name: 'p', owner: 'ann', tags: { connect } });
      expect(opened.statements().filter((each) => /from [`"]?tag[`"]? as/.test(each)).length).to.be.within(1, 2);
      expect(await count('project_tags')).to.equal(250);
    });

    it('change, link, unlink and remove objects along every kind of relation', async () => {
      const [first, second] = [await team('A'), await team('B')];
      const id = await project({
        team: first,
        tasks: { create: [{ title: 'one' }, { title: 'two' }] },
        tags: { create: [{ label: 'x' }, { label: 'y' }] },
        brief: { create: { text: 'b' } },
      });
      const [one, two] = (await as(ann, 'Task')
        .sort('title')
        .values('id' as never)) as [string, string];
      await as(ann, 'Project').update(id, {
        name: 'q',
        team: { connect: second },
        tasks: {
          update: { where: one, data: { progress: 9, parent: null } },
          delete: two,
          upsert: { where: one, create: { title: 'never' }, update: { size: 2n } },
          create: { title: 'three' },
        },
        tags: { disconnect: { label: 'x' }, connectOrCreate: { where: { label: 'z' }, create: { label: 'z' } } },
        brief: { delete: true },
      });
      expect(
        await seen(ann, 'Project', {
          name: true,
          version: true,
          team: { name: true },
          tasks: { select: { title: true, progress: true, size: true }, sort: 'title' },
          tags: { select: { label: true }, sort: 'label' },
          brief: { text: true },
        }),
      ).to.deep.equal([
        {
          name: 'q',
          version: 2,
          team: { name: 'B' },
          tasks: [
            { title: 'one', progress: 9, size: 2n },
            { title: 'three', progress: null, size: null },
          ],
          tags: [{ label: 'y' }, { label: 'z' }],
          brief: null,
        },
      ]);
      const tags = (await as(ann, 'Tag')
        .sort('label')
        .values('id' as never)) as number[];
      await as(ann, 'Project').update(id, {
        team: null,
        tags: { set: [tags[0]] },
        brief: { upsert: { create: { text: 'c' }, update: {} } },
      });
      const select = { team: { name: true }, tags: { select: { label: true } }, brief: { text: true } };
      expect(await seen(ann, 'Project', select)).to.deep.equal([{ team: null, tags: [{ label: 'x' }], brief: { text: 'c' } }]);
      // Afterwards, it would be nobody's of hers.
      expect(await codeOf(as(ann, 'Project').update(id, { brief: { disconnect: true } }))).to.equal('GM_WRITE_FORBIDDEN');
      await as(boss, 'Project').update(id, { brief: { disconnect: true } });
      expect(await rows('select project_id from brief')).to.deep.equal([{ project_id: null }]);
    });

    it('change what is given, where the object is as expected', async () => {
      const id = await project();
      const projects = as(ann, 'Project');
      expect(await projects.update(id, { name: 'q' }, { expected: 1 })).to.deep.include({ name: 'q', owner: 'ann', version: 2 });
      const { code, kind, details } = await refusal(projects.update(id, { name: 'r' }, { expected: 1 }));
      expect({ code, kind, details }).to.deep.equal({ code: 'GM_WRITE_CONFLICT', kind: 'conflict', details: { currentVersion: 2 } });
      expect(await codeOf(projects.update(id, { name: 'r' }, { expected: { name: 'p' } }))).to.equal('GM_WRITE_CONFLICT');
      expect(await rows('select name from project')).to.deep.equal([{ name: 'q' }]);
    });

    it('answer for hidden objects as for missing ones, to write and to link to', async () => {
      const [id, hidden] = [await project(), (await as(ann, 'Tag').create({ label: 'h' }))?.['id' as never]];
      await opened.run(`update tag set hidden = ${database === 'postgresql' ? 'true' : '1'}`);
      const projects = as(bob, 'Project');
      for (const key of [id, id + 999]) {
        const task = async (): Promise<unknown> => as(bob, 'Task').create({ title: 't', project: key });
        for (const write of [async () => projects.update(key, { name: 'q' }), async () => projects.delete(key), task]) {
          const { code, message } = await refusal(write());
          expect([code, message]).to.deep.equal(['GM_WRITE_NOT_FOUND', 'No Project was found to write or to link to.']);
        }
      }
      for (const tag of [hidden, -1]) {
        expect(await codeOf(as(ann, 'Project').update(id, { tags: { connect: tag } }))).to.equal('GM_WRITE_NOT_FOUND');
      }
      expect(
        await codeOf(as(ann, 'Project').update(id, { tags: { connectOrCreate: { where: { label: 'h' }, create: { label: 'h' } } } })),
      ).to.equal('GM_WRITE_NOT_FOUND');
    });

    it('obey the rules on objects as they were and as they have become, and those of fields', async () => {
      const id = await project({ tasks: { create: { title: 't', done: true } } });
      const [projects, tasks] = [as(ann, 'Project'), as(ann, 'Task')];
      const [task] = (await tasks.values('id' as never)) as [string];
      expect(await codeOf(projects.update(id, { owner: 'bob' }))).to.equal('GM_WRITE_FORBIDDEN');
      expect(await codeOf(projects.update(id, { name: 'frozen' }))).to.equal('GM_WRITE_FORBIDDEN');
      expect(await codeOf(projects.update(id, { budget: '3' }))).to.equal('GM_WRITE_FORBIDDEN_FIELD');
      expect(await codeOf(projects.create({ name: 'q', owner: 'bob' }))).to.equal('GM_WRITE_FORBIDDEN');
      expect(await codeOf(tasks.update(task, { size: 1n }))).to.equal('GM_WRITE_FORBIDDEN');
      expect(await codeOf(tasks.create({ title: 'forbidden', project: id }))).to.equal('GM_WRITE_FORBIDDEN');
      expect(await codeOf(tasks.create({ title: 'u', project: id, priority: 'high' }))).to.equal('GM_WRITE_FORBIDDEN_FIELD');
      expect(await rows('select name, owner, budget, version from project')).to.deep.equal([
        { name: 'p', owner: 'ann', budget: null, version: 1 },
      ]);
      expect(await count('task')).to.equal(1);
    });

    it('link to several objects at once, by keys and by what is unique', async () => {
      const labels = Array.from({ length: 120 }, (_each, index) => ({ label: `l${index}` }));
      const made = (await as(ann, 'Tag').createMany(labels, { select: { id: true } as never })) as unknown as { id: number }[];
      const id = await project({ tags: { connect: [...labels.slice(0, 110), made[110]?.id, { id: made[111]?.id }, labels[3]] } });
      expect(await count('project_tags')).to.equal(112);
      const other = await project({ tags: { connect: labels.slice(0, 2) } });
      await as(ann, 'Project').update(id, { tags: { set: [labels[0], made[1]?.id, labels[119]] } });
      expect(await seen(ann, 'Project', { id: true, tags: { select: { label: true }, sort: 'label' } })).to.deep.equal([
        { id, tags: [{ label: 'l0' }, { label: 'l1' }, { label: 'l119' }] },
        { id: other, tags: [{ label: 'l0' }, { label: 'l1' }] },
      ]);
      const key = await team('A');
      await as(boss, 'Team').update(key, { projects: { connect: [other, id] } });
      expect(await seen(boss, 'Team', { projects: { select: { id: true }, sort: 'id' } })).to.deep.equal([
        { projects: [{ id }, { id: other }] },
      ]);
      expect(await codeOf(as(ann, 'Project').update(id, { tags: { connect: [labels[5], { label: 'none' }] } }))).to.equal(
        'GM_WRITE_NOT_FOUND',
      );
      expect(await count('project_tags')).to.equal(5);
    });

    it('make an object or change the one that is there, by its key or a unique value', async () => {
      const teams = as(boss, 'Team');
      const first = await teams.upsert({ name: 'A' }, { create: {}, update: { name: 'B' } });
      expect(first).to.deep.include({ name: 'A' });
      expect(await teams.upsert({ name: 'A' }, { create: {}, update: { name: 'B' } })).to.deep.equal({ ...first, name: 'B' });
      const key = (first as Row)['id'];
      const id = await project({});
      for (const done of [false, true]) {
        const task = await as(ann, 'Task').upsert({ title: 'u', project: id }, { create: {}, update: { done: true } });
        expect(task).to.deep.include({ title: 'u', done });
      }
      expect(await codeOf(as(bob, 'Task').upsert({ title: 'u', project: id }, { create: {}, update: { done: false } }))).to.equal(
        'GM_WRITE_NOT_FOUND',
      );
      expect(await rows('select title, done from task')).to.have.length(1);
      const seats = as(ann, 'Seat');
      for (const sitter of ['ann', 'bob']) {
        const seat = await seats.upsert({ team: key, row: 3 }, { create: { team: key, row: 3 }, update: { sitter } });
        expect(seat).to.deep.equal({ row: 3, sitter: sitter === 'ann' ? null : 'bob' });
      }
      expect(await seats.delete({ team: key, row: 3 })).to.deep.equal({ row: 3, sitter: 'bob' });
    });

    it('keep concrete types of a hierarchy apart', async () => {
      const car = (await as(ann, 'Car').create({ plate: 'c', doors: 4 })) as unknown as { id: number };
      const truck = (await as(ann, 'Truck').create({ plate: 't', load: 7 })) as unknown as { id: number };
      expect(await codeOf(as(ann, 'Car').update(truck.id, { doors: 2 }))).to.equal('GM_WRITE_NOT_FOUND');
      await as(ann, 'Vehicle').update(car.id, { plate: 'd' });
      await as(ann, 'Car').update(car.id, { doors: 2 });
      expect(await rows('select kind, plate, doors from vehicle order by id')).to.deep.equal([
        { kind: 'car', plate: 'd', doors: 2 },
        { kind: 'truck', plate: 't', doors: null },
      ]);
      const { code, details } = await refusal(as(ann, 'Truck').create({ plate: 'u', load: 7 }));
      expect([code, details.violations?.map(({ path }) => path)]).to.deep.equal(['GM_WRITE_NOT_UNIQUE', [['load']]]);
    });

    it('change and remove all of a Bucket, or count what would be', async () => {
      await project({ tasks: { create: [{ title: 'a' }, { title: 'b' }, { title: 'c', done: true }] } });
      const tasks = as(ann, 'Task');
      expect(await tasks.filter({ done: false }).updateMany({ progress: 7 })).to.deep.equal({ count: 2 });
      expect(await tasks.updateMany({ progress: 8 }, { dryRun: true })).to.deep.equal({ count: 3, refused: 1 });
      expect(await codeOf(tasks.updateMany({ progress: 8 }))).to.equal('GM_WRITE_FORBIDDEN');
      expect(await tasks.filter({ progress: 7 }).deleteMany()).to.deep.equal({ count: 2 });
      expect(await rows('select title from task')).to.deep.equal([{ title: 'c' }]);
    });

    it('are undone as a whole where anything fails, and name the fields', async () => {
      await team('A');
      const { code, kind, details } = await refusal(as(boss, 'Team').createMany([{ name: 'B' }, { name: 'A' }]));
      expect({ code, kind, violations: details.violations }).to.deep.equal({
        code: 'GM_WRITE_NOT_UNIQUE',
        kind: 'conflict',
        violations: [{ path: ['name'], code: 'UNIQUE', message: 'This value is taken.' }],
      });
      const nested = { name: 'p', owner: 'ann', tasks: { create: [{ title: 't' }, { title: 'u', progress: 101 }] } };
      const check = await refusal(as(ann, 'Project').create(nested));
      expect([check.code, check.details.violations?.map((each) => [each.path.join('.'), each.code])]).to.deep.equal([
        'GM_WRITE_INVALID',
        [['progress', 'CHECK']],
      ]);
      expect([await count('team'), await count('project'), await count('task')]).to.deep.equal([1, 0, 0]);
      expect(events).to.deep.equal(['create Team']);
    });

    it('refuse to remove what others refer to', async () => {
      const id = await project({ tasks: { create: { title: 't' } } });
      const { code, message } = await refusal(as(ann, 'Project').delete(id));
      expect([code, message]).to.deep.equal([
        'GM_WRITE_STILL_REFERENCED',
        'The Project was not written: other data refers to it, or it refers to data that is gone.',
      ]);
    });

    it('delete softly, restore, and sign what they change', async () => {
      const notes = as(ann, 'Note');
      const { id } = (await notes.create({ text: 'a' })) as unknown as { id: number };
      await notes.delete(id);
      expect([await notes.count(), await count('note')]).to.deep.equal([0, 1]);
      expect(await codeOf(notes.update(id, { text: 'b' }))).to.equal('GM_WRITE_NOT_FOUND');
      expect(await codeOf(notes.create({ text: 'a' }))).to.equal('GM_WRITE_NOT_UNIQUE');
      await as(bob, 'Note').restore(id);
      expect(await rows('select text, gone, signer from note')).to.deep.equal([{ text: 'a', gone: null, signer: 'bob' }]);
    });

    it('give a repeated create what was made the first time', async () => {
      const teams = as(boss, 'Team');
      const create = async (name: string): Promise<unknown> => teams.create({ name }, { idempotencyKey: 'k' });
      const [first, second] = await Promise.all([create('A'), create('A')]);
      expect(second).to.deep.equal(first);
      expect(await codeOf(create('B'))).to.equal('GM_WRITE_KEY_REUSED');
      expect(await count('team')).to.equal(1);
    });

    it('join the transaction of the caller, and are undone with it', async () => {
      const em = opened.orm.em.fork();
      await em.begin();
      await as(boss, 'Team').create({ name: 'A' }, { session: em });
      expect(await as(boss, 'Team').using({ session: em }).count()).to.equal(1);
      await em.rollback();
      expect([await count('team'), events]).to.deep.equal([0, []]);
      await opened.orm.em.fork().transactional(async (inner) => {
        const made = (await as(boss, 'Team').create({ name: 'A' }, { session: inner })) as unknown as { id: number };
        await as(boss, 'Team').update(made.id, { name: 'B' }, { session: inner });
        expect(events).to.deep.equal([]);
      });
      expect([await rows('select name from team'), events]).to.deep.equal([[{ name: 'B' }], ['create Team', 'update Team']]);
    });

    it('tell of themselves after the outermost commit, where transactions are nested', async () => {
      await opened.orm.em.fork().transactional(async (outer) => {
        await outer.transactional(async (inner) => as(boss, 'Team').create({ name: 'A' }, { session: inner }));
        await outer
          .transactional(async (inner) => {
            await as(boss, 'Team').create({ name: 'B' }, { session: inner });
            throw new Error('undone');
          })
          .catch(() => undefined);
        expect(events).to.deep.equal([]);
      });
      expect([await rows('select name from team'), events]).to.deep.equal([[{ name: 'A' }], ['create Team']]);
    });

    for (const isolation of [undefined, 'repeatable read', 'serializable'] as const) {
      it(`lose no update of several at once (${isolation ?? 'by default'})`, async () => countUp(await project(), isolation));
    }
    async function countUp(id: number, isolation: string | undefined): Promise<void> {
      const add = async (): Promise<void> => {
        for (;;) {
          const [now] = (await as(boss, 'Project').values('budget' as never)) as [string | null];
          const write = as(boss, 'Project').update(id, { budget: String(Number(now ?? 0) + 1) }, {
            expected: { budget: now },
            isolation,
          } as never);
          const lost = await write.then(() => undefined, refused);
          if (lost === undefined) return;
          expect(lost).to.be.oneOf(isolation === undefined ? ['GM_WRITE_CONFLICT'] : ['GM_WRITE_CONFLICT', 'GM_WRITE_CONTENTION']);
        }
      };
      const refused = (error: { code: string }): string => error.code;
      await Promise.all(Array.from({ length: 8 }, add));
      expect(Number((await rows('select budget from project'))[0]?.['budget'])).to.equal(8);
    }
  });
}
