import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Plugin as YogaPlugin } from 'graphql-yoga';
import { Keyv } from 'keyv';
import { FieldResolver, Query, Resolver } from 'type-graphql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { calculation } from 'general-manager/calculation';
import {
  actor,
  anyOf,
  authenticated,
  Computed,
  database,
  definePredicate,
  everyone,
  Interface,
  Manager,
  not,
  Permission,
  role,
  where,
} from 'general-manager/decorators';
import { createHandler, type Handler } from 'general-manager/graphql-server';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

const HOUR = { timeoutMs: 3_600_000 };

@Entity()
@Manager({ cache: { timeoutMs: 20_000 } })
@Permission({ read: everyone() })
class Writer {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @OneToMany(() => Post, (post) => post.writer)
  posts = new Collection<Post>(this);
}

@Entity()
@Manager({ cache: HOUR })
@Interface(database({ softDelete: { field: 'gone', read: everyone() } }))
@Permission<Post>({
  read: everyone(),
  update: where({ id: actor('id') }),
  delete: everyone(),
  fields: { note: { read: role('editor') }, motto: { read: where({ id: { lt: 100 } }) } },
})
class Post {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  title!: string;

  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Property({ type: 'text', nullable: true })
  motto?: string | null;

  @Property({ type: 'boolean', default: false })
  gone: boolean = false;

  @ManyToOne(() => Writer)
  writer!: Rel<Writer>;

  @OneToMany(() => Reply, (reply) => reply.post)
  replies = new Collection<Reply>(this);

  @OneToMany(() => Fan, (fan) => fan.post)
  fans = new Collection<Fan>(this);
}

/** Not everybody sees all of them. */
@Entity()
@Manager({ cache: HOUR })
@Permission<Reply>({ read: anyOf(role('editor'), where({ shown: true })) })
class Reply {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'boolean' })
  shown!: boolean;

  @ManyToOne(() => Post)
  post!: Rel<Post>;
}

/** Everybody sees them, but nobody said how old they may be. */
@Entity()
@Manager()
@Permission({ read: everyone() })
class Fan {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Post)
  post!: Rel<Post>;
}

const even = definePredicate<Odd>({
  name: 'even',
  fields: ['id'],
  args: [],
  sql: ({ id }) => `${id} % 2 = 0`,
  test: ({ id }) => Number(id) % 2 === 0,
});

/** A rule of the application's own: nobody knows what its SQL looks at. */
@Entity()
@Manager({ cache: HOUR })
@Permission<Odd>({ read: even() })
class Odd {
  @PrimaryKey()
  id!: number;
}

/** Those who have not signed in see more. */
@Entity()
@Manager({ cache: HOUR })
@Permission({ read: not(authenticated()) })
class Offer {
  @PrimaryKey()
  id!: number;
}

@Manager({ cache: HOUR })
@Interface(calculation({ inputs: { writer: Writer } }))
@Permission({ read: everyone() })
class Fame {
  writer!: Writer;

  @Computed({ type: 'int' })
  get points(): number {
    return 1;
  }
}

@Resolver(() => Writer)
class Written {
  @Query(() => String)
  whoami(): string {
    return 'you';
  }

  @FieldResolver(() => String)
  greeting(): string {
    return 'dear you';
  }
}

/** What may be kept by anybody: the query, and for how many seconds at most. */
const PUBLIC: Readonly<Record<string, readonly [query: string, seconds: number]>> = {
  list: ['{ posts { totalCount nodes { id title motto __typename } } __typename }', 3600],
  detail: ['query ($id: ID! = 1) { post(id: $id) { title } }', 3600],
  'with a filter, an order and an offset': [
    '{ posts(filter: { title: { contains: "a" } }, sort: [{ title: ASC }], offset: 1) { nodes { id } } }',
    3600,
  ],
  'along a relation, for the shortest time': ['{ posts { nodes { title writer { name } } } }', 20],
  'by what a relation leads to': ['{ posts(sort: [{ writer: { name: ASC } }]) { nodes { title } } }', 20],
  'several reads': ['{ posts { totalCount } writers { nodes { name } } }', 20],
  aggregate: ['{ postsAggregate { count } }', 3600],
};

