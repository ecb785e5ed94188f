import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { actor, everyone, Interface, Manager, Permission, where } from 'general-manager/decorators';
import { field, graphql, http, pageNumber, rest } from 'general-manager/http';
import { mockUpstream, type MockUpstream } from 'general-manager/http/testing';
import { answeredByNock } from '../support/nock.js';

@Manager()
@Interface(
  http<Job>({
    baseUrl: 'https://jobs.example.com/v1',
    fields: {
      id: field.id({ type: 'int' }),
      title: field.string({ from: 'name' }),
      state: field.enum(['waiting', 'running', 'cancelled'], { name: 'MockedJobState', default: 'waiting' }),
      owner: field.string({ from: 'owner.login', readOnly: false }),
      team: field.string({ from: 'owner.team', readOnly: false, nullable: true }),
      due: field.datetime({ unix: 'seconds', optional: true }),
      tags: field.list(field.string(), { optional: true, default: [] }),
      size: field.object(
        { width: field.int({ from: 'w' }), depth: field.float({ from: 'd', nullable: true }) },
        { nullable: true, name: 'JobSize' },
      ),
      createdAt: field.datetime({ from: 'created_at', readOnly: true }),
    },
    operations: {
      list: { path: '/jobs', filters: { state: 'state', 'tags.hasEvery': 'tags', due: 'due' }, pagination: pageNumber() },
      detail: { path: '/jobs/{id}', item: 'job' },
      create: {
        path: '/jobs',
        within: 'job',
        item: 'job',
        idempotent: true,
        body: { version: 2 },
        errors: { list: 'errors', field: 'pointer', code: 'code', unique: ['taken'], required: ['blank'] },
      },
      update: { path: '/jobs/{id}', within: 'job', item: 'job', errors: { object: 'faults' } },
      delete: { path: '/jobs/{id}' },
      actions: {
        cancel: {
          path: '/jobs/{id}/cancel',
          arguments: { why: { type: 'string', name: 'meta.why' }, hard: { type: 'boolean', in: 'query', optional: true } },
          permission: where<Job>({ owner: actor('id') }),
          item: 'job',
          returns: { type: 'int', from: 'stopped' },
        },
        touch: { path: '/jobs/{id}/touch', permission: everyone() },
        clean: { method: 'DELETE', path: '/jobs', arguments: { before: 'date' }, permission: everyone(), returns: 'int' },
      },
    },
  }),
)
@Permission<Job>({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })
class Job {
  id!: number;
  title!: string;
  state!: string;
  owner!: string;
  team!: string | null;
  due!: Date | null;
  tags!: readonly string[];
  size!: { width: number; depth: number | null } | null;
  createdAt!: Date;
}

@Manager()
@Interface(
  rest<Note>({
    baseUrl: 'https://jobs.example.com/v1',
    path: '/notes',
    update: 'PUT',
    fields: { key: field.id({ readOnly: false }), text: field.string(), stars: field.int({ optional: true }) },
    errors: { list: 'errors', field: 'field', code: 'code', unique: ['taken'] },
  }),
)
@Permission<Note>({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })
class Note {
  key!: string;
  text!: string;
  stars!: number | null;
}

@Manager()
@Interface(
  graphql<Ship>({
    baseUrl: 'https://fleet.example.com',
    fields: {
      id: field.id(),
      name: field.string(),
      port: field.string({ from: 'home.name', nullable: true, readOnly: true }),
      crew: field.int({ default: 0 }),
    },
    operations: {
      list: {
        field: ['fleet(name: $fleet)', 'ships(first: $first, after: $after, where: $where, order: $order)'],
        variables: { fleet: 'String!', where: 'Where', order: 'Order' },
        values: { fleet: 'north' },
        filters: { name: 'where.name', 'crew.gte': 'where.minCrew' },
        sort: {
          param: 'order.by',
          fields: { name: 'NAME', crew: 'CREW' },
          direction: { param: 'order.direction', asc: 'ASC', desc: 'DESC' },
        },
        maxSize: 2,
        total: true,
      },
      detail: { field: 'ship(id: $id)', variables: { id: 'ID!' } },
      create: { field: 'createShip(input: $input)', variables: { input: 'NewShip!' }, item: 'ship' },
      update: { field: 'updateShip(id: $id, input: $input)', variables: { id: 'ID!', input: 'ShipPatch!' }, item: 'ship' },
      delete: { field: 'deleteShip(id: $id)', variables: { id: 'ID!' }, selection: '{ deletedId }' },
      actions: {
        dock: {
          field: 'dockShip(id: $id, port: $port)',
          variables: { id: 'ID!', port: 'String!' },
          arguments: { port: 'string' },
          permission: everyone(),
          item: 'ship',
          selection: '{ berth }',
          returns: { type: 'int', from: 'berth' },
        },
      },
    },
  }),
)
@Permission<Ship>({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })
class Ship {
  id!: string;
  name!: string;
  port!: string | null;
  crew!: number;
}

