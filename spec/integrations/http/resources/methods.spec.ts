import { expect } from 'chai';
import {
  Action,
  actor,
  before as asBefore,
  deny,
  everyone,
  Interface,
  Manager,
  Permission,
  role,
  Rule,
  where,
  type ActionContext,
} from 'general-manager/decorators';
import { field, rest } from 'general-manager/http';
import { bootstrap, type Application } from 'general-manager';
import { createHandler } from 'general-manager/graphql-server';
import { serve, type Loopback } from './support/api.js';

interface Stored {
  id: number;
  title: string;
  owner: string;
  points: number;
}

const ann = { id: 'ann', roles: ['planner'] };

/** How often the code of an action has run. */
let runs = 0;

@Manager()
@Permission<Task>({
  read: where<Task>({ owner: { ne: 'hidden' } }),
  create: role('planner'),
  update: where<Task>({ owner: actor('id') }),
  fields: { points: { update: role('lead') } },
})
@Rule<Task>({ name: 'short', fields: ['title'], message: '{title} is too long.', holds: ({ after }) => after.title.length < 20 })
class Task {
  id!: number;
  title!: string;
  owner!: string;
  points!: number;

  @Action({ arguments: { title: { like: 'title' } }, returns: 'string' })
  rename({ title }: { title: string }, { refuse }: ActionContext): string {
    runs += 1;
    if (title === 'no') refuse({ code: 'NO', message: 'Not so.', arguments: ['title'] });
    const before = this.title;
    this.title = title;
    return before;
  }

  @Action()
  score(): void {
    this.points += 1;
  }

  @Action<Task>({
    arguments: { to: 'string' },
    permission: [where<Task>({ owner: { in: ['ann', 'bob'] } }), deny(asBefore<Task>({ points: 7 }))],
  })
  async hand({ to }: { to: string }): Promise<void> {
    runs += 1;
    this.owner = to;
  }

  @Action({ permission: everyone() })
  swap(): void {
    this.id = 2;
    this.title = 'swapped';
  }

  @Action({ arguments: { other: { of: () => Task } }, permission: everyone() })
  steal({ other }: { other: Task }): void {
    other.owner = this.owner;
  }

  @Action({ arguments: { title: 'string' }, permission: role('planner') })
  static async start({ title }: { title: string }, { manager, actor: who }: ActionContext): Promise<unknown> {
    return manager(Task).create({ title, owner: (who as { id: string }).id, points: 0 });
  }
}

@Manager()
@Permission<Note>({ read: everyone() })
class Note {
  id!: number;
  title!: string;

  @Action({ permission: everyone() })
  clear(): void {
    this.title = '';
  }
}