/** What may not, though those who ask are nobody. */
const PRIVATE: Readonly<Record<string, string>> = {
  'a field for some': '{ posts { nodes { id note } } }',
  'a relation to what some see': '{ posts { nodes { replies { totalCount } } } }',
  'a filter through what some see': '{ posts(filter: { replies: { some: { shown: { eq: true } } } }) { nodes { id } } }',
  'a measure of what some see': '{ posts(sort: [{ repliesAggregate: { count: DESC } }]) { nodes { id } } }',
  'a list of what some see': '{ replies { nodes { id } } }',
  'several reads, one of what some see': '{ posts { totalCount } replies { totalCount } }',
  'what those see who have not signed in': '{ offers { nodes { id } } }',
  'what has no time': '{ fans { nodes { id } } }',
  'a relation to what has no time': '{ posts { nodes { fans { nodes { id } } } } }',
  'a filter through what has no time': '{ posts(filter: { fans: { none: { id: { gt: 1 } } } }) { nodes { id } } }',
  'what the caller may do': '{ posts { nodes { id capabilities { update } } } }',
  'a cursor': '{ posts { edges { cursor node { id } } } }',
  'the cursors of a page': '{ posts { pageInfo { endCursor } nodes { id } } }',
  'a rule of the application’s own': '{ odds { nodes { id } } }',
  'softly deleted objects': '{ posts(deleted: INCLUDE) { nodes { id } } }',
  'a hand-written query beside': '{ posts { totalCount } whoami }',
  'a hand-written field': '{ writers { nodes { greeting } } }',
  'a calculation': '{ fames { nodes { points } } }',
  introspection: '{ __schema { queryType { name } } }',
  nothing: '{ __typename }',
};

const ERRORS: Readonly<Record<string, string>> = {
  'a refusal beside an answer': '{ posts { totalCount } offers { totalCount } post(id: "x") { id } }',
  'a variable that is none': 'query ($n: Int!) { posts(first: $n) { totalCount } }',
};

