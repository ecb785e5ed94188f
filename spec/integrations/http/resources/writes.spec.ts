import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import {
  actor,
  anyOf,
  authenticated,
  everyone,
  Interface,
  Manager,
  Permission,
  role,
  Rule,
  where,
  type PermissionOptions,
} from 'general-manager/decorators';
import { field, graphql, rest, type RestOptions } from 'general-manager/http';
import { bootstrap, definePlugin, GeneralManager, type Plugin } from 'general-manager';
import { createHandler } from 'general-manager/graphql-server';
import { sideTables } from 'general-manager/mikro-orm';
import { bootCore } from '../../../../lib/plugin.js';
import { freshDatabase } from '../../../support/postgres.js';
import { serve, type Loopback, type Reply, type Seen } from './support/api.js';

interface Stored {
  id: number;
  title: string;
  state: string;
  owner: { login: string } | null;
  points: number | null;
}

interface Task {
  id: number;
  name: string;
  state: string;
  owner: string | null;
  points: number | null;
}

const fields = {
  id: field.id({ type: 'int' }),
  name: field.string({ from: 'title' }),
  state: field.enum(['open', 'done'], { default: 'open' }),
  owner: field.string({ from: 'owner.login', nullable: true, readOnly: false }),
  points: field.int({ nullable: true }),
};

const user = { id: 'ann', roles: ['planner'] };

