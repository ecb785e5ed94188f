import { expect } from 'chai';
import { everyone } from 'general-manager/decorators';
import { field, linkHeader } from 'general-manager/http';
import type { ReadContext, Runtime } from 'general-manager/plugin';
import { bootCore } from '../../../../lib/plugin.js';
import { declare } from './support/boot.js';
import { serve, type Loopback } from './support/api.js';

interface Thing {
  id: number;
}

describe('HTTP resources: bounds of a read', () => {
  let api: Loopback;
  let delayMs = 0;
  let runtime: Runtime;

  before(async () => {
    api = await serve(async ({ query }) => {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      const page = Number(query.get('page') ?? 1);
      return { body: [{ id: page }], headers: { link: `</things?page=${page + 1}>; rel="next"` } };
    });
    const operations = { list: { path: '/things', pagination: linkHeader() } };
    const Target = declare<Thing>(
      'Thing',
      { baseUrl: api.url, fields: { id: field.id({ type: 'int' }) }, operations },
      { read: everyone() },
    );
    ({ runtime } = bootCore({ adapters: [], managers: [Target], limits: { timeoutMs: 150 } }));
  });
  after(async () => api.close());
  beforeEach(() => {
    delayMs = 0;
    api.seen();
  });

  const read = async (context: ReadContext = {}, sort?: string): Promise<unknown> => {
    const manager = runtime.model.managers.get('Thing');
    if (!manager) throw new Error('no manager');
    const select = { fields: ['id'], relations: [] };
    return runtime.read(manager, { select, sort, page: { first: 1 } }, { actor: null }, context).then(
      ({ rows }) => rows,
      ({ code }: { code?: string }) => code,
    );
  };

  it('end a read of an upstream that does not answer', async () => {
    delayMs = 1000;
    expect(await read()).to.equal('GM_UPSTREAM_TIMEOUT');
  });

  it('end all requests of a read together, not each on its own', async () => {
    delayMs = 40;
    expect(await read({}, '-id')).to.equal('GM_UPSTREAM_TIMEOUT');
  });

  it('end a read whose caller goes away', async () => {
    delayMs = 1000;
    const abort = new AbortController();
    const reading = read({ signal: abort.signal, timeoutMs: 0 });
    setTimeout(() => abort.abort(), 20);
    expect(await reading).to.equal('GM_UPSTREAM_ABORTED');
  });

  it('end a list without an end', async () => {
    expect(await read({ timeoutMs: 0 }, '-id')).to.equal('GM_RESOURCE_TOO_MANY_OBJECTS');
    expect(api.seen()).to.have.lengthOf(50);
  });

  it('do not end what is enough', async () => {
    expect(await read()).to.deep.equal([{ id: 1 }]);
    expect(api.seen()).to.have.lengthOf(1);
  });
});
