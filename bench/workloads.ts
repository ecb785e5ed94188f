import type { MikroORM } from '@mikro-orm/postgresql';
import type { Application } from 'general-manager';
import { execute, parse, validate, type DocumentNode } from 'graphql';
import { Artist, Track } from './entities.js';

/** One way to answer a workload; `turn` counts the requests, so that each asks for something else. */
export type Contender = (turn: number) => Promise<unknown>;

/** What is asked, in each way. */
export interface Workload {
  readonly name: string;
  readonly contenders: Readonly<Record<string, Contender>>;
}

type Query = (text: string, parameters: readonly unknown[]) => Promise<unknown>;

/** What the workloads run on. */
export interface Bench {
  readonly orm: MikroORM;
  readonly gm: Application;
  /** The same with a row policy at every manager. */
  readonly guarded: Application;
  /** Runs SQL with `$1` on the connections of the ORM, and gives the column `j` of the first row, parsed. */
  readonly query: Query;
}

/** Executes a document that has been parsed and validated before, as a server with a document cache does. */
function operation(gm: Application, source: string, contextValue: object = {}): (variables: Record<string, unknown>) => Promise<unknown> {
  const document: DocumentNode = parse(source);
  const errors = validate(gm.schema, document);
  if (errors[0]) throw errors[0];
  return async (variableValues) => {
    const result = await execute({ schema: gm.schema, document, variableValues, contextValue });
    if (result.errors?.[0]) throw result.errors[0];
    return result.data;
  };
}

const everyone = null;

function byKey(bench: Bench): Workload {
  const run = operation(bench.gm, 'query ($id: ID!) { track(id: $id) { id name genre milliseconds price } }');
  const id = (turn: number): number => ((turn * 7919) % 100_000) + 1;
  const fields = ['id', 'name', 'genre', 'milliseconds', 'price'] as const;
  return {
    name: 'one object by key, 5 values',
    contenders: {
      'SQL by hand': async (turn) =>
        bench.query(
          `select json_build_object('id', id, 'name', name, 'genre', genre, 'milliseconds', milliseconds, 'price', price::text) j from track where id = $1::int`,
          [id(turn)],
        ),
      'gm, TypeScript': async (turn) =>
        bench.gm.as(everyone).manager(Track).select({ id: true, name: true, genre: true, milliseconds: true, price: true }).find(id(turn)),
      'gm, GraphQL': async (turn) => run({ id: String(id(turn)) }),
      MikroORM: async (turn) => bench.orm.em.fork().findOne(Track, { id: id(turn) }, { fields, disableIdentityMap: true }),
    },
  };
}

function page(bench: Bench): Workload {
  const run = operation(
    bench.gm,
    'query ($genre: Int!, $offset: Int!) { tracks(filter: { genre: { eq: $genre } }, sort: [{ name: ASC }], first: 50, offset: $offset) { totalCount nodes { id name milliseconds price } } }',
  );
  const genre = (turn: number): number => turn % 25;
  const offset = (turn: number): number => (turn % 12) * 10;
  return {
    name: 'page of 50 of 4,000, filtered and sorted, with total',
    contenders: {
      'SQL by hand': async (turn) =>
        bench.query(
          `select json_build_object('total', (select count(*) from track where genre = $1::int), 'items', (select json_agg(json_build_object('id', id, 'name', name, 'milliseconds', milliseconds, 'price', price::text) order by name, id) from (select * from track where genre = $1::int order by name, id limit 50 offset $2::int) t)) j`,
          [genre(turn), offset(turn)],
        ),
      'gm, TypeScript': async (turn) =>
        bench.gm
          .as(everyone)
          .manager(Track)
          .filter({ genre: genre(turn) })
          .sort('name')
          .select({ id: true, name: true, milliseconds: true, price: true })
          .page({ first: 50, offset: offset(turn), total: true }),
      'gm, GraphQL': async (turn) => run({ genre: genre(turn), offset: offset(turn) }),
      MikroORM: async (turn) =>
        bench.orm.em.fork().findAndCount(
          Track,
          { genre: genre(turn) },
          {
            fields: ['id', 'name', 'milliseconds', 'price'],
            orderBy: { name: 'asc', id: 'asc' },
            limit: 50,
            offset: offset(turn),
            disableIdentityMap: true,
          },
        ),
    },
  };
}

