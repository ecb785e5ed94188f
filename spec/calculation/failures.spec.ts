import { expect } from 'chai';
import { graphql } from 'graphql';
import { Readiness, ADMIN, openHarbour, OTHER, OWNER, ROWS, type Harbour } from './support/harbour.js';
import { refused } from './support/refused.js';

const SECRET = 'secret of !Eve';

describe('what fails to be computed', () => {
  let harbour: Harbour;
  const logged: object[] = [];
  before(async () => {
    const log = (fields: object): void => void logged.push(fields);
    harbour = await openHarbour({ logger: { error: log, warn: log, info: log } });
    const eve = { id: 9, name: '!Eve', hidden: true, owner: null, berths: 1, tons: 1, port: null };
    const fay = { ...eve, id: 8, name: '!Fay', hidden: false };
    // Hidden from others by what is computed of it alone: it has many missions.
    const gil = { ...fay, id: 10, name: '!Gil' };
    const missions = [31, 32, 33, 34].map((id) => ({ id, title: 'far', classified: false, ship: 10 }));
    await harbour.put({ ...ROWS, ships: [...ROWS.ships, eve, fay, gil], missions: [...ROWS.missions, ...missions] });
  });
  after(async () => harbour.close());
  beforeEach(() => {
    logged.length = 0;
  });

  const ask = async (source: string, actor = ADMIN) =>
    JSON.parse(JSON.stringify(await graphql({ schema: harbour.gm.schema, source, contextValue: { actor } })));

  it('is null in GraphQL beside a masked error, and logged once', async () => {
    const answer = await ask(
      '{ readinesses(filter: { month: { eq: "2026-01-01" }, ship: { id: { in: [8, 9] } } }) { nodes { fragile month } } }',
    );
    expect(answer.data.readinesses.nodes).to.deep.equal([
      { fragile: null, month: '2026-01-01' },
      { fragile: null, month: '2026-01-01' },
    ]);
    expect(answer.errors.map(({ path }: { path: unknown }) => path)).to.deep.equal([
      ['readinesses', 'nodes', 0, 'fragile'],
      ['readinesses', 'nodes', 1, 'fragile'],
    ]);
    expect(JSON.stringify(answer)).not.to.contain('secret').and.not.to.contain('Eve');
    expect(logged).to.have.length(1);
    expect(JSON.stringify(logged)).to.contain('fragile').and.not.to.contain(SECRET);
  });

  it('is thrown to callers in TypeScript', async () => {
    const bucket = harbour.gm.as(ADMIN).manager(Readiness).select({ fragile: true });
    expect(await refused(bucket.get({ ship: 9, month: '2026-01-01' }))).to.equal('GM_INTERNAL');
    expect(await bucket.get({ ship: 1, month: '2026-01-01' })).to.deep.equal({ fragile: 'ADA' });
  });

  it('fails the read that filters or sorts by it, where it is of what may be seen', async () => {
    const bucket = harbour.gm.as(OTHER).manager(Readiness).filter({ month: '2026-01-01' });
    expect(await refused(bucket.filter({ fragile: 'ADA' }).count())).to.equal('GM_INTERNAL');
    expect(await refused(bucket.sort('fragile').all())).to.equal('GM_INTERNAL');
    // Of the hidden one nothing is told.
    const visible = bucket.filter({ ship: { id: { ne: 8 } } });
    expect(await visible.filter({ fragile: { startsWith: 'A' } }).count()).to.equal(1);
    expect(logged).to.have.length(2);
    const hidden = harbour.gm
      .as(OTHER)
      .manager(Readiness)
      .filter({ ship: { id: 10 } });
    expect(await hidden.filter({ fragile: { startsWith: '!' } }).count()).to.equal(0);
    expect(await hidden.sort('fragile').all()).to.deep.equal([]);
    expect(logged).to.have.length(2);
  });

  it('is no error for whom a rule keeps it from', async () => {
    expect(
      await refused(
        harbour.gm
          .as(OWNER)
          .manager(Readiness)
          .filter({ ship: { id: 9 } })
          .sort('fragile')
          .all(),
      ),
    ).to.equal('was not refused');
  });
});