const CREATED = new Date('2026-01-02T03:04:05.000Z');

describe('mock upstreams: writes through General Manager', () => {
  answeredByNock();
  let mock: MockUpstream;
  let gm: Application;
  beforeEach(async () => {
    mock = mockUpstream(Job, Note, Ship);
    mock.of(Job).make({ createdAt: CREATED });
    await mock.intercept();
    gm = await bootstrap({ managers: [Job, Note, Ship] });
  });
  afterEach(async () => {
    mock.forget();
    await mock.close();
    await gm.close();
  });
  const jobs = () => gm.as({ id: 'ann' }).manager(Job);
  const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => undefined,
      ({ code, details }: { code: string; details?: { violations?: readonly { path: readonly string[]; code: string }[] } }) =>
        details?.violations ? [code, ...details.violations.map((each) => `${each.path.join('.')} ${each.code}`)] : code,
    );

  it('are kept, in the shape of the upstream', async () => {
    const made = await jobs().create({
      title: 'Paint',
      owner: 'ann',
      team: 'deck',
      due: new Date('2026-05-01T00:00:00Z'),
      size: { width: 3, depth: null },
    });
    expect(made).to.deep.equal({
      id: 1,
      title: 'Paint',
      state: 'waiting',
      owner: 'ann',
      team: 'deck',
      due: new Date('2026-05-01T00:00:00Z'),
      tags: [],
      size: { width: 3, depth: null },
      createdAt: CREATED,
    });
    expect(mock.of(Job).raw).to.deep.equal([
      {
        id: 1,
        name: 'Paint',
        state: 'waiting',
        owner: { login: 'ann', team: 'deck' },
        due: 1777593600,
        size: { w: 3, d: null },
        created_at: '2026-01-02T03:04:05.000Z',
      },
    ]);
    expect(mock.of(Job).objects).to.deep.equal([made]);
    expect(
      mock.requests.map(({ resource, operation, method, path, json, status }) => ({ resource, operation, method, path, json, status })),
    ).to.deep.equal([
      {
        resource: 'Job',
        operation: 'create',
        method: 'POST',
        path: '/v1/jobs',
        json: { version: 2, job: { name: 'Paint', owner: { login: 'ann', team: 'deck' }, due: 1777593600, size: { w: 3, d: null } } },
        status: 201,
      },
    ]);
    const changed = await jobs().update(1, { team: null, size: { width: 4, depth: 1.5 } });
    expect(changed).to.deep.equal({ ...made, team: null, size: { width: 4, depth: 1.5 } });
    expect(await jobs().get(1)).to.deep.equal(changed);
    await jobs().delete(1);
    expect(await jobs().count()).to.equal(0);
    expect(await codeOf(jobs().update(1, { title: 'gone' }))).to.equal('GM_WRITE_NOT_FOUND');
    expect(mock.refusals).to.deep.equal([]);
  });

  it('are found by filters on the items of lists, and by numbers that stand for instants', async () => {
    const due = new Date('2026-05-01T00:00:00Z');
    mock.of(Job).add({ title: 'Sail', owner: 'ann', tags: ['wind', 'sea'], due }, { title: 'Row', owner: 'bob', tags: ['sea'] });
    expect(
      (
        await jobs()
          .filter({ tags: { hasEvery: ['sea', 'wind'] } })
          .all()
      ).map(({ title }) => title),
    ).to.deep.equal(['Sail']);
    expect((await jobs().filter({ due }).all()).map(({ title }) => title)).to.deep.equal(['Sail']);
    expect(mock.requests.map(({ query }) => [query['tags'], query['due']])).to.deep.equal([
      ['sea,wind', undefined],
      [undefined, '1777593600'],
    ]);
  });

  it('are told apart by their idempotency keys', async () => {
    const values = { title: 'once', owner: 'ann' };
    const [first, again] = [await jobs().create(values, { idempotencyKey: 'k' }), await jobs().create(values, { idempotencyKey: 'k' })];
    expect(again?.id).to.equal(first?.id);
    expect(mock.of(Job).objects).to.have.length(1);
  });

  it('are whole with PUT, and have the keys that callers give', async () => {
    const notes = gm.as(null).manager(Note);
    await notes.create({ key: 'a b', text: 'one', stars: 3 });
    expect(await codeOf(notes.create({ key: 'a b', text: 'two' }))).to.deep.equal(['GM_WRITE_NOT_UNIQUE', 'key UNIQUE']);
    await notes.update('a b', { text: 'two' });
    expect(mock.requests.at(-1)?.json).to.deep.equal({ text: 'two', stars: 3, key: 'a b' });
    expect(await notes.all()).to.deep.equal([{ key: 'a b', text: 'two', stars: 3 }]);
  });

  it('do what the test says of actions, with their arguments', async () => {
    mock
      .of(Job)
      .add({ id: 7, title: 'Sail', owner: 'ann' }, { id: 8, title: 'Row', owner: 'bob' })
      .act('cancel', ({ object, arguments: given }) => {
        expect([object?.title, given]).to.deep.equal(['Sail', { why: 'storm', hard: true }]);
        return { object: { state: 'cancelled' }, result: 2 };
      })
      .act('clean', ({ arguments: { before } }) => ({ result: before === '2026-01-01' ? 5 : 0 }));
    const { object, result } = await jobs().perform('cancel', { key: 7, arguments: { why: 'storm', hard: true } });
    expect([object?.state, result, mock.of(Job).objects[0]?.state]).to.deep.equal(['cancelled', 2, 'cancelled']);
    expect((await jobs().perform('clean', { arguments: { before: '2026-01-01' } })).result).to.equal(5);
    expect((await jobs().perform('touch', { key: 8 })).object?.title).to.equal('Row');
    mock.of(Job).act('touch', () => ({ object: null }));
    await jobs().perform('touch', { key: 8 });
    expect(mock.of(Job).objects.map(({ id }) => id)).to.deep.equal([7]);
  });

  it('and reads of GraphQL get what their documents select', async () => {
    const ships = gm.as(null).manager(Ship);
    const made = await ships.create({ name: 'Ariadne', crew: 4 });
    expect(made).to.deep.equal({ id: 'ship-1', name: 'Ariadne', port: null, crew: 4 });
    mock.of(Ship).add({ name: 'Calypso', port: 'Bergen', crew: 9 }, { name: 'Thetis', crew: 6 });
    const page = await ships
      .filter({ crew: { gte: 5 } })
      .sort('-crew')
      .select({ name: true })
      .page({ first: 1, total: true });
    expect([page.items, page.total]).to.deep.equal([[{ name: 'Calypso' }], 2]);
    expect(await ships.sort('name').all()).to.have.length(3);
    expect((await ships.get('ship-2'))?.port).to.equal('Bergen');
    expect(await ships.filter({ id: 'nowhere' }).all()).to.deep.equal([]);
    expect((await ships.update('ship-3', { crew: 7 }))?.crew).to.equal(7);
    mock.of(Ship).act('dock', ({ arguments: { port } }) => ({ object: { port: String(port) }, result: 12 }));
    const docked = await ships.perform('dock', { key: 'ship-3', arguments: { port: 'Oslo' } });
    expect([docked.object?.port, docked.result]).to.deep.equal(['Oslo', 12]);
    await ships.delete('ship-3');
    expect(mock.of(Ship).objects.map(({ name }) => name)).to.deep.equal(['Ariadne', 'Calypso']);
    expect(mock.refusals).to.deep.equal([]);
    const list = mock.requests.find(({ operation }) => operation === 'list');
    expect(list?.json).to.have.deep.property('variables', {
      fleet: 'north',
      where: { minCrew: 5 },
      order: { by: 'CREW', direction: 'DESC' },
      first: 1,
    });
  });

  it('go wrong as the test says, and then no more', async () => {
    mock.of(Job).add({ id: 1, title: 'Sail', owner: 'ann' });
    mock.of(Job).fail({ operation: 'create', fields: { title: 'unique', owner: 'required' } });
    expect(await codeOf(jobs().create({ title: 'Sail', owner: 'ann' }))).to.deep.equal([
      'GM_WRITE_INVALID',
      'title UNIQUE',
      'owner REQUIRED',
    ]);
    mock.of(Job).fail({ operation: 'update', fields: { title: 'value' } });
    expect(await codeOf(jobs().update(1, { title: 'x' }))).to.deep.equal(['GM_WRITE_INVALID', 'title INVALID_VALUE']);
    mock.fail({ status: 503, times: 2, headers: { 'retry-after': '0' } });
    expect((await jobs().get(1))?.title).to.equal('Sail');
    expect(mock.requests.slice(-3).map(({ status }) => status)).to.deep.equal([503, 503, 200]);
    mock.of(Note).fail({ operation: 'list', malformed: true });
    mock.of(Note).add({ key: 'n', text: 't' });
    expect(await codeOf(gm.as(null).manager(Note).all())).to.equal('GM_UPSTREAM_INVALID_CONTENT');
    mock.of(Job).fail({ operation: 'detail', delayMs: 30 });
    const before = performance.now();
    await jobs().get(1);
    expect(performance.now() - before).to.be.greaterThan(25);
    mock.of(Note).fail({ operation: 'create', status: 500, done: true, times: 1 });
    expect(await codeOf(gm.as(null).manager(Note).create({ key: 'lost', text: 't' }))).to.equal('GM_UPSTREAM_FAILED');
    expect(mock.of(Note).objects.map(({ key }) => key)).to.deep.equal(['n', 'lost']);
  });
});
