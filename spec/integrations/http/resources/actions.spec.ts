import { expect } from 'chai';
import { actor, before as asBefore, deny, everyone, role, Rule, where } from 'general-manager/decorators';
import type { PermissionOptions } from 'general-manager/decorators';
import { field, type ActionOperation, type HttpOptions, type Operations } from 'general-manager/http';
import { bootstrap, definePlugin, GeneralManager, type Plugin } from 'general-manager';
import { createHandler } from 'general-manager/graphql-server';
import { bootCore } from '../../../../lib/plugin.js';
import { boot, declare } from './support/boot.js';
import { serve, type Loopback, type Reply, type Seen } from './support/api.js';

interface Stored {
  id: number;
  title: string;
  state: string;
  owner: string;
}

interface Project {
  id: number;
  name: string;
  state: string;
  owner: string;
}

const fields = {
  id: field.id({ type: 'int' }),
  name: field.string({ from: 'title' }),
  state: field.enum(['open', 'archived'], { name: 'State' }),
  owner: field.string(),
  due: field.datetime({ unix: 'seconds', optional: true }),
};

const errors = { list: 'errors', field: 'field', code: 'code', unique: ['taken'], required: ['missing'] } as const;

const ACTIONS: Readonly<Record<string, ActionOperation>> = {
  archive: {
    description: 'Puts it away.',
    path: '/projects/{id}/archive',
    arguments: { reason: { type: 'string', optional: true, name: 'meta.why' }, due: { like: 'due', optional: true } },
    item: '',
    errors,
  },
  touch: { path: '/projects/{id}/touch', permission: [role('toucher'), deny(asBefore<Project>({ state: 'archived' }))] },
  move: {
    method: 'PUT',
    path: '/projects/{id}/to/{place}',
    query: { v: '2' },
    arguments: {
      place: 'string',
      after: { of: (): object => target, in: 'query' },
      tags: { type: 'string', list: true, in: 'query' },
      on: { type: 'date', in: 'header', name: 'X-On' },
      many: { type: 'bigint', name: 'how.many' },
      shout: { type: 'string', optional: true, serialize: (value: string) => value.toUpperCase() },
    },
    returns: { type: 'int', from: 'moved.count' },
  },
  run: {
    path: '/reports/run',
    arguments: { year: 'int', state: { like: 'state', optional: true } },
    permission: role('planner'),
    returns: { type: 'decimal', from: ['sum'], optional: true },
    errors: { object: 'faults' },
  },
  found: { path: '/projects/found', arguments: { name: { like: 'name', name: 'title' } }, permission: role('planner'), item: 'made' },
  purge: { method: 'DELETE', path: '/projects/{id}/purge', permission: role('planner') },
  count: { path: '/projects/{id}/count', returns: 'int', permission: role('planner'), idempotent: true },
};

let target: object = class {};
const planner = { id: 'ann', roles: ['planner', 'toucher'] };

