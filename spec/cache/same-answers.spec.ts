import { expect } from 'chai';
import { Keyv } from 'keyv';
import { bootstrap, type Application, type BootstrapOptions, type Plugin } from 'general-manager';
import { actor, deny, role, where, type PermissionOptions } from 'general-manager/decorators';
import { CHINOOK, hasChinook, openMusicShop } from '../chinook/support/database.js';
import { askBoth, poolOf } from '../direct/support/compare.js';
import { Operations } from '../direct/support/operations.js';
import { Random } from '../direct/support/random.js';
import { openRelations } from '../kinds/app/relations/store.js';
import { openValues } from '../kinds/app/values/store.js';
import { swapPolicies } from '../permission/support/swap-policies.js';
import { keepAll } from './support/keep-all.js';

/** They may see different rows, different fields, or the same for different reasons. */
const ACTORS = [
  null,
  { id: 2, roles: ['pricing'], genres: [1, 2] },
  { id: 3, roles: ['pricing'], genres: [1] },
  { id: 4, roles: ['sales'], genres: [3], floor: 'B' },
  { id: 4, roles: ['sales'], genres: ['3'], floor: 'C' },
];

const POLICIES: Readonly<Record<string, PermissionOptions>> = {
  Artist: { read: where({ name: { ne: actor('floor') } }) },
  Album: { read: [where({ artist: { name: { contains: 'a' } } }), role('sales')] },
  Track: {
    read: [where({ genre: { id: { in: actor('genres') } } }), role('pricing'), deny(where({ composer: { contains: 'Bach' } }))],
    fields: { unitPrice: { read: role('pricing') }, composer: { read: where({ album: { title: { contains: 'e' } } }) } },
  },
};

const SHARED = { secret: 'same answers', drift: 'off' } as const;

interface Opened {
  readonly gm: Application;
  readonly orm: NonNullable<BootstrapOptions['orm']>;
  close(): Promise<void>;
}

/** Asks generated operations for every actor, of an application that keeps everything and of one that keeps nothing. */
async function compare(
  open: (plugins: readonly Plugin[]) => Promise<Opened>,
  runs: number,
  actors: readonly (object | null)[],
): Promise<void> {
  const plugins = [swapPolicies(POLICIES)];
  const { gm, orm, close } = await open(plugins);
  try {
    const keeping = await bootstrap({
      ...SHARED,
      orm,
      limits: gm.runtime.limits,
      plugins: [...plugins, keepAll({ timeoutMs: 600_000 })],
      cache: new Keyv(),
    });
    const operations = new Operations(
      gm.schema,
      new Random(5),
      await poolOf(gm, { actor: { id: 1, roles: ['pricing', 'sales'], genres: [1] } }),
    );
    for (let run = 0; run < runs; run += 1) {
      const operation = operations.next();
      for (const who of actors) {
        const context = { actor: who };
        const [kept, plain] = [await askBoth(keeping, operation, context), await askBoth(gm, operation, context)];
        expect(kept, JSON.stringify({ ...operation, who })).to.deep.equal(plain);
        const again = await askBoth(keeping, operation, context);
        expect(again, JSON.stringify({ ...operation, who })).to.deep.equal(plain);
      }
    }
    const { counts } = keeping.cacheStatistics;
    const hits = counts.reduce((sum, { outcomes }) => sum + (outcomes.hit ?? 0), 0);
    expect(hits).to.be.greaterThan(runs * actors.length);
  } finally {
    await close();
  }
}

describe('what is kept is what would be read', function () {
  this.timeout(120_000);

  it('by every actor of those whose policies differ in shape and in values', async function () {
    if (!hasChinook) {
      console.log(`      skipped: ${CHINOOK} is not there`);
      this.skip();
    }
    await compare(async (plugins) => openMusicShop({ ...SHARED, plugins }), 40, ACTORS);
  });

  it('whatever kind of value it has', async () => {
    await compare(async (plugins) => openValues({ ...SHARED, plugins }), 60, [null]);
  });

  it('along every kind of relation', async () => {
    await compare(async (plugins) => openRelations({ ...SHARED, plugins }), 60, [null]);
  });
});
