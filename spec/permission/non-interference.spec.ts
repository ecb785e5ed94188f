import { expect } from 'chai';
import * as fc from 'fast-check';
import { graphql } from 'graphql';
import type { Application } from 'general-manager';
import { actor, deny, nobody, role, where } from 'general-manager/decorators';
import { shelfFilter, thingFilter } from '../reads/support/filters.js';
import { SHELVES, thingRow, thingRows, VAULTS } from '../reads/support/rows.js';
import { openStore, Shelf, Thing, type Store } from '../reads/support/shelf.js';
import { swapPolicies } from './support/swap-policies.js';

const SEED = 4711;
const SECRET = 'the same cursors in both';
const ADA = { floors: [1] };

/** Things below size 0 or without size are hidden, shelves that are not on the first floor, and what stands in the comments. */
const PERMISSIONS = {
  Thing: {
    read: [where({ size: { gte: 0 } }), deny(where({ mood: 'wild' }))],
    fields: {
      label: { read: where({ fragile: true }) },
      weight: { read: role('scales') },
      shelf: { read: where({ grade: 1 }) },
      measure: { read: where({ fragile: true }) },
      tags: { read: where({ fragile: true }) },
      facts: { read: where({ fragile: true }) },
    },
  },
  Shelf: { read: where({ floor: { in: actor('floors') } }) },
  Vault: { read: nobody() },
};

type Row = Readonly<Record<string, unknown>>;

const isVisible = ({ size, mood }: Row): boolean => typeof size === 'number' && size >= 0 && mood !== null && mood !== 'wild';
const HIDDEN_WHEN_STURDY = ['label', 'measure_width', 'tags', 'facts'];

/** The same world for Ada, with other secrets. */
function twin(rows: readonly Row[], others: readonly Row[]): readonly Row[] {
  const other = (index: number): Row => others[index % Math.max(others.length, 1)] ?? {};
  const visible = rows.filter(isVisible).map((row, index) => {
    const secret = other(index);
    const swapped = row['fragile'] === true ? [] : HIDDEN_WHEN_STURDY.map((name) => [name, secret[name] ?? null]);
    const link = row['grade'] === 1 ? elsewhere(row['shelf_id'], secret['shelf_id']) : secret['shelf_id'];
    return {
      ...row,
      ...Object.fromEntries(swapped),
      weight: secret['weight'] ?? null,
      vault_id: secret['vault_id'] ?? null,
      shelf_id: link ?? null,
    };
  });
  const hidden = others.filter((row) => !isVisible(row)).map((row, index) => ({ ...row, id: 1000 + index }));
  return [...visible, ...hidden];
}

/** A link to a shelf that Ada sees stays; one to a hidden shelf, or to none, may lead to another hidden one, or nowhere. */
function elsewhere(shelf: unknown, other: unknown): unknown {
  const seen = (id: unknown): boolean => SHELVES.some((each) => each.id === id && each.floor === 1);
  return seen(shelf) ? shelf : seen(other) ? null : other;
}

const OTHER_SHELVES = [
  ...SHELVES.map((shelf) => (shelf.floor === 1 ? shelf : { ...shelf, name: 'z', floor: 7 })),
  { id: 5, name: 'new', floor: 9 },
];

const SORTS = ['id', 'label', 'size', 'weight', 'price', 'seen', 'mood', 'measure.width', 'shelf.name', 'vault.code', 'shelf.floor'];
const sort = fc.array(
  fc.tuple(fc.constantFrom(...SORTS), fc.constantFrom('', '-')).map(([name, sign]) => `${sign}${name}`),
  { maxLength: 3 },
);

const QUERY = `{
  things(first: 30) { totalCount nodes { id label size weight price tags facts measure { width } shelf { id name things { totalCount nodes { id label } } } vault { id } } }
  shelves { totalCount nodes { id name floor things(first: 5) { totalCount nodes { id label weight } } } }
}`;