describe('HTTP resources: actions of the upstream', () => {
  let api: Loopback;
  let stored: Map<number, Stored>;
  /** What is answered in place of the usual. */
  let next: Reply | undefined;

  const done = (found: Stored, act: string): Reply => {
    if (act === 'archive') found.state = 'archived';
    if (act === 'touch') found.title = 'touched';
    if (act === 'purge') stored.delete(found.id);
    if (act === 'archive') return { body: found };
    return act.startsWith('to/') ? { body: { moved: { count: 3 } } } : { status: 204 };
  };
  const answer = ({ method, path }: Seen): Reply => {
    if (next && method !== 'GET') return next;
    if (path === '/reports/run') return { body: { sum: '12.50' } };
    if (path === '/projects/found') return { status: 201, body: { made: { id: 9, title: 'found', state: 'open', owner: 'ann' } } };
    const [, id = '', act] = /^\/projects\/(\d+)(?:\/(.+))?$/.exec(path) ?? [];
    const found = stored.get(Number(id));
    if (!found) return { status: 404, body: {} };
    return act === undefined ? { body: found } : done(found, act);
  };

  before(async () => {
    api = await serve(answer);
  });
  after(async () => api.close());
  beforeEach(() => {
    next = undefined;
    stored = new Map([
      [1, { id: 1, title: 'first', state: 'open', owner: 'ann' }],
      [2, { id: 2, title: 'second', state: 'archived', owner: 'bob' }],
    ]);
    api.seen();
  });

  const open: PermissionOptions<Project> = { read: everyone(), update: role('planner') };
  const optionsOf = (more: Partial<Operations> = {}): HttpOptions<Project> => ({
    baseUrl: api.url,
    retry: { baseMs: 1 },
    fields,
    operations: { detail: { path: '/projects/{id}' }, actions: ACTIONS, ...more },
  });
  const managerOf = (permission = open, more: Partial<Operations> = {}, plugins: readonly Plugin[] = []): GeneralManager => {
    target = declare<Project>('Project', optionsOf(more), permission);
    const { runtime, problems } = bootCore({ adapters: [], managers: [target], plugins });
    expect(problems).to.deep.equal([]);
    return new GeneralManager(runtime);
  };
  const projects = (gm: GeneralManager, acts: object | null = planner) => gm.as(acts).manager('Project');
  const requests = (): readonly string[] =>
    api.seen().map(({ method, path, body }) => `${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''}`);
  const failure = async (
    write: Promise<unknown>,
  ): Promise<{ code?: string; message?: string; details?: { violations?: readonly { path: unknown; code: string }[] } }> =>
    write.then(
      () => ({}),
      (error: object) => error,
    );

  it('are one request after the object was read, and give the object as it is answered', async () => {
    const due = new Date('2026-01-01T00:00:00Z');
    const { object } = await projects(managerOf()).perform('archive', { key: 1, arguments: { reason: 'done', due } });
    expect(object).to.deep.include({ id: 1, name: 'first', state: 'archived' });
    expect(requests()).to.deep.equal(['GET /projects/1', `POST /projects/1/archive {"meta":{"why":"done"},"due":${due.getTime() / 1000}}`]);
  });

  it('leave out what is not given', async () => {
    await projects(managerOf()).perform('archive', { key: 1, arguments: { reason: null } });
    expect(requests()).to.deep.equal(['GET /projects/1', 'POST /projects/1/archive']);
  });

  it('read again what the upstream does not tell, where something of it is wanted', async () => {
    const gm = managerOf();
    const { object } = await projects(gm).perform('touch', { key: 1 });
    expect(object).to.include({ name: 'touched' });
    expect(requests()).to.deep.equal(['GET /projects/1', 'POST /projects/1/touch', 'GET /projects/1']);
    await projects(gm).perform('touch', { key: 1, select: {} });
    expect(requests()).to.deep.equal(['GET /projects/1', 'POST /projects/1/touch']);
  });

  it('give nothing of an object that they took away, or that the caller may no longer see', async () => {
    expect((await projects(managerOf()).perform('purge', { key: 1 })).object).to.equal(null);
    expect(requests()).to.deep.equal(['GET /projects/1', 'DELETE /projects/1/purge', 'GET /projects/1']);
    stored.set(1, { id: 1, title: 'first', state: 'open', owner: 'ann' });
    const gm = managerOf({ ...open, read: where<Project>({ state: 'open' }) });
    expect((await projects(gm).perform('archive', { key: 1 })).object).to.equal(null);
    expect(stored.get(1)?.state).to.equal('archived');
  });

  it('send arguments in the path, the query, headers and the body, objects by their keys', async () => {
    const given = { place: 'ü b?', after: 2, tags: ['x', 'y'], on: '2026-02-03', many: '9007199254740993', shout: 'hey' };
    const { result } = await projects(managerOf()).perform('move', { key: 1, arguments: given, select: {} });
    expect(result).to.equal(3);
    const sent = api.seen().at(-1);
    expect(sent).to.deep.include({ method: 'PUT', path: '/projects/1/to/%C3%BC%20b%3F' });
    expect(sent?.body).to.deep.equal({ how: { many: '9007199254740993' }, shout: 'HEY' });
    expect(String(sent?.query)).to.equal('v=2&after=2&tags=x%2Cy');
    expect(sent?.headers['x-on']).to.equal('2026-02-03');
  });

  it('refuse wrong arguments before any request', async () => {
    const gm = managerOf();
    const wrong = await failure(projects(gm).perform('move', { key: 1, arguments: { place: 1, tags: 'x', on: 'never', more: 1 } }));
    expect(wrong.code).to.equal('GM_WRITE_INVALID');
    expect(wrong.details?.violations?.map(({ path }) => String(path)).sort()).to.deep.equal([
      'after',
      'many',
      'more',
      'on',
      'place',
      'tags',
    ]);
    expect(requests()).to.deep.equal([]);
  });

  it('never become another path', async () => {
    const given = { after: 2, tags: [], on: '2026-02-03', many: 1 };
    for (const place of ['..', '../../2', '']) {
      const refused = await failure(projects(managerOf()).perform('move', { key: 1, arguments: { ...given, place } }));
      expect(refused.code).to.equal('GM_WRITE_INVALID');
      expect(refused.details?.violations?.map(({ path }) => String(path))).to.deep.equal(['place']);
      expect(requests()).to.deep.equal(['GET /projects/1', 'GET /projects/2']);
    }
  });

  it('of the class as a whole read nothing', async () => {
    const gm = managerOf();
    expect(await projects(gm).perform('run', { arguments: { year: 2026, state: 'open' } })).to.deep.include({ result: '12.50' });
    expect(requests()).to.deep.equal(['POST /reports/run {"year":2026,"state":"open"}']);
    next = { body: {} };
    expect((await projects(gm).perform('run', { arguments: { year: 2026 } })).result).to.equal(null);
  });

  it('of the class as a whole give the object that is answered, as far as the caller may see it', async () => {
    const { object } = await projects(managerOf()).perform('found', { arguments: { name: 'new' } });
    expect(object).to.deep.include({ id: 9, name: 'found' });
    expect(requests()).to.deep.equal(['POST /projects/found {"title":"new"}']);
    const hidden = managerOf({ ...open, read: where<Project>({ name: 'first' }) });
    expect((await projects(hidden).perform('found', { arguments: { name: 'new' } })).object).to.equal(null);
  });

  describe('are decided', () => {
    it('where nobody like the actor may, before anything is read', async () => {
      const gm = managerOf();
      for (const name of ['archive', 'touch', 'purge'])
        expect((await failure(projects(gm, { id: 'eve' }).perform(name, { key: 1 }))).code).to.equal('GM_PERM_FORBIDDEN');
      expect((await failure(projects(gm, null).perform('run', { arguments: { year: 1 } }))).code).to.equal('GM_PERM_FORBIDDEN');
      expect(requests()).to.deep.equal([]);
    });

    it('by their own permission, or as updates, on the object as it is', async () => {
      const gm = managerOf({ ...open, update: where<Project>({ owner: actor('id') }) });
      expect((await failure(projects(gm).perform('archive', { key: 2 }))).code).to.equal('GM_WRITE_FORBIDDEN');
      expect((await failure(projects(gm).perform('touch', { key: 2 }))).code).to.equal('GM_WRITE_FORBIDDEN');
      expect(requests()).to.deep.equal(['GET /projects/2', 'GET /projects/2']);
      await projects(gm).perform('archive', { key: 1 });
      expect(stored.get(1)?.state).to.equal('archived');
    });

    it('hidden objects are missing ones, as what is acted on and as arguments', async () => {
      const gm = managerOf({ ...open, read: where<Project>({ owner: actor('id') }) });
      const given = { place: 'x', tags: [], on: '2026-02-03', many: 1 };
      const refused = [
        await failure(projects(gm).perform('archive', { key: 2 })),
        await failure(projects(gm).perform('archive', { key: 99 })),
        await failure(projects(gm).perform('move', { key: 1, arguments: { ...given, after: 2 } })),
        await failure(projects(gm).perform('move', { key: 1, arguments: { ...given, after: 99 } })),
      ];
      expect(refused.map(({ code }) => code)).to.deep.equal(Array.from({ length: 4 }, () => 'GM_WRITE_NOT_FOUND'));
      expect(new Set(refused.map(({ message }) => message)).size).to.equal(1);
      expect(requests().filter((each) => !each.startsWith('GET'))).to.deep.equal([]);
    });

    it('by what is expected, and by business rules, before the request', async () => {
      const gm = managerOf();
      expect((await failure(projects(gm).perform('archive', { key: 1, expected: { name: 'other' } }))).code).to.equal('GM_WRITE_CONFLICT');
      Rule<Project>({ name: 'ours', message: 'This is not ours.', holds: ({ after }) => after.owner !== 'ann' })(target);
      const ruled = new GeneralManager(boot(target).runtime);
      expect((await failure(projects(ruled).perform('archive', { key: 1 }))).details?.violations?.[0]?.code).to.equal('ours');
      expect(requests()).to.deep.equal(['GET /projects/1', 'GET /projects/1']);
    });
  });

  describe('that the upstream refuses', () => {
    it('name the arguments, and nothing that it said', async () => {
      const found = [
        { field: 'meta.why', code: 'missing' },
        { field: 'due', code: 'taken' },
        { field: 'title', code: 'odd' },
      ];
      next = { status: 422, body: { message: 'SECRET', errors: found } };
      const refused = await failure(projects(managerOf()).perform('archive', { key: 1 }));
      expect(refused.code).to.equal('GM_WRITE_INVALID');
      expect(refused.details?.violations?.map(({ path, code }) => ({ path, code }))).to.deep.equal([
        { path: ['reason'], code: 'REQUIRED' },
        { path: ['due'], code: 'UNIQUE' },
        { path: [], code: 'INVALID_VALUE' },
      ]);
      expect(JSON.stringify(refused)).to.not.include('SECRET');
      next = { status: 400, body: { faults: { year: 'SECRET' } } };
      const whole = await failure(projects(managerOf()).perform('run', { arguments: { year: 1 } }));
      expect(whole.details?.violations?.map(({ path }) => path)).to.deep.equal([['year']]);
    });

    it('are conflicts where somebody else was faster, otherwise what the status says', async () => {
      const outcomes: unknown[] = [];
      for (const [name, status] of [
        ['archive', 409],
        ['touch', 404],
        ['touch', 412],
        ['touch', 422],
        ['touch', 403],
      ] as const) {
        next = { status, body: {} };
        outcomes.push((await failure(projects(managerOf()).perform(name, { key: 1 }))).code);
      }
      expect(outcomes).to.deep.equal([
        'GM_WRITE_CONFLICT',
        'GM_WRITE_CONFLICT',
        'GM_WRITE_CONFLICT',
        'GM_UPSTREAM_INVALID_DATA',
        'GM_UPSTREAM_FORBIDDEN',
      ]);
    });

    it('are sent again only where they are idempotent, with the same key', async () => {
      next = { status: 503, body: {} };
      const gm = managerOf();
      await failure(projects(gm).perform('archive', { key: 1 }));
      const given = { place: 'x', after: 2, tags: [], on: '2026-02-03', many: 1 };
      await failure(projects(gm).perform('move', { key: 1, arguments: given }));
      expect(requests().filter((each) => !each.startsWith('GET'))).to.have.lengthOf(2);
      await failure(projects(gm).perform('count', { key: 1 }));
      const sent = api.seen().flatMap(({ method, headers }) => (method === 'POST' ? [headers['idempotency-key']] : []));
      expect(sent).to.have.lengthOf(3);
      expect(sent[0]).to.be.a('string');
      expect(new Set(sent).size).to.equal(1);
    });
  });

  it('say that something has happened where the answer is of another form', async () => {
    const told = async (name: string, body: unknown, given: object = {}): Promise<string> => {
      next = { body };
      const { code = '', message = '' } = await failure(projects(managerOf()).perform(name, { key: 1, ...given }));
      return `${code} ${message}`;
    };
    const outcome = /^GM_RESOURCE_UNKNOWN_OUTCOME /;
    const odd = await told('archive', { id: 1, title: 7, state: 'open', owner: 'SECRET' });
    expect(odd).to.match(outcome).and.to.include('"title"').and.to.not.include('SECRET');
    expect(await told('archive', { id: 2, title: 'x', state: 'open', owner: 'x' }))
      .to.match(outcome)
      .and.to.include('another object');
    const given = { arguments: { place: 'x', after: 2, tags: [], on: '2026-02-03', many: 1 } };
    expect(await told('move', { moved: { count: 'SECRET' } }, given))
      .to.match(outcome)
      .and.to.include('"moved.count"')
      .and.to.not.include('SECRET');
    expect(await told('found', {}, { key: undefined, arguments: { name: 'x' } }))
      .to.match(outcome)
      .and.to.include('no object');
    expect(requests().filter((each) => !each.startsWith('GET'))).to.have.lengthOf(4);
  });

  it('are told to plugins when they have happened', async () => {
    const told: string[] = [];
    const listener = definePlugin({
      name: 'listener',
      description: 'Listens.',
      hooks: { onEvent: ({ event }) => void told.push(`${event.operation} ${String(event.key)}`) },
    });
    await projects(managerOf(open, {}, [listener])).perform('archive', { key: 1 });
    next = { status: 500, body: {} };
    await failure(projects(managerOf(open, {}, [listener])).perform('archive', { key: 1 }));
    expect(told).to.deep.equal(['update 1']);
  });

  it('change no fields by themselves', async () => {
    const refused = await failure(managerOf().system('repair').manager('Project').update(1, { name: 'x' }));
    expect(refused.code).to.equal('GM_WRITE_READ_ONLY');
    expect(requests()).to.deep.equal([]);
  });

  it('are mutations', async () => {
    const own = declare<Project>('Project', optionsOf(), open);
    target = own;
    const gm = await bootstrap({ managers: [own] });
    const names = Object.keys(gm.schema.getMutationType()?.getFields() ?? {});
    const every = ['archive', 'touch', 'move', 'run', 'found', 'purge', 'count'];
    expect(names).to.deep.equal(every.map((name) => `${name}Project`));
    const handler = createHandler(gm, { context: () => ({ actor: planner }) });
    const ask = async (query: string): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' };
      const request = new Request('http://localhost/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
      return (await handler.fetch(request)).json();
    };
    const archive = 'archiveProject(id: 1, input: { reason: "done" }) { project { name state } }';
    expect(await ask(`mutation { ${archive} runProject(input: { year: 2026 }) { result } }`)).to.deep.equal({
      data: { archiveProject: { project: { name: 'first', state: 'ARCHIVED' } }, runProject: { result: '12.50' } },
    });
    expect(await ask('mutation { touchProject(id: 1) { __typename } }')).to.have.nested.property('errors[0].extensions.code', 'FORBIDDEN');
    next = { status: 422, body: { errors: [{ field: 'why', code: 'missing' }] } };
    expect(await ask(`mutation { ${archive} }`)).to.have.nested.property('errors[0].extensions.fieldErrors[0].path[0]', 'reason');
    await gm.close();
  });

  it('make no updates possible', async () => {
    const own = declare<Project>('Project', optionsOf({ create: { path: '/projects' } }), { ...open, create: role('planner') });
    target = own;
    const gm = await bootstrap({ managers: [own] });
    const names = Object.keys(gm.schema.getMutationType()?.getFields() ?? {});
    expect(names.filter((name) => /^(create|update|upsert|delete)/.test(name))).to.deep.equal(['createProject', 'createProjects']);
    const handler = createHandler(gm, { context: () => ({ actor: planner }) });
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: '{ project(id: 1) { capabilities { update } } }' });
    const response = await handler.fetch(new Request('http://localhost/graphql', { method: 'POST', headers, body }));
    expect(await response.json()).to.deep.equal({ data: { project: { capabilities: { update: false } } } });
    expect((await failure(gm.as(planner).manager('Project').update(1, { name: 'x' }))).code).to.equal('GM_WRITE_UNSUPPORTED');
    expect(requests().filter((each) => !each.startsWith('GET'))).to.deep.equal([]);
    await gm.close();
  });

  it('end with the time that the call has', async () => {
    const started: string[] = [];
    const slow = await serve(async ({ method, path }) => {
      started.push(`${method} ${path}`);
      if (method === 'POST') await new Promise((resolve) => setTimeout(resolve, 2000));
      return { body: stored.get(1) };
    });
    const own = declare<Project>('Project', { ...optionsOf(), baseUrl: slow.url }, open);
    target = own;
    const gm = new GeneralManager(boot(own).runtime);
    const refused = await failure(projects(gm).perform('archive', { key: 1, timeoutMs: 150 }));
    expect(refused.code).to.equal('GM_UPSTREAM_TIMEOUT');
    expect(started).to.deep.equal(['GET /projects/1', 'POST /projects/1/archive']);
    await slow.close();
  });

  it('of a resource that has lists alone read the object again by them', async () => {
    const seen: string[] = [];
    const listed = await serve(({ method, path, query }) => {
      seen.push(`${method} ${path}?${String(query)}`);
      if (method === 'POST') stored.set(1, { id: 1, title: 'touched', state: 'open', owner: 'ann' });
      return method === 'POST' ? { status: 204 } : { body: [...stored.values()] };
    });
    const own = declare<Project>(
      'Project',
      {
        baseUrl: listed.url,
        fields,
        operations: { list: { path: '/projects', filters: { 'id.in': 'ids' } }, actions: { touch: { path: '/projects/{id}/touch' } } },
      },
      open,
    );
    const gm = new GeneralManager(boot(own).runtime);
    expect((await projects(gm).perform('touch', { key: 1 })).object).to.include({ name: 'touched' });
    expect(seen).to.deep.equal(['GET /projects?ids=1', 'POST /projects/1/touch?', 'GET /projects?ids=1']);
    await listed.close();
  });

  it('that nobody may perform are not offered', async () => {
    const own = declare<Project>('Project', optionsOf(), { read: everyone() });
    target = own;
    const gm = await bootstrap({ managers: [own] });
    const names = Object.keys(gm.schema.getMutationType()?.getFields() ?? {});
    expect(names).to.include('touchProject').and.to.not.include('archiveProject');
    expect((await failure(gm.as(planner).manager('Project').perform('archive', { key: 1 }))).code).to.equal('GM_PERM_NO_POLICY');
    expect(requests()).to.deep.equal([]);
    await gm.close();
  });
});