describe('HTTP resources: methods that are actions', () => {
  let api: Loopback;
  let stored: Map<number, Stored>;
  let gm: Application;

  before(async () => {
    api = await serve(({ method, path, body }) => {
      const id = Number(/^\/tasks\/(\d+)$/.exec(path)?.[1] ?? stored.size + 1);
      const found = method === 'POST' ? { id } : stored.get(id);
      if (!found) return { status: 404, body: {} };
      const now = { ...found, ...(body as Partial<Stored> | undefined) } as Stored;
      stored.set(id, now);
      return { body: now };
    });
    const fields = { id: field.id({ type: 'int' }), title: field.string(), owner: field.string(), points: field.int() };
    Interface(rest<Task>({ baseUrl: api.url, path: '/tasks', fields }))(Task);
    const { id, title } = fields;
    Interface(rest<Note>({ baseUrl: api.url, path: '/tasks', fields: { id, title }, only: ['detail', 'create'] }))(Note);
    gm = await bootstrap({ managers: [Task, Note] });
  });
  after(async () => {
    await gm.close();
    await api.close();
  });
  beforeEach(() => {
    runs = 0;
    const task = { title: 'first', owner: 'ann', points: 1 };
    stored = new Map([
      [1, { id: 1, ...task }],
      [2, { id: 2, ...task, owner: 'bob', points: 7 }],
      [3, { id: 3, ...task, owner: 'hidden' }],
    ]);
    api.seen();
  });

  const tasks = (acts: object | null = ann) => gm.as(acts).manager(Task);
  const requests = (): readonly string[] =>
    api.seen().map(({ method, path, body }) => `${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''}`);
  const failure = async (write: Promise<unknown>): Promise<{ code?: string; details?: { violations?: readonly object[] } }> =>
    write.then(
      () => ({}),
      (error: object) => error,
    );

  it('send what they have changed, once', async () => {
    const { object, result } = await tasks().perform('rename', { key: 1, arguments: { title: 'second' } });
    expect({ ...object, result }).to.deep.equal({ id: 1, title: 'second', owner: 'ann', points: 1, result: 'first' });
    expect(requests()).to.deep.equal(['GET /tasks/1', 'PATCH /tasks/1 {"title":"second"}']);
    await tasks().perform('rename', { key: 1, arguments: { title: 'second' }, select: {} });
    expect(requests()).to.deep.equal(['GET /tasks/1']);
  });

  it('run only for whom the object is, as it is before', async () => {
    expect((await failure(tasks().perform('hand', { key: 2, arguments: { to: 'ann' } }))).code).to.equal('GM_WRITE_FORBIDDEN');
    const hidden = await failure(tasks().perform('hand', { key: 3, arguments: { to: 'ann' } }));
    const missing = await failure(tasks().perform('hand', { key: 99, arguments: { to: 'ann' } }));
    expect([hidden.code, missing.code]).to.deep.equal(['GM_WRITE_NOT_FOUND', 'GM_WRITE_NOT_FOUND']);
    expect((await failure(tasks(null).perform('rename', { key: 1, arguments: { title: 'x' } }))).code).to.match(/FORBIDDEN/);
    expect(requests().filter((each) => !each.startsWith('GET'))).to.deep.equal([]);
    expect(runs).to.equal(0);
  });

  it('are decided about as they leave the object, before anything is sent', async () => {
    expect((await failure(tasks().perform('hand', { key: 1, arguments: { to: 'eve' } }))).code).to.equal('GM_WRITE_FORBIDDEN');
    expect((await failure(tasks().perform('score', { key: 1 }))).code).to.equal('GM_WRITE_FORBIDDEN_FIELD');
    expect(requests()).to.deep.equal(['GET /tasks/1', 'GET /tasks/1']);
    await tasks().perform('hand', { key: 1, arguments: { to: 'bob' } });
    expect(stored.get(1)?.owner).to.equal('bob');
  });

  it('are refused by themselves, by rules and by arguments before anything is sent', async () => {
    const own = await failure(tasks().perform('rename', { key: 1, arguments: { title: 'no' } }));
    expect(own.details?.violations).to.deep.equal([{ path: ['title'], code: 'NO', message: 'Not so.' }]);
    const ruled = await failure(tasks().perform('rename', { key: 1, arguments: { title: 'x'.repeat(30) } }));
    expect(ruled.details?.violations).to.deep.equal([{ path: ['title'], code: 'short', message: 'title is too long.' }]);
    expect(requests()).to.deep.equal(['GET /tasks/1', 'GET /tasks/1']);
    expect((await failure(tasks().perform('rename', { key: 1, arguments: { title: 7 as never } }))).code).to.equal('GM_WRITE_INVALID');
    expect(requests()).to.deep.equal([]);
  });

  it('reach no other object, by its key or as an argument', async () => {
    expect((await failure(tasks().perform('swap', { key: 1 }))).code).to.equal('GM_WRITE_UNSUPPORTED');
    expect((await failure(tasks().perform('steal', { key: 1, arguments: { other: 2 } }))).code).to.equal('GM_WRITE_ACTION_REACH');
    expect(requests().filter((each) => !each.startsWith('GET'))).to.deep.equal([]);
  });

  it('make others, of the class as a whole', async () => {
    const { object } = await tasks().perform('start', { arguments: { title: 'new' } });
    expect(object).to.deep.include({ id: 4, title: 'new', owner: 'ann' });
    expect(requests()[0]).to.equal('POST /tasks {"title":"new","owner":"ann","points":0}');
  });

  it('cannot change what the upstream does not update', async () => {
    expect((await failure(gm.as(ann).manager(Note).perform('clear', { key: 1 }))).code).to.equal('GM_WRITE_UNSUPPORTED');
    expect(Object.keys(gm.schema.getMutationType()?.getFields() ?? {})).to.not.include('clearNote');
    expect(requests()).to.deep.equal(['GET /tasks/1']);
  });

  it('are mutations', async () => {
    const handler = createHandler(gm, { context: () => ({ actor: ann }) });
    const query = 'mutation { renameTask(id: 1, input: { title: "by GraphQL" }) { task { title } result } }';
    const headers = { 'content-type': 'application/json' };
    const response = await handler.fetch(
      new Request('http://localhost/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) }),
    );
    expect(await response.json()).to.deep.equal({ data: { renameTask: { task: { title: 'by GraphQL' }, result: 'first' } } });
    expect(requests()).to.deep.equal(['GET /tasks/1', 'PATCH /tasks/1 {"title":"by GraphQL"}']);
  });
});
