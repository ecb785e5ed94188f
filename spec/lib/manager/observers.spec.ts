import { AsyncLocalStorage } from 'node:async_hooks';
import { expect } from 'chai';
import { everyone, nobody } from '../../../decorators/index.js';
import {
  definePlugin,
  GeneralManager,
  type HookMap,
  type ObservedOperation,
  type OperationOutcome,
  type Plugin,
} from '../../../lib/index.js';
import { boot, source, type MemoryCore } from '../support/source.js';

const observer = (name: string, hooks: Partial<HookMap>): Plugin => definePlugin({ name, description: name, hooks });

function shop(plugins: readonly Plugin[]): { readonly gm: GeneralManager; readonly core: MemoryCore } {
  const sources = [
    source('Track', { permission: { read: everyone() }, objects: [{ id: 1 }, { id: 2 }] }),
    source('Vault', { permission: { read: nobody() } }),
  ];
  const core = boot(sources, { plugins });
  expect(core.problems).to.deep.equal([]);
  return { gm: new GeneralManager(core.runtime), core };
}

const failure = async (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('observers', () => {
  it('are told of operations and how they went, refused and invalid ones as well', async () => {
    const told: unknown[] = [];
    const watch = observer('watch', {
      onOperation: ({ operation, manager, caller, gives }: ObservedOperation) => ({
        ended: ({ error, rows }: OperationOutcome) =>
          void told.push([operation, manager.name, caller, gives, rows ?? (error as { readonly code?: string }).code]),
      }),
    });
    const { gm } = shop([watch]);
    await gm.as(null).manager('Track').all();
    await gm.system('spec').manager('Track').get(1);
    await failure(gm.as(null).manager('Vault').all());
    await failure(gm.as(null).manager('Track').filter({ nothing: 1 }).all());
    await failure(gm.as(null).manager('Track').get('one'));
    await failure(gm.as(null).manager('Track').create({}));
    expect(told).to.deep.equal([
      ['read', 'Track', 'actor', 'rows', 2],
      ['read', 'Track', 'system', 'rows', 1],
      ['read', 'Vault', 'actor', 'rows', 'GM_PERM_FORBIDDEN'],
      ['read', 'Track', 'actor', 'rows', 'GM_READ_UNKNOWN_FIELD'],
      ['read', 'Track', 'actor', 'rows', 'GM_READ_INVALID_KEY'],
      ['create', 'Track', 'actor', 'rows', 'GM_PERM_NO_POLICY'],
    ]);
  });

  it('surround operations with a context, the first plugin outermost', async () => {
    const storage = new AsyncLocalStorage<string>();
    const steps: string[] = [];
    const surround = (name: string): Plugin =>
      observer(name, {
        onOperation: () => ({
          within: (run) => storage.run(`${storage.getStore() ?? ''}${name}`, run),
          ended: () => void steps.push(name),
        }),
        onDecision: () => void steps.push(`decided in ${storage.getStore()}`),
      });
    const { gm } = shop([surround('outer '), surround('inner ')]);
    await gm.as(null).manager('Track').all();
    expect(steps).to.deep.equal(['decided in outer inner ', 'decided in outer inner ', 'inner ', 'outer ']);
    expect(storage.getStore()).to.equal(undefined);
  });

  const fail = (): never => {
    throw new Error('planted');
  };
  const faults: Readonly<Record<string, HookMap['onOperation']>> = {
    'fail at the beginning': fail,
    'fail at the end': () => ({ ended: fail }),
    'fail around it': () => ({ within: fail, ended: () => {} }),
    'fail after it': () => ({
      within: (run) => {
        run();
        return fail();
      },
      ended: () => {},
    }),
  };
  for (const [title, onOperation] of Object.entries(faults)) {
    it(`that ${title} are logged, and change nothing`, async () => {
      const { gm, core } = shop([observer('faulty', { onOperation })]);
      expect(await gm.as(null).manager('Track').all()).to.have.lengthOf(2);
      expect(core.adapter.plans, 'run once').to.have.lengthOf(1);
      expect(core.logged).to.have.lengthOf(1);
      expect(core.logged[0]).to.deep.include({ plugin: 'faulty' });
      expect(JSON.stringify(core.logged)).not.to.contain('planted');
    });
  }

  it('that run it twice, or not at all, run it once', async () => {
    const twice = observer('twice', { onOperation: () => ({ within: (run) => (run(), run()), ended: () => {} }) });
    const never = observer('never', { onOperation: () => ({ within: () => undefined as never, ended: () => {} }) });
    const { gm, core } = shop([twice, never]);
    expect(await gm.as(null).manager('Track').all()).to.have.lengthOf(2);
    expect(core.adapter.plans).to.have.lengthOf(1);
  });

  it('may look away', async () => {
    const { gm } = shop([observer('blind', { onOperation: () => undefined, onRequest: () => undefined })]);
    expect(await gm.as(null).manager('Track').all()).to.have.lengthOf(2);
    expect(gm.observeRequest({ protocol: 'graphql', header: () => undefined })).to.equal(undefined);
  });

  it('of requests are told once', () => {
    const told: unknown[] = [];
    const { gm } = shop([
      observer('watch', { onRequest: ({ header }) => ({ ended: (outcome) => void told.push([header('a'), outcome]) }) }),
    ]);
    const request = gm.observeRequest({ protocol: 'graphql', header: (name) => `${name}!` });
    request?.ended({ direct: true, errors: [] });
    request?.ended({ direct: false, errors: ['LATE'] });
    expect(told).to.deep.equal([['a!', { direct: true, errors: [] }]]);
    expect(shop([]).gm.observeRequest({ protocol: 'graphql', header: () => undefined })).to.equal(undefined);
  });
});
