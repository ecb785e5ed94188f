import { expect } from 'chai';
import { managerOf } from 'general-manager';
import {
  ADMIN,
  Berthing,
  Bounded,
  computed,
  Load,
  openHarbour,
  OTHER,
  OWNER,
  Readiness,
  ROWS,
  Ship,
  type Harbour,
} from './support/harbour.js';
import { refused } from './support/refused.js';

describe('lists of a calculation', () => {
  let harbour: Harbour;
  before(async () => {
    harbour = await openHarbour();
    await harbour.put(ROWS);
  });
  after(async () => harbour.close());
  beforeEach(() => {
    computed.length = 0;
    harbour.statements();
  });
  const readiness = (reader = ADMIN) => harbour.gm.as(reader).manager(Readiness);

  it('have each combination of inputs, as far as whoever reads may see it', async () => {
    const found = await readiness(OTHER)
      .select({ ship: { name: true }, month: true })
      .all();
    expect(found.map(({ ship, month }) => `${ship?.name} ${month.slice(5, 7)}`)).to.deep.equal([
      'Ada 01',
      'Ada 02',
      'Ada 03',
      'Bea 01',
      'Bea 02',
      'Bea 03',
      'Dag 01',
      'Dag 02',
      'Dag 03',
    ]);
  });

  it('compute what is selected, of the page alone', async () => {
    const { items } = await readiness().select({ room: true }).page({ first: 2 });
    expect(items).to.deep.equal([{ room: -1 }, { room: -1 }]);
    expect(computed).to.have.members(['missionCount 1 2026-01-01', 'missionCount 1 2026-02-01', 'room 1 2026-01-01', 'room 1 2026-02-01']);
  });

  it('compute nothing where nothing computed is asked for', async () => {
    expect(await readiness().filter({ month: '2026-02-01' }).sort('-month').count()).to.equal(4);
    expect(await readiness().select({ month: true }).page({ first: 3, total: true })).to.include({ total: 12 });
    expect(computed).to.deep.equal([]);
  });

  it('compute what filters, sorts and policies look at once, of what inputs leave', async () => {
    const filter = { ship: { name: { in: ['Ada', 'Dag'] } }, month: { gte: '2026-02-01' }, score: { gt: 2 } };
    const found = await readiness().filter(filter).sort('-score').select({ score: true }).all();
    expect(found.map(({ score }) => score)).to.deep.equal([33, 32, 3]);
    expect(computed.toSorted()).to.deep.equal(['score 1 2026-02-01', 'score 1 2026-03-01', 'score 4 2026-02-01', 'score 4 2026-03-01']);
  });

  it('ask rules about inputs before rules about what is computed', async () => {
    // Whoever owns the ship needs no score; of the others it is computed.
    await readiness(OWNER)
      .filter({ ship: { owner: 2 } })
      .select({ month: true })
      .all();
    const visible = new Set(computed.map((each) => each.split(' ')[1]));
    expect([...visible]).to.deep.equal(['1']);
    computed.length = 0;
    await readiness(OWNER)
      .filter({ month: '2026-01-01', ship: { name: 'Cem' } })
      .select({ month: true })
      .all();
    expect(computed).to.deep.equal([]);
  });

  it('take one statement for the inputs, one for what is needed, one for what is selected of them', async () => {
    const select = {
      ship: { name: true, port: { name: true }, missions: { select: { title: true } } },
      room: true,
      fragile: true,
    } as const;
    const counts: number[] = [];
    for (const first of [1, 4, 12]) {
      harbour.statements();
      expect((await readiness().select(select).page({ first })).items).to.have.length(first);
      counts.push(harbour.statements().length);
    }
    expect(counts).to.deep.equal([3, 3, 3]);
  });

  it('push filters of inputs into the reads of their domains', async () => {
    await readiness()
      .filter({ or: [{ ship: { id: 1 } }, { ship: { name: { contains: 'e' } } }], month: { in: ['2026-01-01', '2026-02-01'] } })
      .select({ month: true })
      .all();
    const [statement, ...others] = harbour.statements();
    expect(others).to.deep.equal([]);
    expect(statement).to.match(/where .*"id" = .* or .*"name"/);
  });

  it('read domains that depend on inputs together', async () => {
    const found = await harbour.gm
      .as(ADMIN)
      .manager(Berthing)
      .filter({ day: { in: ['2026-05-01'] }, tide: 'low', berth: { lte: 2 } })
      .select({ text: true })
      .all();
    expect(found.map(({ text }) => text)).to.deep.equal([
      'Ada/north/2026-05-01/1/low',
      'Ada/north/2026-05-01/2/low',
      'Ada/south/2026-05-01/1/low',
      'Ada/south/2026-05-01/2/low',
      'Ada/deep/2026-05-01/1/low',
      'Ada/deep/2026-05-01/2/low',
      'Bea/east/2026-05-01/1/low',
      'Bea/east/2026-05-01/2/low',
      'Cem/west/2026-05-01/1/low',
      'Cem/west/2026-05-01/2/low',
    ]);
    // Ships, their missions, their berths; then what is needed of both.
    expect(harbour.statements()).to.have.length(5);
  });

  it('see what depends on inputs as whoever reads', async () => {
    const found = await harbour.gm
      .as(OTHER)
      .manager(Berthing)
      .filter({ day: '2026-05-01', tide: 'high', berth: 1 })
      .select({ text: true })
      .all();
    expect(found.map(({ text }) => text.split('/')[1])).to.deep.equal(['north', 'south', 'east']);
  });

  it('take days between two of them, in steps, where the filter says which', async () => {
    const bucket = harbour.gm
      .as(ADMIN)
      .manager(Berthing)
      .filter({ ship: { id: 2 }, tide: 'low', berth: 3 });
    expect(await bucket.filter({ day: { gte: '2026-02-27', lt: '2026-03-02' } }).values('day')).to.deep.equal([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    expect(await bucket.filter({ or: [{ day: '2026-01-01' }, { day: { in: ['2026-01-05'] } }] }).count()).to.equal(2);
    expect(await refused(bucket.count())).to.equal('GM_CALC_UNBOUNDED');
    expect(await refused(bucket.filter({ day: { gt: '2026-01-01' } }).count())).to.equal('GM_CALC_UNBOUNDED');
    expect(await refused(bucket.filter({ not: { day: '2026-01-01' } }).count())).to.equal('GM_CALC_UNBOUNDED');
    expect(await refused(bucket.filter({ day: { gte: '1900-01-01', lte: '2026-01-01' } }).count())).to.equal('GM_CALC_TOO_MANY_VALUES');
    expect(await bucket.filter({ day: { gte: '2026-03-02', lte: '2026-03-01' } }).count()).to.equal(0);
  });

  it('have cursors that go on after objects have come and gone', async () => {
    const bucket = readiness()
      .sort('-ship.name', 'month')
      .select({ ship: { name: true }, month: true });
    const { endCursor = '' } = await bucket.page({ first: 4 });
    await harbour.orm.em.fork().nativeUpdate(Ship, { id: 3 }, { name: 'Zed' });
    const { items, hasPrevious } = await bucket.page({ first: 3, after: endCursor });
    await harbour.put(ROWS);
    expect(items.map(({ ship, month }) => `${ship?.name} ${month.slice(5, 7)}`)).to.deep.equal(['Bea 01', 'Bea 02', 'Bea 03']);
    expect(hasPrevious).to.equal(true);
  });

  it('are read in the transaction of whoever reads', async () => {
    await harbour.orm.em
      .fork()
      .transactional(async (em) => {
        await em.nativeUpdate(Ship, { id: 4 }, { berths: 77 });
        const [found] = await readiness()
          .filter({ ship: { id: 4 }, month: '2026-01-01' })
          .select({ room: true, score: true })
          .using({ session: em })
          .all();
        expect(found).to.deep.equal({ room: 77, score: 1 });
        await em.rollback();
      })
      .catch(() => undefined);
    expect(await readiness().select({ room: true }).get({ ship: 4, month: '2026-01-01' })).to.deep.equal({ room: 1 });
  });

  it('lead from objects of other managers to calculations, one or many, with pages and measures of their own', async () => {
    const found = await harbour.gm
      .as(ADMIN)
      .manager(Ship)
      .select({
        name: true,
        load: { perBerth: true },
        readiness: { select: { score: true }, sort: '-score', first: 2, filter: { score: { lt: 33 } } },
      })
      .sort('id')
      .all();
    expect(found.slice(0, 2)).to.deep.equal([
      { name: 'Ada', load: { perBerth: 50 }, readiness: [{ score: 32 }, { score: 31 }] },
      { name: 'Bea', load: { perBerth: 10 }, readiness: [{ score: 13 }, { score: 12 }] },
    ]);
    expect(
      await harbour.gm
        .as(ADMIN)
        .manager(Ship)
        .filter({ load: { perBerth: { gt: 40 } } })
        .values('name'),
    ).to.deep.equal(['Ada', 'Cem']);
    expect(
      await harbour.gm
        .as(ADMIN)
        .manager(Ship)
        .filter({ readiness: { some: { score: 12 } } })
        .values('name'),
    ).to.deep.equal(['Bea', 'Cem']);
  });

  it('compute of related lists what is on their pages', async () => {
    await harbour.gm
      .as(ADMIN)
      .manager(Ship)
      .select({ readiness: { select: { room: true }, first: 1 } })
      .all();
    expect(computed.filter((each) => each.startsWith('room'))).to.have.length(4);
  });

  it('are not the combinations of several keys, but those that are named', async () => {
    const keys = [
      { ship: 2, month: '2026-03-01' },
      { ship: 1, month: '2026-01-01' },
      { ship: 1, month: '2026-01-02' },
    ];
    const { runtime, model } = harbour.gm;
    const rows = await runtime.readMany(managerOf(model, Readiness), keys, { fields: ['score'], relations: [] }, { actor: ADMIN });
    expect(rows.map((row) => row?.['score'])).to.deep.equal([13, 31, undefined]);
    expect(computed.toSorted()).to.deep.equal(['score 1 2026-01-01', 'score 2 2026-03-01']);
  });

  it('are refused where they would look at more than their calculation may', async () => {
    const bounded = harbour.gm.as(ADMIN).manager(Bounded);
    const one = bounded.filter({ ship: { id: 1 }, mission: { id: 1 } });
    expect(await one.count()).to.equal(2);
    expect(await refused(bounded.filter({ day: 1 }).count())).to.equal('GM_CALC_TOO_MANY_DOMAINS');
    expect(await refused(bounded.filter({ ship: { id: { in: [1, 2] } } }).count())).to.equal('GM_CALC_TOO_MANY_OBJECTS');
    expect(await refused(one.select({ missions: true }).all())).to.equal('GM_CALC_TOO_MANY_NEEDED');
    const other = bounded.filter({ ship: { id: 2 } });
    expect(await other.select({ missions: true }).all()).to.deep.equal([{ missions: 1 }, { missions: 1 }]);
    expect(
      await refused(
        bounded
          .filter({ ship: { id: 1 } })
          .filter({ missions: 2 })
          .count(),
      ),
    ).to.equal('GM_CALC_TOO_MANY_OBJECTS');
    await harbour.put({
      ...ROWS,
      ships: [...ROWS.ships, { id: 5, name: 'Eli', hidden: false, owner: null, berths: 1, tons: 1, port: null }],
    });
    expect(await refused(bounded.count())).to.equal('GM_CALC_TOO_MANY_VALUES');
    // What is hidden does not count.
    expect(await refused(harbour.gm.as(OTHER).manager(Bounded).filter({ day: 1 }).count())).to.equal('GM_CALC_TOO_MANY_DOMAINS');
    await harbour.put(ROWS);
  });

  it('are instances of the class for hand-written code', async () => {
    const { rows } = await harbour.gm.runtime.read(
      managerOf(harbour.gm.model, Load),
      { select: { fields: [], relations: [], instances: true } },
      { actor: ADMIN },
    );
    expect(rows[0]).to.be.instanceOf(Load);
    expect(rows[0]).to.include({ perBerth: 50 });
  });
});
