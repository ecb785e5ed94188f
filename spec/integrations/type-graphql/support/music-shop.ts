import { everyone, Manager, Permission, role } from '../../../../decorators/index.js';
import type { EmbeddableModel, EnumModel } from '../../../../lib/plugin.js';
import { embedded, many, member, one, primary, scalar } from './fields.js';
import type { MemorySource } from './memory-adapter.js';

@Manager({ description: 'Somebody who makes music.' })
@Permission({ read: everyone() })
export class Artist {
  id = 0;
  name = '';
  kind = 'solo-act';
  moods: readonly string[] = [];
  born: string | null = null;
  tags: readonly (string | null)[] = [];
  address: object | null = null;
  homes: readonly object[] = [];
  albums: readonly Album[] = [];
}

@Manager()
@Permission({ read: everyone() })
export class Album {
  id = 0;
  title = '';
  artist: Artist = new Artist();
  label: Label | null = null;
  tracks: readonly Track[] = [];
}

@Manager({ fields: { unitPrice: { name: 'price', description: 'In euro.' }, margin: { expose: false }, album: { name: 'record' } } })
@Permission({ read: everyone() })
export class Track {
  id = 0n;
  name = '';
  unitPrice = '0';
  margin = 0;
  seconds = 0;
  loudness: number | null = null;
  live = false;
  released: string | null = null;
  airs: string | null = null;
  stored: Date | null = null;
  recorded: Date | null = null;
  code: string | null = null;
  fade: string | null = null;
  notes: unknown = null;
  waveform: Uint8Array | null = null;
  money: string | null = null;
  lyrics: string | null = null;
  album: Album = new Album();
}

@Manager()
@Permission({ read: role('staff') })
export class Label {
  code = '';
  name = '';
}

@Manager()
@Permission({ read: everyone() })
export class Order {
  number = 0;
  lines: readonly OrderLine[] = [];
}

@Manager({ fields: { line: { name: 'position' } } })
@Permission({ read: everyone() })
export class OrderLine {
  order: Order = new Order();
  line = 0;
  track: Track = new Track();
}

@Manager()
@Permission({ read: everyone() })
export class Delivery {
  orderLine: OrderLine = new OrderLine();
  carrier = '';
}

@Manager()
@Permission({ read: everyone() })
export class Biography {
  artist: Artist = new Artist();
  text = '';
}

@Manager()
@Permission({ read: everyone() })
export class Vehicle {
  id = 0;
  plate = '';
  owner: Artist | null = null;
}

@Manager()
@Permission({ read: everyone() })
export class Car extends Vehicle {
  doors = 4;
  dealer: Artist | null = null;
}

@Manager()
@Permission({ read: everyone() })
export class Truck extends Vehicle {
  load = 0;
}

@Manager({ plural: 'summaries' })
@Permission({ read: everyone() })
export class Summary {
  text = '';
}

const KIND: EnumModel = {
  name: 'ArtistKind',
  description: 'Alone or together.',
  members: [
    { name: 'SOLO_ACT', value: 'solo-act' },
    { name: 'BAND', value: 'band' },
  ],
};
const MOOD: EnumModel = {
  name: 'Mood',
  members: [
    { name: 'CALM', value: 1 },
    { name: 'WILD', value: 2 },
  ],
};
const GEO: EmbeddableModel = { name: 'Geo', fields: [scalar('lat', 'float'), scalar('lng', 'float', { nullable: true })] };
const ADDRESS: EmbeddableModel = {
  name: 'Address',
  description: 'Where somebody lives.',
  fields: [
    scalar('street', 'string'),
    scalar('zipCode', 'string', { publicName: 'zip', nullable: true }),
    embedded('geo', 'Geo', { nullable: true }),
  ],
};

const ARTIST = {
  key: [{ field: 'id' }],
  enums: [KIND, MOOD],
  embeddables: [ADDRESS, GEO],
  fields: [
    primary('id', 'int'),
    scalar('name', 'string', { description: 'The name on the cover.' }),
    member('kind', 'ArtistKind'),
    member('moods', 'Mood', { list: true, sortable: false }),
    scalar('born', 'date', { nullable: true }),
    scalar('tags', 'string', { list: true }),
    embedded('address', 'Address', { nullable: true }),
    embedded('homes', 'Address', { list: true }),
    many('albums', Album),
  ],
};

const ALBUM = {
  key: [{ field: 'id' }],
  fields: [primary('id', 'int'), scalar('title', 'string'), one('artist', Artist), one('label', Label), many('tracks', Track)],
};

const TRACK = {
  key: [{ field: 'id' }],
  fields: [
    primary('id', 'bigint'),
    scalar('name', 'string'),
    scalar('unitPrice', 'decimal'),
    scalar('margin', 'int'),
    scalar('seconds', 'int'),
    scalar('loudness', 'float', { nullable: true }),
    scalar('live', 'boolean'),
    scalar('released', 'date', { nullable: true }),
    scalar('airs', 'time', { nullable: true }),
    scalar('stored', 'datetime', { nullable: true }),
    scalar('recorded', 'localDatetime', { nullable: true }),
    scalar('code', 'uuid', { nullable: true }),
    scalar('fade', 'interval', { nullable: true }),
    scalar('notes', 'json', { nullable: true }),
    scalar('waveform', 'blob', { nullable: true }),
    scalar('money', 'custom', { nullable: true, looksLike: 'string' }),
    scalar('lyrics', 'string', { nullable: true, lazy: true, operators: ['eq', 'isNull'], sortable: false }),
    one('album', Album),
  ],
};

