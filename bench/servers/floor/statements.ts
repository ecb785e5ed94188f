import type { Member, Shape } from './shape.js';

/** What a request brings along. */
export interface Asked {
  readonly variables: Readonly<Record<string, number | string>>;
  readonly tenant: number | undefined;
}

/** A statement for an operation: it gives one text, the value of the root field. */
export interface Statement {
  readonly field: string;
  readonly text: string;
  readonly values: (asked: Asked) => readonly unknown[];
}

const TRACK: readonly Member[] = [
  ['id', 't.track_id', 'id'],
  ['name', 't.name', 'text'],
  ['composer', 't.composer', 'text?'],
  ['milliseconds', 't.milliseconds', 'number'],
  ['bytes', 't.bytes', 'number?'],
];

const WIDE: readonly Member[] = [
  ['id', 't.track_id', 'id'],
  ['name', 't.name', 'text'],
  ['composer', 't.composer', 'text?'],
  ['milliseconds', 't.milliseconds', 'number'],
  ['bytes', 't.bytes', 'number?'],
  ['unitPrice', 't.unit_price', 'decimal'],
  ['position', 't.position', 'number'],
  ['explicit', 't.explicit', 'number'],
  ['tenantId', 't.tenant_id', 'number'],
  ['createdAt', 't.created_at', 'instant'],
];

/** The statements of all workloads by the name of the operation, each restricted before anything is joined. */
export function statements(shape: Shape): Readonly<Record<string, Statement>> {
  return {
    W1: {
      field: 'track',
      text: `select ${shape.object(TRACK)} from track t where t.track_id = $1::int`,
      values: ({ variables }) => [variables['id']],
    },
    W2: { field: 'tracks', text: page(shape), values: ({ variables: { genre, mediaType, offset } }) => [genre, mediaType, offset] },
    W3: { field: 'artists', text: nested(shape, () => ''), values: ({ variables }) => [variables['offset']] },
    W4: {
      field: 'artists',
      text: nested(shape, (alias) => `and ${alias}.tenant_id = $2::int`),
      values: ({ variables, tenant }) => [variables['offset'], tenant],
    },
    W5: { field: 'createTrack', text: create(shape), values: ({ variables: v }) => CREATED.map((name) => v[name]) },
    W6: { field: 'tracks', text: wide(shape), values: ({ variables }) => [variables['offset']] },
    W7: { field: 'tracksAggregate', text: grouped(shape), values: ({ variables }) => [variables['position']] },
    W8: { field: 'artists', text: limited(shape), values: ({ variables }) => [variables['offset']] },
  };
}

function page(shape: Shape): string {
  const matching = 'from track where genre_id = $1::int and media_type_id = $2::int';
  const nodes = `(select ${shape.list(shape.object(TRACK), 't.name, t.track_id')}
    from (select * ${matching} order by name, track_id limit 50 offset $3::int) t)`;
  return `select ${shape.object([
    ['totalCount', `(select count(*) ${matching})`, 'number'],
    ['nodes', nodes, 'json'],
  ])}`;
}

/** Lists below each other, each with its own object of one member around it. */
const connection = (shape: Shape, object: string, order: string): string => shape.object([['nodes', shape.list(object, order), 'json']]);

function nested(shape: Shape, policy: (alias: string) => string): string {
  const genre = shape.object([
    ['id', 'g.genre_id', 'id'],
    ['name', 'g.name', 'text?'],
  ]);
  const track = shape.object([
    ['id', 't.track_id', 'id'],
    ['name', 't.name', 'text'],
    ['milliseconds', 't.milliseconds', 'number'],
    ['genre', genre, 'json'],
  ]);
  const album = shape.object([
    ['id', 'b.album_id', 'id'],
    ['title', 'b.title', 'text'],
    ['tracks', 'tracks.j', 'json'],
  ]);
  return `select ${connection(shape, artist(shape), 'a.artist_id')}
    from (select * from artist a where true ${policy('a')} order by a.artist_id limit 20 offset $1::int) a
    cross join lateral (
      select ${connection(shape, album, 'b.album_id')} j
      from album b cross join lateral (
        select ${connection(shape, track, 't.track_id')} j
        from track t join genre g on g.genre_id = t.genre_id where t.album_id = b.album_id ${policy('t')}) tracks
      where b.artist_id = a.artist_id ${policy('b')}) albums`;
}

const artist = (shape: Shape): string =>
  shape.object([
    ['id', 'a.artist_id', 'id'],
    ['name', 'a.name', 'text?'],
    ['albums', 'albums.j', 'json'],
  ]);

function limited(shape: Shape): string {
  const track = shape.object([
    ['id', 't.track_id', 'id'],
    ['name', 't.name', 'text'],
    ['milliseconds', 't.milliseconds', 'number'],
  ]);
  const album = shape.object([
    ['id', 'b.album_id', 'id'],
    ['title', 'b.title', 'text'],
    ['tracks', 'tracks.j', 'json'],
  ]);
  return `select ${connection(shape, artist(shape), 'a.artist_id')}
    from (select * from artist a order by a.artist_id limit 20 offset $1::int) a
    cross join lateral (
      select ${connection(shape, album, 'b.title, b.album_id')} j
      from (select * from album where artist_id = a.artist_id order by title, album_id limit 3) b cross join lateral (
        select ${connection(shape, track, 't.milliseconds desc, t.track_id')} j
        from (select * from track where album_id = b.album_id order by milliseconds desc, track_id limit 2) t) tracks) albums`;
}

const CREATED = ['name', 'album', 'genre', 'mediaType', 'milliseconds', 'unitPrice', 'tenant'];

function create(shape: Shape): string {
  const track = shape.object([
    ['id', 't.track_id', 'id'],
    ['name', 't.name', 'text'],
    ['milliseconds', 't.milliseconds', 'number'],
  ]);
  return `insert into track as t (name, album_id, genre_id, media_type_id, milliseconds, unit_price, tenant_id)
    values ($1::text, $2::int, $3::int, $4::int, $5::int, $6::numeric, $7::int) returning ${track}`;
}

function wide(shape: Shape): string {
  return `select ${connection(shape, shape.object(WIDE), 't.track_id')}
    from (select * from track order by track_id limit 1000 offset $1::int) t`;
}

function grouped(shape: Shape): string {
  const group = shape.object([
    ['genre', 'g.name', 'text?'],
    ['count', 't.count', 'number'],
    ['sum', 't.sum', 'number'],
    ['max', 't.max', 'number'],
  ]);
  return `select ${shape.list(group, 'g.name')}
    from (select genre_id, count(*) count, sum(milliseconds) sum, max(milliseconds) max
      from track where position = $1::int group by genre_id) t join genre g using (genre_id)`;
}