describe('permission: non-interference', () => {
  let here: Store;
  let there: Store;
  let apps: readonly Application[];

  before(async () => {
    const options = { plugins: [swapPolicies(PERMISSIONS)], secret: SECRET };
    [here, there] = await Promise.all([openStore('here', options), openStore('there', options)]);
    apps = [here.gm, there.gm];
    await here.fill('shelf', SHELVES);
    await there.fill('shelf', OTHER_SHELVES);
    for (const store of [here, there]) await store.fill('vault', VAULTS);
  });
  after(async () => Promise.all([here.close(), there.close()]));

  const both = async (ask: (gm: Application) => Promise<unknown>): Promise<readonly string[]> =>
    Promise.all(
      apps.map(async (gm) => {
        const answer = await ask(gm).catch((error: Error & { code?: string }) => ({ error: error.message, code: error.code }));
        return JSON.stringify(answer, (_key, value: unknown) =>
          typeof value === 'bigint' ? `${value}n` : Number.isNaN(value) ? 'NaN' : value,
        );
      }),
    );

  it('gives the same answers whatever is hidden: filters, sorts, pages, cursors, counts, nested lists, measures, groups', async function () {
    this.timeout(120_000);
    let telling = 0;
    const asked = fc.array(fc.tuple(thingFilter, shelfFilter, sort, fc.integer({ min: 1, max: 5 })), { minLength: 8, maxLength: 8 });
    const property = fc.asyncProperty(thingRows, fc.array(thingRow, { maxLength: 24 }), asked, async (rows, others, requests) => {
      const storable = others.map((row, index) => ({ ...row, id: index + 1, facts: null }));
      await here.fill('thing', rows);
      await there.fill('thing', twin(rows, storable));
      const [first, second] = await both(async ({ schema }) => graphql({ schema, source: QUERY, contextValue: { actor: ADA } }));
      expect(second).to.equal(first);
      for (const [things, shelves, keys, size] of requests) {
        const list = await both(async (gm) => pages(gm, 'Thing', things, keys, size));
        expect(list[1], fc.stringify([things, keys])).to.equal(list[0]);
        const counts = await both(async (gm) => gm.as(ADA).manager('Shelf').filter(shelves).count());
        expect(counts[1], fc.stringify(shelves)).to.equal(counts[0]);
        const groups = await both(async (gm) => measures(gm, things, keys));
        expect(groups[1], fc.stringify([things, keys])).to.equal(groups[0]);
        if (list[0]?.includes('"cursors":["')) telling += 1;
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: 60 });
    expect(telling).to.be.above(30);
  });

  /** Everything that a list gives away: the objects, the cursors, the total, forwards and backwards. */
  async function pages(gm: Application, name: string, filter: object, keys: readonly string[], size: number): Promise<unknown> {
    const list = gm
      .as(ADA)
      .manager(name)
      .filter(filter as Readonly<Record<string, unknown>>)
      .sort(...keys);
    const first = await list.page({ first: size, total: true });
    const next = first.endCursor === undefined ? undefined : await list.page({ first: size, after: first.endCursor });
    const last = await list.page({ last: size });
    return { first, next, last, cursors: [first.endCursor, last.startCursor].filter((cursor) => cursor !== undefined) };
  }

  /** Everything that measures and groups give away; what is sorted by is grouped by. */
  async function measures(gm: Application, filter: object, keys: readonly string[]): Promise<unknown> {
    const list = gm
      .as(ADA)
      .manager('Thing')
      .filter(filter as Readonly<Record<string, unknown>>);
    const paths = ['label', 'size', 'measure.width', 'shelf.name', 'shelf.floor', 'vault.code'];
    const asked = {
      count: true,
      countDistinct: paths,
      min: paths,
      max: paths,
      sum: ['size', 'shelf.floor'],
      avg: ['measure.width'],
    } as const;
    const names = keys.map((key) => key.replace('-', ''));
    const grouped = list.groupBy('fragile', ...names).having({ not: { max: { label: { startsWith: 'b' } } } });
    return { all: await list.aggregate(asked), groups: await grouped.sort('-max.label', ...keys).aggregate(asked) };
  }

  it('would find a policy that is not asked', async () => {
    const open = await Promise.all(apps.map(async (_gm, index) => (index === 0 ? here : there).boot({ secret: SECRET, plugins: [] })));
    await here.fill('thing', [{ id: 1, size: -1, label: 'a' }]);
    await there.fill('thing', [{ id: 1, size: -1, label: 'b' }]);
    const answers = await Promise.all(open.map(async (gm) => gm.as(ADA).manager(Thing).values('label')));
    expect(answers[0]).to.not.deep.equal(answers[1]);
    expect(await open[0]?.as(ADA).manager(Shelf).count()).to.equal(4);
  });
});
