import { expect } from 'chai';
import { actor, deny, role, where, type PermissionOptions } from 'general-manager/decorators';
import type { Application } from 'general-manager';
import { CHINOOK, hasChinook, openMusicShop } from '../chinook/support/database.js';
import { openRelations } from '../kinds/app/relations/store.js';
import { openValues } from '../kinds/app/values/store.js';
import { swapPolicies } from '../permission/support/swap-policies.js';
import { askBoth, poolOf } from './support/compare.js';
import { Operations } from './support/operations.js';
import { Random } from './support/random.js';

const RUNS = Number(process.env['DIRECT_RUNS'] ?? 1);

/** What the actors of the policies below may see differs in shape and in values. */
const ACTORS = [
  null,
  { id: 1, roles: [] },
  { id: 2, roles: ['pricing'], genres: [1, 2] },
  { id: 3, roles: ['pricing', 'sales'], genres: [] },
  { id: 4, roles: ['sales'], genres: [3], floor: 'B' },
];

const POLICIES: Readonly<Record<string, PermissionOptions>> = {
  Artist: { read: where({ name: { ne: actor('floor') } }) },
  Album: { read: [where({ artist: { name: { contains: 'a' } } }), role('sales')] },
  Track: {
    read: [where({ genre: { id: { in: actor('genres') } } }), role('pricing'), deny(where({ composer: { contains: 'Bach' } }))],
    fields: {
      unitPrice: { read: role('pricing') },
      composer: { read: where({ album: { title: { contains: 'e' } } }) },
      genre: { read: role('sales') },
    },
  },
  Employee: { read: where({ id: { lte: actor('id') } }), fields: { birthDate: { read: where({ id: actor('id') }) } } },
};

/** Operations that are asked at a time: the database works on some while others are compared. */
const AT_ONCE = 4;

/** Asks generated operations through both routes, each for every actor, until so many were answered directly. */
async function compare(gm: Application, wanted: number, seed: number, actors: readonly (object | null)[] = [null]): Promise<void> {
  const operations = new Operations(
    gm.schema,
    new Random(seed),
    await poolOf(gm, { actor: { id: 1, roles: ['pricing', 'sales'], genres: [1] } }),
  );
  const counts = { direct: 0, mixed: 0, resolvers: 0, invalid: 0 };
  let tried = 0;
  while (counts.direct < wanted) {
    const asked = Array.from({ length: AT_ONCE }, () => operations.next()).flatMap((operation) =>
      actors.map((who) => ({ operation, who })),
    );
    const outcomes = await Promise.all(asked.map(async ({ operation, who }) => askBoth(gm, operation, { actor: who })));
    for (const [index, { route, direct, resolvers }] of outcomes.entries()) {
      const { operation, who } = asked[index] ?? {};
      counts[route] += 1;
      tried += 1;
      if (route === 'direct' && direct !== resolvers) expect(direct, JSON.stringify({ ...operation, who })).to.equal(resolvers);
      // What is left to resolvers has something that only they tell: an error.
      if (route === 'resolvers') expect(resolvers, JSON.stringify(operation)).to.include('"errors"');
    }
    expect(tried, `answered directly: ${counts.direct}`).to.be.lessThan(wanted * 4);
  }
}

describe('the direct route gives, byte by byte, what resolvers give', function () {
  this.timeout(300_000 * RUNS);

  describe(hasChinook ? 'on Chinook' : `on Chinook (skipped: ${CHINOOK} is not there)`, () => {
    before(function () {
      if (!hasChinook) this.skip();
    });

    it('to generated operations', async () => {
      const shop = await openMusicShop();
      try {
        await compare(shop.gm, 1500 * RUNS, 1);
      } finally {
        await shop.close();
      }
    });

    it('to generated operations of actors whose policies differ in shape and in values', async () => {
      const shop = await openMusicShop({ plugins: [swapPolicies(POLICIES)] });
      try {
        await compare(shop.gm, 1400 * RUNS, 2, ACTORS);
      } finally {
        await shop.close();
      }
    });
  });

  it('to generated operations on every kind of value', async () => {
    const app = await openValues();
    try {
      await compare(app.gm, 1050 * RUNS, 3);
    } finally {
      await app.close();
    }
  });

  it('to generated operations on every kind of relation', async () => {
    const app = await openRelations();
    try {
      await compare(app.gm, 1050 * RUNS, 4);
    } finally {
      await app.close();
    }
  });
});
