import { expect } from 'chai';
import { Keyv } from 'keyv';
import { bootstrap, type Application, type CacheStore } from 'general-manager';
import { everyone, Interface, Manager, Permission, role } from 'general-manager/decorators';
import { createHandler } from 'general-manager/graphql-server';
import { field, http } from 'general-manager/http';
import { answeredByNock, nock } from '../integrations/http/support/nock.js';

const HOST = 'https://tasks.example.com';

@Manager()
@Interface(
  http<Task>({
    baseUrl: HOST,
    cache: { timeoutMs: 60_000 },
    fields: { id: field.id({ type: 'int' }), title: field.string() },
    operations: {
      list: { path: '/tasks' },
      detail: { path: '/tasks/{id}' },
      update: { method: 'PATCH', path: '/tasks/{id}' },
    },
  }),
)
@Permission<Task>({ read: everyone(), update: role('planner') })
class Task {
  id!: number;
  title!: string;
}

@Manager({ cache: 'request' })
@Interface(http<Rate>({ baseUrl: HOST, fields: { id: field.id({ type: 'int' }) }, operations: { list: { path: '/rates' } } }))
@Permission<Rate>({ read: everyone() })
class Rate {
  id!: number;
}

const PLANNER = { id: 1, roles: ['planner'] };

/** A store that several processes share. */
function sharedStore(): CacheStore {
  const texts = new Map<string, string>();
  return {
    get: async (keys) => keys.map((key) => texts.get(key)),
    set: async (key, text) => void texts.set(key, text),
    delete: async (keys) => keys.forEach((key) => texts.delete(key)),
    clear: async () => texts.clear(),
    entries: async function* entries() {
      yield* texts;
    },
  };
}

describe('what is kept of HTTP resources', () => {
  let asked: string[];
  let title: string;
  const open: Application[] = [];

  const boot = async (store?: CacheStore): Promise<Application> => {
    const gm = await bootstrap({ managers: [Task, Rate], secret: 'spec', cache: store ? { store } : new Keyv() });
    open.push(gm);
    return gm;
  };

  answeredByNock();
  beforeEach(() => {
    asked = [];
    title = 'Dig';
    const note = (uri: string): void => void asked.push(uri);
    nock(HOST)
      .persist()
      .get(/^\/(tasks|rates)/)
      .reply(({ url }: Request) => {
        const uri = new URL(url).pathname;
        note(`GET ${uri}`);
        return [200, uri === '/tasks/1' ? { id: 1, title } : uri === '/rates' ? [{ id: 1 }] : [{ id: 1, title }]];
      })
      .patch('/tasks/1')
      .reply(() => {
        note('PATCH /tasks/1');
        title = 'Fill';
        return [200, { id: 1, title }];
      });
  });
  afterEach(async () => {
    nock.cleanAll();
    for (const gm of open.splice(0)) await gm.close();
  });

  it('is given for its time to callers who are the same, and is dropped by a write through the resource', async () => {
    const gm = await boot();
    const titles = async (who: object | null): Promise<readonly string[]> =>
      (await gm.as(who).manager(Task).all()).map((task) => task.title ?? '');
    expect([await titles(PLANNER), await titles({ roles: ['planner'], id: 1 })]).to.deep.equal([['Dig'], ['Dig']]);
    expect(asked).to.deep.equal(['GET /tasks']);
    // The upstream may know one caller from another.
    await titles(null);
    expect(asked).to.have.length(2);
    await gm.as(PLANNER).manager(Task).update(1, { title: 'Fill' });
    asked = [];
    expect([await titles(PLANNER), await titles(null), await titles(null)]).to.deep.equal([['Fill'], ['Fill'], ['Fill']]);
    expect(asked).to.deep.equal(['GET /tasks', 'GET /tasks']);
  });

  it('is dropped for other processes as well, which ask the store', async () => {
    const store = sharedStore();
    const [one, other] = [await boot(store), await boot(store)];
    const titles = async (gm: Application): Promise<readonly string[]> =>
      (await gm.as(PLANNER).manager(Task).all()).map((task) => task.title ?? '');
    await titles(one);
    await one.runtime.cache.close();
    expect([await titles(other), asked]).to.deep.equal([['Dig'], ['GET /tasks']]);
    await one.as(PLANNER).manager(Task).update(1, { title: 'Fill' });
    const third = await boot(store);
    expect([await titles(one), await titles(third)]).to.deep.equal([['Fill'], ['Fill']]);
    await one.runtime.cache.close();
    const stored = await third.runtime.cache.stored();
    expect(stored?.map(({ name, entries }) => [name, entries])).to.deep.equal([['Task', 1]]);
    await third.clearCache('Task');
    expect(await one.runtime.cache.stored()).to.deep.equal([]);
  });

  it('is read once in a request of the server', async () => {
    const handler = createHandler(await boot());
    const request = async (): Promise<unknown> => {
      const response = await handler.fetch('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ one: rates { nodes { id } } two: rates { nodes { id } } }' }),
      });
      return response.json();
    };
    expect(await request()).to.deep.equal({ data: { one: { nodes: [{ id: '1' }] }, two: { nodes: [{ id: '1' }] } } });
    expect(asked).to.deep.equal(['GET /rates']);
    await request();
    expect(asked).to.have.length(2);
  });
});