describe('HTTP resources: writes', () => {
  let api: Loopback;
  let stored: Map<number, Stored>;
  let keys: Map<string, Stored>;
  let silent = false;

  const refusal = (title: string | undefined): Reply | undefined => {
    const taken = { message: 'SECRET of another', errors: [{ field: 'title', code: 'already_exists' }] };
    const bad = {
      errors: [
        { field: '/owner/login', code: 'odd' },
        { field: 'nothing', code: 'missing' },
      ],
    };
    if (title === 'taken') return { status: 422, body: taken };
    if (title === 'bad') return { status: 400, body: bad };
    return title === 'race' ? { status: 409, body: {} } : undefined;
  };

  const create = (given: Partial<Stored>, key: unknown): Reply => {
    const before = typeof key === 'string' ? keys.get(key) : undefined;
    if (before) return { status: 201, body: before };
    const made: Stored = { id: stored.size + 1, title: '', state: 'open', owner: null, points: null, ...given };
    stored.set(made.id, made);
    if (typeof key === 'string') keys.set(key, made);
    return { status: 201, body: made };
  };

  const change = (method: string, found: Stored, given: Partial<Stored>): Reply => {
    if (method === 'GET') return { body: found };
    if (method === 'DELETE') stored.delete(found.id);
    else stored.set(found.id, { ...found, ...given });
    return silent || method === 'DELETE' ? { status: 204 } : { body: stored.get(found.id) };
  };

  const answer = ({ method, path, body, headers }: Seen): Reply => {
    const given = (body ?? {}) as Partial<Stored>;
    const refused = refusal(given.title);
    if (refused) return refused;
    if (method === 'POST') return create(given, headers['idempotency-key']);
    const id = /^\/tasks\/(\d+)$/.exec(path)?.[1];
    if (id === undefined) return { body: [...stored.values()] };
    const found = stored.get(Number(id));
    return found ? change(method, found, given) : { status: 404, body: {} };
  };

  before(async () => {
    api = await serve((request) => answer(request));
  });
  after(async () => api.close());
  beforeEach(() => {
    silent = false;
    keys = new Map();
    stored = new Map([
      [1, { id: 1, title: 'first', state: 'open', owner: { login: 'ann' }, points: 1 }],
      [2, { id: 2, title: 'second', state: 'done', owner: { login: 'bob' }, points: null }],
    ]);
    api.seen();
  });

  const open: PermissionOptions<Task> = { read: everyone(), create: everyone(), update: everyone(), delete: everyone() };
  const managerOf = (permission = open, more: Partial<RestOptions<Task>> = {}, plugins: readonly Plugin[] = []) => {
    class Task {}
    Manager()(Task);
    const errors = { list: 'errors', field: 'field', code: 'code', unique: ['already_exists'], required: ['missing'] };
    Interface(rest<Task & object>({ baseUrl: api.url, path: '/tasks', fields, errors, ...more }))(Task);
    Permission<Task>(permission as never)(Task);
    Rule({
      name: 'short',
      fields: ['name'],
      message: '{name} is too long.',
      holds: ({ after }) => after.name.length < 20,
    })(Task);
    const { runtime, problems } = bootCore({ adapters: [], managers: [Task], plugins });
    expect(problems).to.deep.equal([]);
    return new GeneralManager(runtime);
  };
  const tasks = (gm: GeneralManager, acts: object | null = user) => gm.as(acts).manager('Task');
  const requests = (): readonly string[] =>
    api.seen().map(({ method, path, body }) => `${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''}`);
  const failure = async (
    write: Promise<unknown>,
  ): Promise<{ code?: string; details?: { violations?: readonly { path: unknown; code: string }[] } }> =>
    write.then(
      () => ({}),
      (error: object) => error,
    );

  it('create with one request, and give what the upstream made of it', async () => {
    const made = await tasks(managerOf()).create({ name: 'third', owner: 'eve' });
    expect(made).to.deep.equal({ id: 3, name: 'third', state: 'open', owner: 'eve', points: null });
    expect(requests()).to.deep.equal(['POST /tasks {"title":"third","owner":{"login":"eve"}}']);
  });

  it('change with one request what is given, after it was read', async () => {
    const changed = await tasks(managerOf()).update(1, { points: 5 });
    expect(changed).to.include({ id: 1, name: 'first', points: 5 });
    expect(requests()).to.deep.equal(['GET /tasks/1', 'PATCH /tasks/1 {"points":5}']);
  });

  it('send whole objects with PUT', async () => {
    await tasks(managerOf(open, { update: 'PUT' })).update(1, { points: null });
    expect(requests()[1]).to.equal('PUT /tasks/1 {"title":"first","state":"open","owner":{"login":"ann"},"points":null}');
  });

  it('read again what the upstream does not tell', async () => {
    silent = true;
    expect(await tasks(managerOf()).update(1, { points: 7 })).to.include({ name: 'first', points: 7 });
    expect(requests()).to.deep.equal(['GET /tasks/1', 'PATCH /tasks/1 {"points":7}', 'GET /tasks/1']);
  });

  it('remove, and give the object as it was', async () => {
    expect(await tasks(managerOf()).delete(2)).to.include({ id: 2, name: 'second' });
    expect(stored.has(2)).to.equal(false);
    expect((await failure(tasks(managerOf()).delete(2))).code).to.equal('GM_WRITE_NOT_FOUND');
  });

  it('write many, and those that match', async () => {
    const made = await tasks(managerOf()).createMany([{ name: 'a' }, { name: 'b' }], { select: { id: true, name: true } });
    expect(made).to.deep.equal([
      { id: 3, name: 'a' },
      { id: 4, name: 'b' },
    ]);
    api.seen();
    expect(await tasks(managerOf()).filter({ state: 'open' }).updateMany({ points: 0 })).to.deep.include({ count: 3 });
    expect(requests().filter((each) => each.startsWith('PATCH'))).to.have.lengthOf(3);
  });

  describe('are decided', () => {
    const own = where<Task>({ owner: actor('id') });

    it('before any request, on the object as it is declared', async () => {
      const gm = managerOf({ ...open, create: own });
      expect((await failure(tasks(gm).create({ name: 'x', owner: 'bob' }))).code).to.equal('GM_WRITE_FORBIDDEN');
      expect((await failure(tasks(gm).create({ name: 'x' }))).code).to.equal('GM_WRITE_FORBIDDEN');
      expect(requests()).to.deep.equal([]);
      expect(await tasks(gm).create({ name: 'x', owner: 'ann' })).to.have.property('owner', 'ann');
    });

    it('where nobody like the actor may, before anything is read', async () => {
      const gm = managerOf({ ...open, update: role('admin'), delete: authenticated() });
      expect((await failure(tasks(gm).update(1, { points: 1 }))).code).to.equal('GM_PERM_FORBIDDEN');
      expect((await failure(tasks(gm, null).delete(1))).code).to.equal('GM_PERM_FORBIDDEN');
      expect(requests()).to.deep.equal([]);
    });

    it('on the object before and after, with one read', async () => {
      const gm = managerOf({ ...open, update: own });
      expect((await failure(tasks(gm).update(2, { points: 1 }))).code).to.equal('GM_WRITE_FORBIDDEN');
      expect((await failure(tasks(gm).update(1, { owner: 'bob' }))).code).to.equal('GM_WRITE_FORBIDDEN');
      expect(requests()).to.deep.equal(['GET /tasks/2', 'GET /tasks/1']);
    });

    it('hidden objects are missing ones', async () => {
      const gm = managerOf({ ...open, read: own });
      const [hidden, missing] = [await failure(tasks(gm).update(2, { points: 1 })), await failure(tasks(gm).update(99, { points: 1 }))];
      expect(hidden.code).to.equal('GM_WRITE_NOT_FOUND');
      expect(missing.code).to.equal('GM_WRITE_NOT_FOUND');
      expect(requests()).to.deep.equal(['GET /tasks/2', 'GET /tasks/99']);
    });

    it('for fields, by their own rules', async () => {
      const gm = managerOf({ ...open, fields: { points: { update: role('lead'), create: role('lead') } } });
      expect((await failure(tasks(gm).update(1, { points: 9 }))).code).to.equal('GM_WRITE_FORBIDDEN_FIELD');
      expect((await failure(tasks(gm).create({ name: 'x', points: 9 }))).code).to.equal('GM_WRITE_FORBIDDEN_FIELD');
      expect(requests()).to.deep.equal(['GET /tasks/1']);
    });
  });

  it('are refused by business rules before any request', async () => {
    const refused = await failure(tasks(managerOf()).create({ name: 'x'.repeat(30) }));
    expect(refused.details?.violations).to.deep.equal([{ path: ['name'], code: 'short', message: 'name is too long.' }]);
    expect(requests()).to.deep.equal([]);
  });

  it('refuse what is not declared, and what cannot be written', async () => {
    const refused = await failure(tasks(managerOf()).create({ name: 'x', id: 7, admin: true }));
    expect(refused.code).to.equal('GM_WRITE_INVALID');
    expect(requests()).to.deep.equal([]);
  });

  describe('that the upstream refuses', () => {
    it('name the fields, and nothing that it said', async () => {
      const taken = await failure(tasks(managerOf()).create({ name: 'taken' }));
      expect(taken.code).to.equal('GM_WRITE_NOT_UNIQUE');
      expect(taken.details?.violations).to.deep.equal([{ path: ['name'], code: 'UNIQUE', message: 'This value is taken.' }]);
      expect(JSON.stringify(taken)).to.not.include('SECRET');
      const bad = await failure(tasks(managerOf()).create({ name: 'bad' }));
      expect(bad.code).to.equal('GM_WRITE_INVALID');
      expect(bad.details?.violations?.map(({ path, code }) => ({ path, code }))).to.deep.equal([
        { path: ['owner'], code: 'INVALID_VALUE' },
        { path: [], code: 'REQUIRED' },
      ]);
    });

    it('are conflicts where somebody else was faster', async () => {
      expect((await failure(tasks(managerOf()).update(1, { name: 'race' }))).code).to.equal('GM_WRITE_CONFLICT');
    });

    it('are what the status says where no fields are declared', async () => {
      const gm = managerOf(open, { errors: undefined as never });
      expect((await failure(tasks(gm).create({ name: 'bad' }))).code).to.equal('GM_UPSTREAM_INVALID_DATA');
    });

    it('among many say of each whether it was written', async () => {
      const refused = await failure(tasks(managerOf()).createMany([{ name: 'a' }, { name: 'b' }, { name: 'bad' }, { name: 'c' }]));
      expect(refused.code).to.equal('GM_RESOURCE_PARTIAL_WRITE');
      expect(refused.details?.violations?.map(({ path, code }) => ({ path, code }))).to.deep.equal([
        { path: [0], code: 'WRITTEN' },
        { path: [1], code: 'WRITTEN' },
        { path: [2], code: 'GM_WRITE_INVALID' },
        { path: [3], code: 'NOT_TRIED' },
      ]);
      expect([...stored.values()].map(({ title }) => title)).to.deep.equal(['first', 'second', 'a', 'b']);
      expect((await failure(tasks(managerOf()).createMany([{ name: 'bad' }, { name: 'c' }]))).code).to.equal('GM_WRITE_INVALID');
    });
  });

  it('that are repeated with the same key are told to the upstream, for each actor apart', async () => {
    const gm = managerOf(open, { idempotent: true });
    const first = await tasks(gm).create({ name: 'once' }, { idempotencyKey: 'k' });
    const again = await tasks(gm).create({ name: 'once' }, { idempotencyKey: 'k' });
    expect(again).to.deep.equal(first);
    const other = await tasks(gm, { id: 'bob' }).create({ name: 'once' }, { idempotencyKey: 'k' });
    expect(other).to.not.deep.equal(first);
    const sent = api.seen().map(({ headers }) => headers['idempotency-key']);
    expect(sent[0]).to.equal(sent[1]);
    expect(sent.join()).to.not.include('k,');
    expect((await failure(tasks(managerOf()).create({ name: 'x' }, { idempotencyKey: 'k' }))).code).to.equal('GM_WRITE_UNSUPPORTED');
    expect(requests()).to.deep.equal([]);
  });

  it('are told to plugins when they have happened', async () => {
    const told: string[] = [];
    const listener = definePlugin({
      name: 'listener',
      description: 'Listens.',
      hooks: { onEvent: ({ event }) => void told.push(`${event.operation} ${String(event.key)} ${String(event.fields)}`) },
    });
    await tasks(managerOf(open, {}, [listener])).create({ name: 'told' });
    await failure(tasks(managerOf(open, {}, [listener])).create({ name: 'bad' }));
    expect(told).to.deep.equal(['create 3 name']);
  });

  it('do not happen where events of them would have to be durable', async () => {
    const database = await freshDatabase('http_writes');
    const orm = await MikroORM.init({ clientUrl: database.url, entities: [...sideTables()] });
    await orm.schema.create();
    class Task {}
    Manager()(Task);
    Interface(rest<Task>({ baseUrl: api.url, path: '/tasks', fields }))(Task);
    Permission({ read: everyone(), create: everyone() })(Task);
    const durable = definePlugin({ name: 'durable', description: 'Listens.', events: 'durable', hooks: { onEvent: () => {} } });
    const gm = await bootstrap({ orm, managers: [Task], plugins: [durable] });
    const refused = await failure(tasks(gm).create({ name: 'x' }));
    expect(refused.code).to.equal('GM_WRITE_UNSUPPORTED');
    expect(requests()).to.deep.equal([]);
    await gm.close();
    await orm.close();
    await database.drop();
  });

  it('expect what they are told to', async () => {
    expect((await failure(tasks(managerOf()).update(1, { points: 2 }, { expected: { points: 7 } }))).code).to.equal('GM_WRITE_CONFLICT');
    expect(requests()).to.deep.equal(['GET /tasks/1']);
    expect(await tasks(managerOf()).update(1, { points: 2 }, { expected: { points: 1 } })).to.include({ points: 2 });
  });

  it('stand in the schema as far as upstream and policy allow', async () => {
    class Item {}
    Manager()(Item);
    Interface(rest<Item>({ baseUrl: api.url, path: '/tasks', fields, only: ['list', 'detail', 'create'] }))(Item);
    Permission({ read: everyone(), create: anyOf(role('planner'), role('admin')) })(Item);
    const gm = await bootstrap({ managers: [Item] });
    expect(Object.keys(gm.schema.getMutationType()?.getFields() ?? {})).to.deep.equal(['createItem', 'createItems']);
    const handler = createHandler(gm, { context: () => ({ actor: user }) });
    const query = 'mutation { createItem(input: { name: "by GraphQL", state: DONE }) { item { id name state owner } } }';
    const response = await handler.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      }),
    );
    expect(await response.json()).to.deep.equal({
      data: { createItem: { item: { id: '3', name: 'by GraphQL', state: 'DONE', owner: null } } },
    });
    expect(requests()).to.deep.equal(['POST /tasks {"title":"by GraphQL","state":"done"}']);
    await gm.close();
  });

  it('refuse rules for what the upstream cannot do', () => {
    class Item {}
    Manager()(Item);
    Interface(rest<Item>({ baseUrl: api.url, path: '/tasks', fields, only: ['list', 'detail', 'create'] }))(Item);
    Permission({ read: everyone(), create: everyone(), delete: everyone() })(Item);
    expect(bootCore({ adapters: [], managers: [Item] }).problems.map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
      'GM_PERM_WRITE_ON_READ_ONLY Item.permission.delete',
    ]);
  });
});

