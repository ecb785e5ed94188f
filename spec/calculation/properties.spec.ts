import { expect } from 'chai';
import * as fc from 'fast-check';
import { filters, rows, sorts } from './support/arbitraries.js';
import { World, type Expected } from './support/enumeration.js';
import { ADMIN, openHarbour, OTHER, OWNER, Readiness, type Harbour } from './support/harbour.js';

const SEED = 20261126;
const readers = fc.constantFrom(ADMIN, OWNER, OTHER);
const SELECTION = { ship: { id: true, name: true }, month: true, missionCount: true, room: true, score: true } as const;

describe('a calculation, held against an enumeration by hand', function () {
  this.timeout(120_000);
  let harbour: Harbour;
  before(async () => {
    harbour = await openHarbour();
  });
  after(async () => harbour.close());

  it('gives the same lists, in the same order, page by page, with the same totals', async () => {
    await fc.assert(
      fc.asyncProperty(rows, readers, filters, sorts, fc.integer({ min: 1, max: 5 }), async (known, reader, filter, sort, size) => {
        await harbour.put(known);
        const world = new World(known, reader);
        const expected = world.sorted(world.where(filter), sort);
        const bucket = harbour.gm
          .as(reader)
          .manager(Readiness)
          .filter(filter)
          .sort(...(sort as 'month'[]))
          .select(SELECTION);
        const found: unknown[] = [];
        let after: string | undefined;
        for (;;) {
          const page = await bucket.page({ first: size, total: true, ...(after !== undefined && { after }) });
          found.push(...page.items);
          expect(page.total).to.equal(expected.length);
          if (!page.hasNext) break;
          after = page.endCursor;
        }
        expect(found).to.deep.equal(expected.map(shown));
        expect((await bucket.page({ last: size })).items).to.deep.equal(expected.slice(-size).map(shown));
        expect((await bucket.page({ first: size, offset: 1 })).items).to.deep.equal(expected.slice(1, size + 1).map(shown));
      }),
      { seed: SEED, numRuns: 80 },
    );
  });

  it('gives each object by its key, and nothing by the key of what is hidden, missing, or outside of a domain', async () => {
    await fc.assert(
      fc.asyncProperty(rows, readers, async (known, reader) => {
        await harbour.put(known);
        const world = new World(known, reader);
        const bucket = harbour.gm.as(reader).manager(Readiness).select(SELECTION);
        for (const id of [0, ...known.ships.map((ship) => ship.id)]) {
          for (const month of ['2026-02-01', '2026-02-02', '2026-04-01']) {
            const expected = world.objects().find((object) => object.ship.id === id && object.month === month);
            expect(await bucket.find({ ship: id, month })).to.deep.equal(expected ? shown(expected) : null);
          }
        }
      }),
      { seed: SEED, numRuns: 8 },
    );
  });

  it('measures groups as they would be made of the list', async () => {
    await fc.assert(
      fc.asyncProperty(rows, readers, filters, async (known, reader, filter) => {
        await harbour.put(known);
        const found = await harbour.gm
          .as(reader)
          .manager(Readiness)
          .filter(filter)
          .groupBy('ship.name', 'month')
          .aggregate({ count: true, max: ['score'], sum: ['ship.berths'] });
        const groups = new Map<string, { count: number; max: number; sum: number }>();
        for (const { ship, month, score } of new World(known, reader).where(filter)) {
          const id = JSON.stringify([ship.name, month]);
          const { count, max, sum } = groups.get(id) ?? { count: 0, max: 0, sum: 0 };
          groups.set(id, { count: count + 1, max: Math.max(max, score), sum: sum + ship.berths });
        }
        const given = found.map(({ key, count, max, sum }) => [
          JSON.stringify([key['ship.name'], key.month]),
          { count, max: max.score, sum: Number(sum['ship.berths']) },
        ]);
        expect(new Map(given as [string, { count: number; max: number; sum: number }][])).to.deep.equal(groups);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });
});

const shown = ({ ship: { id, name }, ...object }: Expected): unknown => ({ ...object, ship: { id, name } });