function nested(bench: Bench): Workload {
  const run = operation(
    bench.gm,
    '{ artists(first: 20, sort: [{ id: ASC }]) { nodes { id name albums(first: 1000) { nodes { id title tracks(first: 1000) { nodes { id name milliseconds } } } } } } }',
  );
  const tracks = `(select json_agg(json_build_object('id', t.id, 'name', t.name, 'milliseconds', t.milliseconds) order by t.id) from track t where t.album_id = b.id)`;
  const albums = `(select json_agg(json_build_object('id', b.id, 'title', b.title, 'tracks', ${tracks}) order by b.id) from album b where b.artist_id = a.id)`;
  return {
    name: '20 artists, their 200 albums, their 2,000 tracks',
    contenders: {
      'SQL by hand': async () =>
        bench.query(
          `select json_agg(json_build_object('id', a.id, 'name', a.name, 'albums', ${albums}) order by a.id) j from (select * from artist order by id limit 20) a`,
          [],
        ),
      'gm, TypeScript': async () =>
        bench.gm
          .as(everyone)
          .manager(Artist)
          .sort('id')
          .select({
            id: true,
            name: true,
            albums: {
              first: 1000,
              select: { id: true, title: true, tracks: { first: 1000, select: { id: true, name: true, milliseconds: true } } },
            },
          })
          .page({ first: 20 }),
      'gm, GraphQL': async () => run({}),
      MikroORM: async () =>
        bench.orm.em.fork().find(
          Artist,
          {},
          {
            populate: ['albums.tracks'],
            fields: ['id', 'name', 'albums.id', 'albums.title', 'albums.tracks.id', 'albums.tracks.name', 'albums.tracks.milliseconds'],
            orderBy: { id: 'asc' },
            limit: 20,
            strategy: 'select-in',
            disableIdentityMap: true,
          },
        ),
    },
  };
}

function wide(bench: Bench): Workload {
  const run = operation(
    bench.gm,
    'query ($offset: Int!) { tracks(first: 1000, sort: [{ id: ASC }], offset: $offset) { nodes { id name genre milliseconds price createdAt } } }',
  );
  const offset = (turn: number): number => (turn % 10) * 1000;
  return {
    name: '1,000 objects, 6 values',
    contenders: {
      'SQL by hand': async (turn) =>
        bench.query(
          `select json_agg(json_build_object('id', id, 'name', name, 'genre', genre, 'milliseconds', milliseconds, 'price', price::text, 'createdAt', created_at) order by id) j from (select * from track order by id limit 1000 offset $1::int) t`,
          [offset(turn)],
        ),
      'gm, TypeScript': async (turn) =>
        bench.gm
          .as(everyone)
          .manager(Track)
          .sort('id')
          .select({ id: true, name: true, genre: true, milliseconds: true, price: true, createdAt: true })
          .page({ first: 1000, offset: offset(turn) }),
      'gm, GraphQL': async (turn) => run({ offset: offset(turn) }),
      MikroORM: async (turn) =>
        bench.orm.em.fork().find(
          Track,
          {},
          {
            fields: ['id', 'name', 'genre', 'milliseconds', 'price', 'createdAt'],
            orderBy: { id: 'asc' },
            limit: 1000,
            offset: offset(turn),
            disableIdentityMap: true,
          },
        ),
    },
  };
}

/** What a row policy at each of the three levels costs, which follows up to two relations. */
function policies({ gm, guarded }: Bench): Workload {
  const ada = { hidden: 'Artist 7' };
  const read = (app: Application) => async (): Promise<unknown> =>
    app
      .as(ada)
      .manager(Artist)
      .sort('id')
      .select({
        id: true,
        name: true,
        albums: {
          first: 1000,
          select: { id: true, title: true, tracks: { first: 1000, select: { id: true, name: true, milliseconds: true } } },
        },
      })
      .page({ first: 20 });
  return {
    name: 'the same nested list with row policies of up to two relations at each level, against the one without',
    contenders: { 'without policies': read(gm), 'with policies': read(guarded) },
  };
}

/** All workloads. */
export const workloads = (bench: Bench): readonly Workload[] => [byKey, page, nested, wide, policies].map((make) => make(bench));