describe('HTTP resources: writes of a GraphQL upstream', () => {
  it('are mutations', async () => {
    const seen: { query: string; variables: unknown }[] = [];
    const api = await serve(({ body }) => {
      const { query, variables } = body as { query: string; variables: { input?: { name?: string }; id?: string } };
      seen.push({ query, variables });
      const thing = { id: '7', name: variables.input?.name ?? 'old' };
      if (query.includes('createThing')) return { body: { data: { createThing: { thing } } } };
      if (query.includes('archiveThing')) return { body: { data: { archiveThing: { thing, jobs: 2 } } } };
      if (query.includes('reports')) return { body: { data: { reports: { run: true } } } };
      if (query.includes('updateThing')) return { body: { data: { updateThing: { thing } } } };
      return { body: { data: query.includes('deleteThing') ? { deleteThing: true } : { thing } } };
    });
    class Thing {
      id!: string;
      name!: string;
    }
    Manager()(Thing);
    Interface(
      graphql<Thing>({
        baseUrl: api.url,
        fields: { id: field.id(), name: field.string() },
        operations: {
          detail: { field: 'thing(id: $id)', variables: { id: 'ID!' } },
          create: { field: 'createThing(input: $input)', variables: { input: 'CreateThing!' }, item: 'thing' },
          update: { field: 'updateThing(input: $input)', variables: { input: 'UpdateThing!' }, item: 'thing', key: ['input.id'] },
          delete: { field: 'deleteThing(id: $id)', variables: { id: 'ID!' } },
          actions: {
            archive: {
              field: 'archiveThing(id: $id, why: $why)',
              variables: { id: 'ID!', why: 'String' },
              arguments: { reason: { type: 'string', optional: true, name: 'why' } },
              item: 'thing',
              selection: '{ jobs }',
              returns: { type: 'int', from: 'jobs' },
            },
            run: {
              field: ['reports', 'run(input: $input)'],
              variables: { input: 'Run!' },
              arguments: { year: { type: 'int', name: 'input.year' } },
              permission: everyone(),
              returns: 'boolean',
            },
          },
        },
      }),
    )(Thing);
    Permission({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })(Thing);
    const { runtime, problems } = bootCore({ adapters: [], managers: [Thing] });
    expect(problems).to.deep.equal([]);
    const things = new GeneralManager(runtime).as(null).manager(Thing);
    expect(await things.create({ name: 'new' })).to.deep.equal({ id: '7', name: 'new' });
    expect(await things.update('7', { name: 'newer' })).to.deep.equal({ id: '7', name: 'newer' });
    await things.delete('7');
    const archived = await things.perform('archive', { key: '7', arguments: { reason: 'done' } });
    expect(archived).to.deep.equal({ object: { id: '7', name: 'old' }, result: 2 });
    expect((await things.perform('run', { arguments: { year: 2026 } })).result).to.equal(true);
    const read = { query: 'query detail($id: ID!) { thing(id: $id) { id name } }', variables: { id: '7' } };
    expect(seen).to.deep.equal([
      {
        query: 'mutation create($input: CreateThing!) { createThing(input: $input) { thing { id name } } }',
        variables: { input: { name: 'new' } },
      },
      read,
      {
        query: 'mutation update($input: UpdateThing!) { updateThing(input: $input) { thing { id name } } }',
        variables: { input: { name: 'newer', id: '7' } },
      },
      read,
      { query: 'mutation delete($id: ID!) { deleteThing(id: $id)  }', variables: { id: '7' } },
      read,
      {
        query: 'mutation archive($id: ID!, $why: String) { archiveThing(id: $id, why: $why) { thing { id name } jobs  } }',
        variables: { id: '7', why: 'done' },
      },
      { query: 'mutation run($input: Run!) { reports { run(input: $input)  } }', variables: { input: { year: 2026 } } },
    ]);
    await api.close();
  });
});
