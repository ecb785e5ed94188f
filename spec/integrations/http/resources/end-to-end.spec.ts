import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { anyOf, everyone, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { field, http, linkHeader, pageNumber } from 'general-manager/http';
import { bootstrap, BootError, type Application } from 'general-manager';
import { createHandler } from 'general-manager/graphql-server';
import { printType } from 'graphql';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.js';
import type { Loopback } from './support/api.js';
import { FILTERS, serveThings, thingFields, type Source } from './support/things.js';

class Thing {
  id!: number;
  label!: string | null;
  size!: number | null;
  mood!: string | null;
  owner!: string | null;
  tags!: readonly string[];

  get loud(): string {
    return String(this.label).toUpperCase();
  }
}

const Note = defineEntity({ name: 'Note', properties: { id: p.integer().primary(), text: p.string() } });
Manager()(Note);
Permission({ read: everyone() })(Note);

const things: readonly Source[] = Array.from({ length: 12 }, (_each, index) => ({
  id: index + 1,
  title: index === 4 ? null : `thing ${index + 1}`,
  size: index % 4,
  cost: '1.50',
  seen_at: '2024-02-29T12:00:00.000Z',
  mood: index % 2 === 0 ? 'calm' : 'odd one',
  owner: index === 0 ? null : { login: 'ann' },
  tags: ['t'],
}));

describe('HTTP resources: in an application', () => {
  let api: Loopback;
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;

  before(async () => {
    api = await serveThings(() => things);
    database = await freshDatabase('http');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Note] });
    await orm.schema.create();
    await orm.em.fork().insert(Note, { id: 1, text: 'in the database' });
    Manager({ description: 'A thing elsewhere.', fields: { size: { name: 'width' } } })(Thing);
    Interface(
      http<Thing>({
        baseUrl: api.url,
        fields: thingFields,
        operations: {
          list: { path: '/numbered', filters: FILTERS, pagination: pageNumber({ totalHeader: 'X-Total', maxSize: 50 }) },
          detail: { path: '/things/{id}' },
        },
        health: { path: '/whole' },
      }),
    )(Thing);
    Permission<Thing>({
      read: anyOf(role('admin'), where({ size: { lt: 3 } })),
      fields: { owner: { read: role('admin') } },
    })(Thing);
    gm = await bootstrap({ orm, managers: [Thing] });
  });
  after(async () => {
    await gm?.close();
    await orm?.close();
    await api?.close();
    await database?.drop();
  });
  beforeEach(() => void api.seen());

  const ask = async (query: string, actor: object | null = null, variables: object = {}): Promise<unknown> => {
    const handler = createHandler(gm, { context: () => ({ actor }) });
    const response = await handler.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify({ query, variables }),
      }),
    );
    return response.json();
  };

  it('stand beside entities in one schema and one operation', async () => {
    const query =
      'query ($size: Int) { notes { nodes { text } } things(first: 2, filter: { width: { eq: $size } }) { totalCount nodes { id label width mood tags cost seen } pageInfo { hasNextPage } } }';
    expect(await ask(query, null, { size: 1 })).to.deep.equal({
      data: {
        notes: { nodes: [{ text: 'in the database' }] },
        things: {
          totalCount: 3,
          nodes: [2, 6].map((id) => ({
            id: String(id),
            label: `thing ${id}`,
            width: 1,
            mood: 'ODD_ONE',
            tags: ['t'],
            cost: '1.50',
            seen: '2024-02-29T12:00:00.000Z',
          })),
          pageInfo: { hasNextPage: true },
        },
      },
    });
    expect(api.seen()).to.have.lengthOf(1);
  });

  it('hide what may not be seen, in lists, single objects, fields, filters and sorts', async () => {
    expect(await ask('{ hidden: thing(id: 4) { id } missing: thing(id: 99) { id } shown: thing(id: 2) { id owner } }')).to.deep.equal({
      data: { hidden: null, missing: null, shown: { id: '2', owner: null } },
    });
    expect(await ask('{ thing(id: 4) { owner } }', { roles: ['admin'] })).to.deep.equal({ data: { thing: { owner: 'ann' } } });
    const refused = await ask('{ things(filter: { owner: { eq: "ann" } }) { nodes { id } } }');
    expect(refused).to.have.nested.property('errors[0].extensions.gm', 'GM_PERM_FORBIDDEN_FIELD');
    expect(await ask('{ things { totalCount } }')).to.deep.equal({ data: { things: { totalCount: 9 } } });
  });

  it('page with cursors that say nothing and belong to one actor', async () => {
    const query = 'query ($after: String) { things(first: 4, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }';
    const first = (await ask(query)) as { data: { things: { nodes: unknown; pageInfo: { endCursor: string } } } };
    const { endCursor } = first.data.things.pageInfo;
    expect(Buffer.from(endCursor, 'base64url').toString()).to.not.include('size');
    const second = (await ask(query, null, { after: endCursor })) as typeof first;
    expect(second.data.things.nodes).to.deep.equal(['6', '7', '9', '10'].map((id) => ({ id })));
    expect(await ask(query, { id: 1 }, { after: endCursor })).to.have.nested.property('errors[0].extensions.gm', 'GM_READ_INVALID_CURSOR');
  });

  it('offer in the schema what they can do', () => {
    const type = gm.schema.getType('ThingConnection');
    expect(type && printType(type)).to.include('totalCount');
    expect(gm.schema.getQueryType()?.getFields()).to.have.keys(
      'note',
      'notes',
      'notesAggregate',
      'notesGroups',
      'thing',
      'things',
      'capabilities',
    );
    expect(gm.schema.getMutationType()?.getFields() ?? {}).to.not.have.property('createThing');
  });

  it('give instances of the class to hand-written code', async () => {
    const [thing] = await gm.as(null).manager(Thing).filter({ id: 2 }).all();
    expect(thing).to.deep.include({ id: 2, label: 'thing 2' });
  });

  it('are explained', async () => {
    const explained = await gm.explain(null, 'read', Thing, 4);
    expect(explained).to.include({ allowed: false, found: true });
    expect(JSON.stringify(explained.allow)).to.include('"value":3');
    expect(await gm.explain(null, 'read', Thing, 99)).to.include({ allowed: false, found: false });
  });

  it('are planned without asking the upstream', async () => {
    const { fields } = await gm.plan('{ things(filter: { width: { eq: 1 } }) { nodes { label } } }');
    expect(fields[0]).to.include({ key: 'things', route: 'resolvers' });
    expect(api.seen()).to.deep.equal([]);
  });

  it('tell whether their upstream is well', async () => {
    await gm.health();
    expect(api.seen().map(({ path }) => path)).to.deep.equal(['/whole']);
  });

  it('fail with what the upstream said, and nothing of it', async () => {
    class Failing {
      id!: string;
    }
    Manager()(Failing);
    Interface(
      http<Failing>({
        baseUrl: 'http://127.0.0.1:9',
        fields: { id: field.id() },
        operations: { list: { path: '/x', pagination: linkHeader() } },
      }),
    )(Failing);
    Permission({ read: everyone() })(Failing);
    const other = await bootstrap({ managers: [Failing] });
    const error = await other
      .as(null)
      .manager(Failing)
      .all()
      .catch((failure: Error & { code?: string; kind?: string }) => failure);
    expect(error).to.include({ code: 'GM_UPSTREAM_UNREACHABLE', kind: 'unavailable' });
    await other.close();
  });

  it('are told with all other problems where they are wrong', async () => {
    class Wrong {}
    Manager()(Wrong);
    Interface({ adapter: 'nobody', options: {} })(Wrong);
    Permission({ read: everyone() })(Wrong);
    const error = await bootstrap({ managers: [Wrong] }).catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(BootError);
    expect((error as BootError).problems.map(({ code }) => code)).to.include('GM_DECL_NO_INTERFACE');
  });
});
