import { channel, tracingChannel } from 'node:diagnostics_channel';
import { expect } from 'chai';
import { actor, everyone, nobody, role } from '../../../decorators/index.js';
import { definePlugin, GeneralManager, type HookMap, type Plugin, type ReadArgs } from '../../../lib/index.js';
import { frozenMap } from '../../../lib/model/frozen-map.js';
import { many, one, scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source, type MemoryCore } from '../support/source.js';

type Decided = Parameters<HookMap['onDecision']>[0];

function shop(plugins: readonly Plugin[]): { readonly gm: GeneralManager; readonly core: MemoryCore } {
  class Track {
    readonly id = 1;
    readonly name = 'Take five';
    album: Album | undefined;
  }
  class Album {
    readonly id = 2;
    readonly tracks = [new Track()];
  }
  const album = new Album();
  for (const track of album.tracks) track.album = album;
  const albums = source('Album', { permission: { read: role('listener') }, objects: [album], fields: [] });
  const vaults = source('Vault', { permission: { read: nobody() } });
  const tracks = source('Track', {
    permission: { read: { allow: everyone(), deny: actor('banned').eq(true), require: actor('id').ne(0) } },
    fields: [scalar('name', 'string'), one('album', albums.target), many('vaults', vaults.target)],
    objects: album.tracks,
  });
  const core = boot([albums, tracks, vaults, source('Unruled')], { plugins });
  expect(core.problems).to.deep.equal([]);
  return { gm: new GeneralManager(core.runtime), core };
}

const plugin = (name: string, hooks: Partial<HookMap>, order: Partial<Plugin> = {}): Plugin =>
  definePlugin({ name, description: name, hooks, ...order });