const VEHICLE = [primary('id', 'int'), scalar('plate', 'string'), one('owner', Artist, { nullable: true })];

/** The shop's objects; a few of each manager. */
export interface Stock {
  readonly artists: readonly Artist[];
  readonly albums: readonly Album[];
  readonly tracks: readonly Track[];
}

/** Stocks the shop: 3 artists with 2 albums of 3 tracks each. */
export function stock(): Stock {
  const staff = Object.assign(new Label(), { code: 'blue', name: 'Blue Note' });
  const geo = { lat: 1.5, lng: null };
  const artists = [1, 2, 3].map((id) =>
    Object.assign(new Artist(), {
      id,
      name: `Artist ${id}`,
      kind: id === 2 ? 'band' : 'solo-act',
      moods: [1, 2],
      tags: ['a', null],
      address: { street: `Street ${id}`, zipCode: `${id}${id}`, geo },
    }),
  );
  const albums = artists.flatMap((artist) => {
    artist.albums = [1, 2].map((n) =>
      Object.assign(new Album(), { id: artist.id * 10 + n, title: `Album ${artist.id}.${n}`, artist, label: n === 1 ? staff : null }),
    );
    return artist.albums;
  });
  const tracks = albums.flatMap((album) => {
    album.tracks = [1, 2, 3].map((n) =>
      Object.assign(new Track(), {
        id: BigInt(album.id) * 10n + BigInt(n),
        name: `Track ${album.id}.${n}`,
        unitPrice: `${n}.50`,
        seconds: n * 60,
        album,
      }),
    );
    return album.tracks;
  });
  return { artists, albums, tracks };
}

/** The sources of the whole shop. */
export function musicShop({ artists, albums, tracks }: Stock = stock()): readonly MemorySource[] {
  const order = Object.assign(new Order(), { number: 7 });
  order.lines = tracks.slice(0, 2).map((track, index) => Object.assign(new OrderLine(), { order, line: index + 1, track }));
  const [artist] = artists;
  const cars = [Object.assign(new Car(), { id: 2, plate: 'B', doors: 5, owner: artist, dealer: artists[1] })];
  const trucks = [Object.assign(new Truck(), { id: 3, plate: 'C', load: 7.5, owner: artists[2] })];
  const deliveries = order.lines.map((orderLine) => Object.assign(new Delivery(), { orderLine, carrier: `Carrier ${orderLine.line}` }));
  const inheritance = { root: Vehicle, abstract: false };
  return [
    { target: Artist, description: ARTIST, objects: artists },
    { target: Album, description: ALBUM, objects: albums },
    { target: Track, description: TRACK, objects: tracks },
    {
      target: Label,
      description: { key: [{ field: 'code' }], fields: [primary('code', 'string'), scalar('name', 'string')] },
      objects: albums.flatMap(({ label }) => label ?? []),
    },
    {
      target: Order,
      description: { key: [{ field: 'number' }], fields: [primary('number', 'int'), many('lines', OrderLine)] },
      objects: [order],
    },
    {
      target: OrderLine,
      description: {
        key: [{ field: 'order', target: Order }, { field: 'line' }],
        fields: [one('order', Order, { primary: true }), primary('line', 'int'), one('track', Track)],
      },
      objects: order.lines,
    },
    {
      target: Delivery,
      description: {
        key: [{ field: 'orderLine', target: OrderLine }],
        fields: [one('orderLine', OrderLine, { primary: true }), scalar('carrier', 'string')],
      },
      objects: deliveries,
    },
    {
      target: Biography,
      description: {
        key: [{ field: 'artist', target: Artist }],
        fields: [one('artist', Artist, { primary: true }), scalar('text', 'string')],
      },
      objects: artists.slice(0, 1).map((each) => Object.assign(new Biography(), { artist: each, text: 'Born.' })),
    },
    {
      target: Vehicle,
      description: { key: [{ field: 'id' }], inheritance, fields: VEHICLE },
      objects: [Object.assign(new Vehicle(), { id: 1, plate: 'A' })],
    },
    {
      target: Car,
      description: {
        key: [{ field: 'id' }],
        inheritance,
        fields: [...VEHICLE, scalar('doors', 'int'), one('dealer', Artist, { nullable: true })],
      },
      objects: cars,
    },
    { target: Truck, description: { key: [{ field: 'id' }], inheritance, fields: [...VEHICLE, scalar('load', 'float')] }, objects: trucks },
    {
      target: Summary,
      description: { fields: [scalar('text', 'string', { operators: [], sortable: false })] },
      objects: [Object.assign(new Summary(), { text: 'All is well.' })],
    },
  ];
}

/** The sources of what is in no hierarchy. */
export const flatShop = (): readonly MemorySource[] => musicShop().filter(({ description }) => description.inheritance === undefined);
