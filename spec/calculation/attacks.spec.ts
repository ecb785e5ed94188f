import { expect } from 'chai';
import { graphql } from 'graphql';
import { leaks } from 'general-manager/testing';
import {
  ADMIN,
  Berthing,
  computed,
  Load,
  openHarbour,
  OTHER,
  OWNER,
  Readiness,
  ROWS,
  Ship,
  Tonnage,
  type Harbour,
  type Rows,
} from './support/harbour.js';
import { refused } from './support/refused.js';

/** The same with other values in everything that nobody but the admin may see. */
const OTHERWISE: Rows = {
  ...ROWS,
  ships: [
    ...ROWS.ships.map((ship) => (ship.hidden ? { ...ship, name: '!Zoe', berths: 9, tons: 1, port: 2 } : ship)),
    { id: 7, name: 'Gus', hidden: true, owner: 3, berths: 5, tons: 5, port: 1 },
  ],
  missions: [
    ...ROWS.missions.filter(({ classified, ship }) => !classified && ship !== 3),
    { id: 20, title: 'none', classified: true, ship: 2 },
    { id: 21, title: 'north', classified: false, ship: 7 },
  ],
};

describe('what a calculation tells of what is hidden', function () {
  this.timeout(60_000);
  let harbour: Harbour;
  before(async () => {
    harbour = await openHarbour();
  });
  after(async () => harbour.close());

  const same = async (ask: () => Promise<unknown>): Promise<void> => {
    const answers: unknown[] = [];
    for (const rows of [ROWS, OTHERWISE]) {
      await harbour.put(rows);
      answers.push(await ask());
    }
    expect(answers[1]).to.deep.equal(answers[0]);
  };
  const readiness = () => harbour.gm.as(OTHER).manager(Readiness);

  it('is nothing by lists, totals, groups, filters and sorts of inputs and of what is computed', async () => {
    await same(async () => ({
      all: await readiness().all(),
      count: await readiness().count(),
      filtered: await readiness()
        .filter({ ship: { tons: { gt: 0 } } })
        .count(),
      not: await readiness()
        .filter({ not: { ship: { name: { contains: 'C' } } } })
        .count(),
      none: await readiness()
        .filter({ ship: { missions: { none: { title: 'none' } } } })
        .count(),
      sorted: await readiness().sort('-ship.tons', 'score').values('month'),
      groups: await readiness()
        .groupBy('ship.name')
        .aggregate({ count: true, sum: ['missionCount'], max: ['score'] }),
      byTons: await readiness().groupBy('ship.tons').aggregate({ count: true }),
      measures: await readiness().aggregate({ countDistinct: ['ship.name'], max: ['ship.berths'], min: ['room'] }),
      room: await readiness()
        .filter({ room: { lt: 100 } })
        .count(),
      related: await harbour.gm
        .as(OTHER)
        .manager(Ship)
        .filter({ readiness: { some: { score: { gt: 10 } } } })
        .values('name'),
      berths: await harbour.gm.as(OTHER).manager(Berthing).filter({ day: '2026-01-01', tide: 'low' }).values('text'),
    }));
  });

  it('is nothing by the number of statements, or by what is computed', async () => {
    await same(async () => {
      computed.length = 0;
      harbour.statements();
      await readiness()
        .get({ ship: 3, month: '2026-01-01' })
        .catch(() => undefined);
      await readiness()
        .filter({ ship: { id: 3 }, score: { gt: 0 } })
        .all();
      return [harbour.statements().length, [...computed]];
    });
  });

  it('is one answer for what is hidden, missing, or outside of a domain', async () => {
    await harbour.put(ROWS);
    const keys = [
      { ship: 3, month: '2026-01-01' },
      { ship: 99, month: '2026-01-01' },
      { ship: 1, month: '2026-01-02' },
      { ship: 1, month: '2027-01-01' },
    ];
    for (const key of keys) expect(await refused(readiness().get(key)), JSON.stringify(key)).to.equal('GM_READ_NOT_FOUND');
    expect(await refused(readiness().get({ ship: 1, month: 'x' }))).to.equal('GM_READ_INVALID_KEY');
    expect(await refused(readiness().get({ ship: 1 }))).to.equal('GM_READ_INVALID_KEY');
  });

  it('is nothing by values that fail to be computed of it, and nothing of limits', async () => {
    await same(async () => [
      await refused(
        readiness()
          .filter({ fragile: { startsWith: 'x' } })
          .count(),
      ),
      await refused(harbour.gm.as(OTHER).manager(Load).sort('perBerth').all()),
    ]);
  });

  it('is not what needs read: they see what whoever reads sees, unless the system is said to read', async () => {
    await harbour.put(ROWS);
    const loads = async (reader: typeof OTHER) => harbour.gm.as(reader).manager(Load).values('perBerth');
    expect(await loads(ADMIN)).to.deep.equal([50, 10, 225, 0]);
    expect(await loads(OWNER)).to.deep.equal([50, 0, 0]);
    expect(await loads(OTHER)).to.deep.equal([0, 10, 0]);
    expect(await harbour.gm.as(OTHER).manager(Tonnage).values('weight')).to.deep.equal([100, 30, null]);
    expect(await harbour.gm.as(OTHER).manager(Tonnage).values('missionCount')).to.deep.equal([3, 1, 0]);
    expect(await readiness().filter({ month: '2026-01-01' }).values('missionCount')).to.deep.equal([2, 1, 0]);
  });

  it('reads as whoever reads through the context of a computation', async () => {
    await harbour.put(ROWS);
    const scores = async (reader: typeof OTHER) =>
      harbour.gm
        .as(reader)
        .manager(Readiness)
        .filter({ ship: { id: 1 }, month: '2026-01-01' })
        .values('score');
    expect([await scores(ADMIN), await scores(OTHER)]).to.deep.equal([[31], [21]]);
  });

  it('refuses cursors of other actors and other lists, and fields that may never be read', async () => {
    await harbour.put(ROWS);
    const { endCursor = '' } = await harbour.gm.as(OWNER).manager(Readiness).page({ first: 1 });
    expect(await refused(readiness().page({ after: endCursor }))).to.equal('GM_READ_INVALID_CURSOR');
    expect(await refused(harbour.gm.as(OWNER).manager(Readiness).sort('-month').page({ after: endCursor }))).to.equal(
      'GM_READ_INVALID_CURSOR',
    );
    expect(
      await refused(
        readiness()
          .filter({ shipId: 1 } as never)
          .count(),
      ),
    ).to.equal('GM_READ_UNKNOWN_FIELD');
    expect(await refused(readiness().asOf(new Date(0)).count())).to.equal('GM_READ_NO_HISTORY');
  });

  it('is masked where GraphQL asks for it by a key', async () => {
    await harbour.put(ROWS);
    const source =
      '{ hidden: readiness(key: { ship: 3, month: "2026-01-01" }) { score } missing: readiness(key: { ship: 33, month: "2026-01-01" }) { score } }';
    const answer = await graphql({ schema: harbour.gm.schema, source, contextValue: { actor: OTHER } });
    expect(JSON.parse(JSON.stringify(answer))).to.deep.equal({ data: { hidden: null, missing: null } });
  });

  it('is nothing, however it is asked for', async () => {
    await harbour.put(ROWS);
    const ask = async (released: readonly string[]) =>
      leaks(harbour.gm, { orm: harbour.orm, actors: { owner: OWNER, other: OTHER }, questions: 80, released });
    // What the system needs is told by design.
    const told = await ask([]);
    expect([...new Set(told.leaks.map(({ manager }) => manager))]).to.deep.equal(['Tonnage']);
    const report = await ask(['Tonnage']);
    expect(report.leaks).to.deep.equal([]);
    expect(report.unstable).to.deep.equal([]);
    expect(report.checks).to.be.above(50);
  });
});
