import { expect } from 'chai';
import { ann, bob, boss, openOffice, Project, type Office } from './support/office.js';
import { refusal } from './support/refusal.js';

describe('links to several objects', () => {
  let office: Office;
  before(async () => {
    office = await openOffice('writes_connects');
  });
  after(async () => office.close());
  beforeEach(async () => {
    await office.reset();
    await office.query(`insert into tag (label, hidden) select 't' || i, false from generate_series(1, 250) as i`);
    await office.query(`insert into tag (label, hidden) values ('hidden', true)`);
    await office.query(`insert into project (name, owner, version) select 'p' || i, 'ann', 1 from generate_series(1, 6) as i`);
    await office.gm
      .as(boss)
      .manager('Team')
      .createMany([{ name: 'A' }, { name: 'B' }]);
    office.statements.length = 0;
  });

  const projects = (who: object) => office.gm.as(who).manager(Project);
  /** The statements that look for rows of a table. */
  const looks = (table: string): readonly string[] =>
    office.statements.filter((each) => each.startsWith('select') && each.includes(`from "${table}" as`));
  const labels = (from: number, to: number): object[] =>
    Array.from({ length: to - from + 1 }, (_each, index) => ({ label: `t${from + index}` }));
  const linked = async (id: number): Promise<unknown> => {
    const rows = await office.query(`select label from project_tags join tag on tag.id = tag_id where project_id = ${id} order by tag.id`);
    return rows.map(({ label }) => label);
  };

  it('are looked for by one statement, by key and by what is unique, however deep they are', async () => {
    await projects(ann).create({
      name: 'q',
      owner: 'ann',
      team: { name: 'A' },
      tags: { connect: [...labels(1, 3), 4, { id: 5 }, { label: 't1' }] },
    });
    expect(looks('tag')).to.have.length(1);
    expect(looks('team')).to.have.length(1);
    expect(looks('tag')).to.deep.equal(looks('team'));
    expect(await linked(7)).to.deep.equal(['t1', 't2', 't3', 't4', 't5']);
    office.statements.length = 0;
    await office.gm
      .as(boss)
      .manager('Team')
      .update(1, {
        projects: {
          create: [
            { name: 'a', owner: 'x', tags: { connect: labels(6, 7) } },
            { name: 'b', owner: 'x', tags: { connect: labels(7, 8) } },
          ],
        },
      });
    expect(looks('tag')).to.have.length(1);
    office.statements.length = 0;
    await projects(ann).update(7, { tags: { set: labels(2, 4) } });
    // What is linked, what is to be linked, and what is to go.
    expect(looks('tag').length).to.be.at.most(3);
    expect(await linked(7)).to.deep.equal(['t2', 't3', 't4']);
    office.statements.length = 0;
    await projects(ann).update(7, { tags: { disconnect: labels(2, 3) } });
    expect(await linked(7)).to.deep.equal(['t4']);
  });

  it('are looked for in parts where they are many', async () => {
    await projects(ann).create({ name: 'q', owner: 'ann', tags: { connect: labels(1, 250) } });
    expect(looks('tag')).to.have.length(1);
    expect(await linked(7)).to.have.length(250);
  });

  it('are looked for once where many objects get them', async () => {
    await projects(ann).updateMany({ tags: { connect: labels(1, 2) }, team: { connect: { name: 'B' } } });
    expect(looks('team')).to.have.length(1);
    expect(await office.query('select count(*)::int as n from project_tags')).to.deep.equal([{ n: 12 }]);
    expect(await office.query('select count(*)::int as n from project where team_id = 2')).to.deep.equal([{ n: 6 }]);
  });

  it('are locked by one statement where they keep the link themselves', async () => {
    await office.gm
      .as(boss)
      .manager('Team')
      .update(1, { projects: { connect: [3, 1, { id: 2 }, 4] } });
    const locks = looks('project').filter((each) => each.includes('for update'));
    expect(locks).to.have.length(1);
    expect(await office.query('select id from project where team_id = 1 order by id')).to.deep.equal([1, 2, 3, 4].map((id) => ({ id })));
    office.statements.length = 0;
    await office.gm
      .as(boss)
      .manager('Team')
      .update(1, { projects: { set: [4, 5, 6], disconnect: [] } });
    expect(await office.query('select id from project where team_id = 1 order by id')).to.deep.equal([4, 5, 6].map((id) => ({ id })));
  });

  it('are as if they were not there where one of them is hidden, and nothing happens', async () => {
    const connect = async (tags: object[]): Promise<unknown> => {
      const { code, message, details } = await refusal(projects(ann).update(1, { tags: { connect: tags } }));
      return [code, message, details];
    };
    expect(await connect([...labels(1, 2), { label: 'hidden' }])).to.deep.equal(await connect([...labels(1, 2), { label: 'none' }]));
    const seize = async (ids: number[]): Promise<unknown> => {
      const { code, message } = await refusal(
        office.gm
          .as(boss)
          .manager('Team')
          .update(1, { projects: { connect: ids } }),
      );
      return [code, message];
    };
    expect(await seize([1, 99])).to.deep.equal(['GM_WRITE_NOT_FOUND', 'No Project was found to write or to link to.']);
    await office.query(`update project set name = 'frozen' where id = 2`);
    expect(await seize([1, 2])).to.deep.equal(['GM_WRITE_FORBIDDEN', 'You may not update this Project, or not in this way.']);
    expect(
      (await refusal(projects(bob).create({ name: 'x', owner: 'bob', tags: { connect: [{ label: 't1' }, { label: '' }] } }))).code,
    ).to.equal('GM_WRITE_NOT_FOUND');
    expect(await office.query('select count(*)::int as n from project_tags')).to.deep.equal([{ n: 0 }]);
    expect(await office.query('select count(*)::int as n from project where team_id is not null')).to.deep.equal([{ n: 0 }]);
  });
});
