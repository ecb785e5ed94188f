import { expect } from 'chai';
import { ann, bob, boss, openOffice, Project, Seat, Task, Team, type Office } from './support/office.js';
import { refusal } from './support/refusal.js';

describe('writes of single objects', () => {
  let office: Office;
  before(async () => {
    office = await openOffice('writes_objects');
  });
  after(async () => office.close());
  beforeEach(async () => office.reset());

  it('make an object, and give it as it is read', async () => {
    const team = await office.gm.as(boss).manager(Team).create({ name: 'A' });
    expect(team).to.deep.equal({ id: 1, name: 'A' });
    expect(office.statements).to.have.length(1);
    expect(office.statements[0]).to.match(/^with inserted as \(insert into "team"/);
  });

  it('make objects along relations in three statements and one for each table', async () => {
    const { gm, statements } = office;
    const team = await gm.as(boss).manager(Team).create({ name: 'A' });
    statements.length = 0;
    const tasks = { create: [{ title: 'one', size: 12n, due: '2026-01-02', effort: { hours: 3 } }, { title: 'two' }] };
    const project = await gm
      .as(ann)
      .manager(Project)
      .create(
        {
          name: 'p',
          owner: 'ann',
          team: { connect: team?.id ?? 0 },
          tasks,
          tags: { create: { label: 'x' } },
          brief: { create: { text: 'b' } },
        },
        {
          select: {
            name: true,
            team: { name: true },
            tasks: { select: { title: true, size: true, due: true, effort: true }, sort: 'title' },
            tags: { select: { label: true } },
            brief: { text: true },
          },
        },
      );
    expect(project).to.deep.equal({
      name: 'p',
      team: { name: 'A' },
      tasks: [
        { title: 'one', size: 12n, due: '2026-01-02', effort: { hours: 3, unit: null } },
        { title: 'two', size: null, due: null, effort: null },
      ],
      tags: [{ label: 'x' }],
      brief: { text: 'b' },
    });
    // The link, five tables, and one that decides and reads.
    expect(statements).to.have.length(7);
  });

  it('make an object with links in one statement: what it links to, itself, and what became of it', async () => {
    const tasks = office.gm.as(ann).manager(Task);
    const project = await office.gm.as(ann).manager(Project).create({ name: 'p', owner: 'ann' });
    const parent = await tasks.create({ title: 'whole', project: project?.id ?? 0 });
    office.statements.length = 0;
    await tasks.create({ title: 'part', project: project?.id ?? 0, parent: { connect: parent?.id ?? '' } });
    expect(office.statements).to.have.length(1);
    office.statements.length = 0;
    const many = Array.from({ length: 20 }, (_each, index) => ({ title: `part ${index}`, project: 1, parent: parent?.id ?? '' }));
    await tasks.createMany(many, { select: { title: true } });
    expect(office.statements).to.have.length(4);
  });

  it('change what is given, and nothing else', async () => {
    const projects = office.gm.as(ann).manager(Project);
    const made = await projects.create({ name: 'p', owner: 'ann' });
    const changed = await projects.update(made?.id ?? 0, { name: 'q' }, { expected: 1 });
    expect(changed).to.deep.equal({ id: 1, name: 'q', owner: 'ann', budget: null, version: 2 });
  });

  it('refuse a version that the object no longer has, and tell the one that it has', async () => {
    const projects = office.gm.as(ann).manager(Project);
    await projects.create({ name: 'p', owner: 'ann' });
    const { code, kind, details } = await refusal(projects.update(1, { name: 'q' }, { expected: 7 }));
    expect({ code, kind, details }).to.deep.equal({ code: 'GM_WRITE_CONFLICT', kind: 'conflict', details: { currentVersion: 1 } });
  });

  it('tell everything that is wrong at once', async () => {
    const data = { name: 'x'.repeat(31), version: 3, nonsense: 4, budget: 'many', tasks: { create: {} } };
    const { code, details } = await refusal(office.gm.as(ann).manager('Project').create(data));
    expect(code).to.equal('GM_WRITE_INVALID');
    expect(details.violations?.map((each) => [each.path.join('.'), each.code])).to.have.deep.members([
      ['name', 'TOO_LONG'],
      ['version', 'READ_ONLY'],
      ['nonsense', 'UNKNOWN_FIELD'],
      ['budget', 'INVALID_VALUE'],
      ['owner', 'REQUIRED'],
      ['tasks.create.0.title', 'REQUIRED'],
    ]);
    expect(office.statements).to.deep.equal([]);
  });

  it('answer for hidden objects as for missing ones', async () => {
    await office.gm.as(ann).manager(Project).create({ name: 'p', owner: 'ann' });
    const projects = office.gm.as(bob).manager(Project);
    for (const key of [1, 99]) {
      for (const write of [projects.update(key, { name: 'q' }), projects.delete(key)]) {
        const { code, message } = await refusal(write);
        expect([code, message]).to.deep.equal(['GM_WRITE_NOT_FOUND', 'No Project was found to write or to link to.']);
      }
    }
  });

  it('obey the rules on the object as it was and as it has become, and those of its fields', async () => {
    const projects = office.gm.as(ann).manager(Project);
    await projects.create({ name: 'p', owner: 'ann' });
    expect((await refusal(projects.update(1, { owner: 'bob' }))).code).to.equal('GM_WRITE_FORBIDDEN');
    expect((await refusal(projects.update(1, { name: 'frozen' }))).code).to.equal('GM_WRITE_FORBIDDEN');
    expect((await refusal(projects.update(1, { budget: '3' }))).code).to.equal('GM_WRITE_FORBIDDEN_FIELD');
    expect((await refusal(projects.create({ name: 'q', owner: 'bob' }))).code).to.equal('GM_WRITE_FORBIDDEN');
    expect(await office.query('select name, owner, budget, version from project')).to.deep.equal([
      { name: 'p', owner: 'ann', budget: null, version: 1 },
    ]);
  });

  it('make an object or change the one that is there', async () => {
    const teams = office.gm.as(boss).manager(Team);
    expect(await teams.upsert({ name: 'A' }, { create: {}, update: { name: 'B' } })).to.deep.equal({ id: 1, name: 'A' });
    expect(await teams.upsert({ name: 'A' }, { create: {}, update: { name: 'B' } })).to.deep.equal({ id: 1, name: 'B' });
  });

  it('address objects by composite keys', async () => {
    await office.gm.as(boss).manager(Team).create({ name: 'A' });
    const seats = office.gm.as(ann).manager(Seat);
    await seats.create({ team: { connect: 1 }, row: 3 });
    expect(await seats.update({ team: 1, row: 3 }, { sitter: 'ann' })).to.deep.equal({ row: 3, sitter: 'ann' });
    expect(await seats.delete({ team: 1, row: 3 })).to.deep.equal({ row: 3, sitter: 'ann' });
    expect(await office.query('select * from seat')).to.deep.equal([]);
  });

  it('change and remove all of a Bucket, or count what would be', async () => {
    await office.gm
      .as(ann)
      .manager(Project)
      .create({ name: 'p', owner: 'ann', tasks: { create: [{ title: 'a' }, { title: 'b' }, { title: 'c', done: true }] } });
    const tasks = office.gm.as(ann).manager(Task);
    office.statements.length = 0;
    expect(await tasks.filter({ done: false }).updateMany({ progress: 7 })).to.deep.equal({ count: 2 });
    expect(office.statements).to.have.length(4);
    expect(await tasks.updateMany({ progress: 8 }, { dryRun: true })).to.deep.equal({ count: 3, refused: 1 });
    expect((await refusal(tasks.updateMany({ progress: 8 }))).code).to.equal('GM_WRITE_FORBIDDEN');
    expect((await refusal(tasks.updateMany({ progress: 8 }, { max: 2 }))).code).to.equal('GM_LIMIT_WRITES');
    expect(await tasks.filter({ progress: 7 }).deleteMany()).to.deep.equal({ count: 2 });
    expect(await office.query('select title from task')).to.deep.equal([{ title: 'c' }]);
  });

  it('are undone as a whole where anything fails', async () => {
    const { gm } = office;
    await gm.as(boss).manager(Team).create({ name: 'A' });
    const { code, kind, details } = await refusal(
      gm
        .as(boss)
        .manager(Team)
        .createMany([{ name: 'B' }, { name: 'A' }]),
    );
    expect({ code, kind }).to.deep.equal({ code: 'GM_WRITE_NOT_UNIQUE', kind: 'conflict' });
    expect(details.violations).to.deep.equal([{ path: ['name'], code: 'UNIQUE', message: 'This value is taken.' }]);
    expect(await office.query('select name from team')).to.deep.equal([{ name: 'A' }]);
  });
});