describe('graphql-server: answers that anybody may keep', () => {
  let database_: FreshDatabase;
  let orm: MikroORM;
  const open: Application[] = [];
  let handler: Handler;

  const documents = { ...Object.fromEntries(Object.entries(PUBLIC).map(([name, [query]]) => [name, query])), ...PRIVATE, ...ERRORS };
  const ids = Object.keys(documents);
  const trustedDocuments = { documents: Object.fromEntries(Object.values(documents).map((text, index) => [String(index), text])) };

  const boot = async (options: Partial<BootstrapOptions> = {}): Promise<Application> => {
    const gm = await bootstrap({ orm, managers: [Fame], resolvers: [Written], drift: 'off', cache: new Keyv(), ...options });
    open.push(gm);
    return gm;
  };

  before(async () => {
    database_ = await freshDatabase('public_answers');
    orm = await MikroORM.init({
      clientUrl: database_.url,
      entities: [Writer, Post, Reply, Fan, Odd, Offer],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    await orm.em
      .getConnection()
      .execute(
        `insert into writer values (1, 'Ann'); insert into post (id, title, writer_id) values (1, 'a', 1), (2, 'ab', 1); insert into offer values (1); insert into odd values (2)`,
      );
    handler = createHandler(await boot(), { trustedDocuments, context: ({ headers }) => ({ actor: actorOf(headers) }) });
  });
  after(async () => {
    for (const gm of open) await gm.close();
    await orm.close();
    await database_.drop();
  });

  /** Whoever has another key than these is nobody. */
  const actorOf = (headers: Headers): object | null => (headers.get('x-api-key') === 'known' ? { id: 1, roles: ['editor'] } : null);

  const get = async (name: string, headers: Record<string, string> = {}, asked = handler, query = ''): Promise<Response> =>
    asked.fetch(`http://localhost/graphql?documentId=${ids.indexOf(name)}${query}`, { headers });

  const control = async (...args: Parameters<typeof get>): Promise<string | null> => (await get(...args)).headers.get('cache-control');

  for (const [name, [, seconds]] of Object.entries(PUBLIC))
    it(`are those that are the same for all: ${name}`, async () => {
      const response = await get(name);
      const { data, errors } = (await response.json()) as { readonly data: unknown; readonly errors?: unknown };
      expect([errors, data === null]).to.deep.equal([undefined, false]);
      const [, age = ''] = /^public, max-age=(\d+)$/.exec(response.headers.get('cache-control') ?? '') ?? [];
      expect(Number(age)).to.be.within(seconds - 19, seconds);
      expect(response.headers.get('vary')).to.include('authorization').and.to.include('cookie').and.to.include('accept');
      const again = await get(name, { 'if-none-match': response.headers.get('etag') ?? '' });
      expect([again.status, again.headers.get('cache-control')?.startsWith('public, ')]).to.deep.equal([304, true]);
    });

  for (const name of Object.keys(PRIVATE))
    it(`are none that may depend on who asks: ${name}`, async () => {
      for (let turn = 0; turn < 2; turn += 1) {
        const response = await get(name);
        expect(((await response.json()) as { readonly errors?: unknown }).errors, name).to.equal(undefined);
        expect(response.headers.get('cache-control')).to.equal('private, no-cache');
      }
    });

  for (const name of Object.keys(ERRORS))
    it(`are none with errors: ${name}`, async () => {
      const response = await get(name);
      expect(((await response.json()) as { readonly errors?: unknown }).errors).to.be.an('array');
      expect(response.headers.get('cache-control')).to.equal('no-store');
    });

  it('are none for those who say who they are, nor of what the client wrote', async () => {
    for (const headers of [{ 'x-api-key': 'known' }, { authorization: 'Bearer none' }, { cookie: 'theme=dark' }] as Record<
      string,
      string
    >[])
      expect(await control('list', headers), Object.keys(headers)[0]).to.equal('private, no-cache');
    const own = await handler.fetch(`http://localhost/graphql?query=${encodeURIComponent(documents['list'] ?? '')}`);
    const post = await handler.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: String(ids.indexOf('list')) }),
    });
    expect([own, post].map(({ headers }) => headers.get('cache-control'))).to.deep.equal(['no-store', 'no-store']);
  });

  it('are none where others put something into answers', async () => {
    const cookies: YogaPlugin = { onResponse: ({ response }) => response.headers.set('set-cookie', 'session=1') };
    const gm = await boot();
    expect(await control('list', {}, createHandler(gm, { trustedDocuments, plugins: [cookies] }))).to.equal('private, no-cache');
    expect(await control('list', {}, createHandler(gm, { trustedDocuments, directRoute: false }))).to.equal('private, no-cache');
    const em = orm.em.fork();
    expect(await control('list', {}, createHandler(gm, { trustedDocuments, context: () => ({ session: em }) }))).to.equal(
      'private, no-cache',
    );
  });

  it('are as old as they may be, together with what is kept of them here', async () => {
    const gm = await boot();
    const asked = createHandler(gm, { trustedDocuments });
    const ageOf = async (): Promise<number> =>
      Number(/max-age=(\d+)/.exec((await control('along a relation, for the shortest time', {}, asked)) ?? '')?.[1]);
    const first = await ageOf();
    await wait(1_100);
    const second = await ageOf();
    expect([first, second <= first - 1]).to.deep.equal([19, true]);
    expect(gm.cacheStatistics.counts.find(({ name }) => name === 'Post')?.outcomes).to.deep.equal({ miss: 1, hit: 1 });
  });

  it('are as well those of an application that keeps nothing itself', async () => {
    const gm = await bootstrap({ orm, resolvers: [Written], drift: 'off' });
    open.push(gm);
    expect(await control('list', {}, createHandler(gm, { trustedDocuments }))).to.match(/^public, max-age=3[56]\d\d$/);
  });
});