const failure = async (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('hooks', () => {
  it('rewrite the model one after the other, before anything reads it', () => {
    const rename = (name: string, order: Partial<Plugin> = {}): Plugin =>
      plugin(
        name,
        {
          transformModel: ({ model }) => {
            const managers = [...model.managers.values()].map(
              (manager) => [manager.name, { ...manager, plural: `${manager.plural}-${name}` }] as const,
            );
            return { ...model, managers: frozenMap(managers) };
          },
        },
        order,
      );
    const { core } = shop([rename('b', { after: ['a'] }), rename('a')]);
    expect(core.runtime.model.managers.get('Track')?.plural).to.equal('tracks-a-b');
  });

  it('surround operations, the first plugin outermost', async () => {
    const steps: string[] = [];
    const surround = (name: string): Plugin =>
      plugin(name, {
        wrapOperation:
          ({ next }) =>
          async (args) => {
            steps.push(`${name} ${args.operation} ${args.manager.name} ${JSON.stringify(args.caller)}`);
            const result = await next(args);
            steps.push(`${name} ${result.rows.length}`);
            return result;
          },
      });
    const { gm } = shop([surround('outer'), plugin('none', {}), surround('inner')]);
    await gm.as({ id: 7, banned: false }).manager('Track').all();
    const asked = 'read Track {"actor":{"id":7,"banned":false}}';
    expect(steps).to.deep.equal([`outer ${asked}`, `inner ${asked}`, 'inner 1', 'outer 1']);
  });

  it('may answer in place of the interface', async () => {
    const empty = plugin('empty', {
      wrapOperation: () => async (args) => ({
        plan: (args as ReadArgs).plan,
        rows: [],
        positions: [],
        hasNext: false,
        hasPrevious: false,
        total: 0,
      }),
    });
    const { gm, core } = shop([empty]);
    expect(await gm.as({ id: 1, banned: false }).manager('Track').all()).to.deep.equal([]);
    expect(core.adapter.plans).to.deep.equal([]);
  });

  it('that fail are masked, and logged once under the id that is told', async () => {
    const failing: readonly Partial<HookMap>[] = [
      { wrapOperation: () => async () => Promise.reject(new Error('planted')) },
      {
        onDecision: () => {
          throw new Error('planted');
        },
      },
    ];
    for (const hooks of failing) {
      const { gm, core } = shop([plugin('failing', hooks)]);
      const error = await failure(gm.as({ id: 1, banned: false }).manager('Track').all());
      expect(error).to.have.property('code', 'GM_INTERNAL');
      expect(String(error)).not.to.contain('planted');
      expect(core.logged).to.have.lengthOf(1);
      expect(String(error)).to.contain((core.logged[0] as { readonly id: string }).id);
      expect(core.adapter.plans).to.deep.equal([]);
    }
  });

  describe('of decisions', () => {
    const audit = (): { readonly decided: Decided[]; readonly gm: GeneralManager; readonly core: MemoryCore } => {
      const decided: Decided[] = [];
      return { decided, ...shop([plugin('audit', { onDecision: (each) => void decided.push(each) })]) };
    };
    const brief = (decided: readonly Decided[]): readonly unknown[] =>
      decided.map(({ manager, operation, caller, decision }) => [manager.name, operation, caller, decision.allowed, decision.by]);

    const cases: readonly (readonly [string, object | null, boolean, string])[] = [
      ['Track', { id: 1 }, true, 'allow'],
      ['Track', { id: 1, banned: true }, false, 'deny'],
      ['Track', { id: 0, banned: false }, false, 'require'],
      ['Album', null, false, 'no-allow'],
      ['Vault', { roles: ['admin'] }, false, 'no-allow'],
      ['Unruled', { roles: ['admin'] }, false, 'no-policy'],
    ];
    for (const [name, who, allowed, by] of cases) {
      it(`tell ${JSON.stringify(who)} reading ${name}: ${by}`, async () => {
        const { decided, gm, core } = audit();
        // An attribute that is missing is unknown, and would deny.
        const acting = who && name === 'Track' ? { banned: false, ...who } : who;
        const error = await failure(gm.as(acting).manager(name).all());
        expect(brief(decided)).to.deep.equal([[name, 'read', { actor: acting }, allowed, by]]);
        expect(core.adapter.plans).to.have.lengthOf(allowed ? 1 : 0);
        const code = by === 'no-policy' ? 'GM_PERM_NO_POLICY' : 'GM_PERM_FORBIDDEN';
        if (!allowed) expect(error).to.have.property('code', code);
      });
    }

    it('come once for each manager on the way, whether it hides something or not', async () => {
      const { decided, gm } = audit();
      const listener = { id: 1, banned: false, roles: ['listener'] };
      const tracks = gm
        .as(listener)
        .manager('Track')
        .filter({ album: { id: 2 }, vaults: { none: {} } })
        .sort('album.id');
      expect(await tracks.select({ name: true, album: true, vaults: true }).all()).to.deep.equal([
        { name: 'Take five', album: { id: 2 }, vaults: [] },
      ]);
      const found = decided.map(({ manager, decision }) => `${manager.name} ${decision.allowed}`);
      expect(found.toSorted()).to.deep.equal(['Album true', 'Track true', 'Vault false']);
    });

    it('tell the reason of the system', async () => {
      const { decided, gm } = audit();
      const scope = gm.system('nightly export');
      expect(scope.reason).to.equal('nightly export');
      await scope.manager('Unruled').all();
      await scope.manager('Vault').count();
      const caller = { system: 'nightly export' };
      expect(brief(decided)).to.deep.equal([
        ['Unruled', 'read', caller, true, 'system'],
        ['Vault', 'read', caller, true, 'system'],
      ]);
    });

    it('are needed for the system, too: no reason, no access', () => {
      const { gm } = audit();
      for (const reason of ['', ' ', '\n'])
        expect(() => gm.system(reason))
          .to.throw()
          .with.property('code', 'GM_READ_SYSTEM_REASON');
    });
  });
});

describe('diagnostics channels', () => {
  it('tell of decisions and operations, to whoever listens', async () => {
    const { gm } = shop([]);
    const told: unknown[] = [];
    const onDecision = (message: unknown): void => void told.push(['decision', (message as Decided).decision.by]);
    const decisions = channel('general-manager:decision');
    const operations = tracingChannel('general-manager:operation');
    const note = (event: string) => (message: object) =>
      void told.push([event, (message as { readonly manager: { readonly name: string } }).manager.name]);
    const listeners = {
      start: note('start'),
      end: note('end'),
      asyncStart: note('asyncStart'),
      asyncEnd: note('asyncEnd'),
      error: note('error'),
    };
    decisions.subscribe(onDecision);
    operations.subscribe(listeners);
    try {
      await gm.system('spec').manager('Track').all();
      await failure(gm.as(null).manager('Vault').all());
    } finally {
      decisions.unsubscribe(onDecision);
      operations.unsubscribe(listeners);
    }
    await gm.system('spec').manager('Track').all();
    expect(told).to.deep.equal([
      ['decision', 'system'],
      ['start', 'Track'],
      ['end', 'Track'],
      ['asyncStart', 'Track'],
      ['asyncEnd', 'Track'],
      ['decision', 'no-allow'],
    ]);
  });
});
