import { expect } from 'chai';
import type { ReadRequest, SelectionRequest } from '../../../lib/plugin.js';
import { BootedSchema } from './support/boot.js';
import { musicShop } from './support/music-shop.js';

/** The one request that an operation made, without parts that are not set. */
async function requestOf(source: string, variables: Record<string, unknown> = {}): Promise<ReadRequest> {
  const app = new BootedSchema(musicShop());
  await app.data(source, variables);
  expect(app.calls).to.have.lengthOf(1);
  const [call] = app.calls;
  return JSON.parse(JSON.stringify(call?.request ?? { select: call?.select })) as ReadRequest;
}

const page = (select: Partial<SelectionRequest>, rest: Partial<ReadRequest> = {}): ReadRequest => ({
  select: { fields: [], relations: [], instances: false, ...select },
  page: {},
  rows: true,
  positions: false,
  total: false,
  ...rest,
});

describe('the read request of a GraphQL operation', () => {
  it('names properties, not what the API calls them', async () => {
    expect(await requestOf('{ tracks { nodes { id price } } }')).to.deep.equal(page({ fields: ['id', 'unitPrice'] }));
  });

  it('asks for rows, cursors and the total only where they are selected', async () => {
    expect(await requestOf('{ artists { totalCount } }')).to.deep.equal(page({}, { rows: false, total: true }));
    expect(await requestOf('{ artists { pageInfo { hasNextPage } } }')).to.deep.equal(page({}));
    expect(await requestOf('{ artists { pageInfo { endCursor } } }')).to.deep.equal(page({}, { positions: true }));
    expect(await requestOf('{ artists { edges { c: cursor } } }')).to.deep.equal(page({}, { positions: true }));
    expect(await requestOf('{ artists { __typename } }')).to.deep.equal(page({}, { rows: false }));
    expect(await requestOf('{ summaries { edges { cursor node { text } } } }')).to.deep.equal(page({ fields: ['text'] }));
  });

  it('takes nodes and edges together', async () => {
    const request = await requestOf('{ artists { nodes { id } edges { node { name albums(first: 1) { nodes { id } } } } } }');
    const albums = page({ fields: ['id'] }, { page: { first: 1 } });
    expect(request).to.deep.equal(page({ fields: ['id', 'name'], relations: [{ alias: ':albums', field: 'albums', request: albums }] }));
  });

  it('keeps the same relation in nodes and edges apart', async () => {
    const app = new BootedSchema(musicShop());
    const data = await app.data(
      '{ artists(first: 1) { nodes { albums(first: 1) { nodes { title } } } edges { node { albums(first: 2) { totalCount nodes { id } } } } } }',
    );
    expect(data['artists']).to.deep.equal({
      nodes: [{ albums: { nodes: [{ title: 'Album 1.1' }] } }],
      edges: [{ node: { albums: { totalCount: 2, nodes: [{ id: '11' }, { id: '12' }] } } }],
    });
    expect(app.adapter.plans).to.have.lengthOf(1);
  });

  it('has an alias of its own for each use of a relation', async () => {
    const { select } = await requestOf(
      '{ artist(id: 1) { a: albums(first: 1) { totalCount } albums: albums { totalCount } b: albums(first: 3) { totalCount } } }',
    );
    expect(select.relations.map(({ alias, request }) => [alias, request.page])).to.deep.equal([
      [':a', { first: 1 }],
      [':albums', {}],
      [':b', { first: 3 }],
    ]);
  });

  it('is the same whenever the same document comes', async () => {
    const source =
      '{ artist(id: 1) { albums { nodes { ...A } } ...B } } fragment A on Album { tracks { totalCount } } fragment B on Artist { more: albums { nodes { ...A } } }';
    expect(await requestOf(source)).to.deep.equal(await requestOf(source));
  });

  it('merges fields of fragments, inline fragments and repetitions', async () => {
    const { select } = await requestOf(
      `query { artist(id: 1) { id ...Names ... on Artist { kind albums(first: 2) { nodes { id } } } ... { born } } }
       fragment Names on Artist { name albums(first: 2) { nodes { title artist { name } } totalCount } }`,
    );
    expect(select.fields).to.deep.equal(['id', 'name', 'kind', 'born']);
    expect(select.relations).to.have.lengthOf(1);
    expect(select.relations[0]?.request).to.deep.equal(
      page(
        {
          fields: ['title', 'id'],
          relations: [{ alias: ':artist:2', field: 'artist', request: { select: { fields: ['name'], relations: [], instances: false } } }],
        },
        { page: { first: 2 }, total: true },
      ),
    );
  });

  it('leaves out what @skip and @include leave out', async () => {
    const source = `query ($yes: Boolean!, $no: Boolean!) { artist(id: 1) {
      id name @skip(if: $yes) kind @include(if: $no) born @skip(if: $no) @include(if: $yes)
      ... @include(if: $no) { tags } ...Moods @skip(if: $yes) albums @include(if: false) { totalCount } } } fragment Moods on Artist { moods }`;
    const { select } = await requestOf(source, { yes: true, no: false });
    expect(select).to.deep.equal({ fields: ['id', 'born'], relations: [], instances: false });
  });

  it('goes to any depth', async () => {
    const { select } = await requestOf(
      '{ artist(id: 1) { albums { nodes { tracks { nodes { record { artist { albums { totalCount } } } } } } } } }',
    );
    const path: string[] = [];
    for (let at: SelectionRequest | undefined = select; at; at = at.relations[0]?.request.select)
      path.push(...at.relations.map(({ field }) => field));
    expect(path).to.deep.equal(['albums', 'tracks', 'album', 'artist', 'albums']);
  });

  it('coerces arguments as graphql-js does: literals, variables, defaults, lists of one, enums by value', async () => {
    const app = new BootedSchema(musicShop());
    await app.execute(
      `query ($name: String = "x", $none: Int, $kinds: [ArtistKind!], $dir: SortDirection = DESC) {
         artists(first: $none, offset: 3, sort: { name: $dir }, filter: { name: { contains: $name }, kind: { in: $kinds }, moods: { has: WILD }, id: { eq: 5 } }) { totalCount }
       }`,
      { kinds: 'BAND' },
    );
    expect(JSON.parse(JSON.stringify(app.calls[0]?.request))).to.deep.equal(
      page(
        {},
        {
          rows: false,
          total: true,
          page: { offset: 3 },
          sort: [{ name: 'desc' }],
          filter: { name: { contains: 'x' }, kind: { in: ['band'] }, moods: { has: 2 }, id: { eq: '5' } },
        },
      ),
    );
  });

  it('names properties in filters and sorts, through relations, lists, embedded objects and connectives', async () => {
    const app = new BootedSchema(musicShop());
    await app.execute(`{ tracks(
      filter: { and: [{ price: { gt: "1" } }, { not: { or: [{ record: { title: { eq: "x" } } }, { record: null }] } }], record: { artist: { address: { zip: { eq: "1" } }, albums: { some: { tracks: { none: { price: { isNull: true } } } } } } } }
      sort: [{ record: { artist: { address: { zip: ASC } } } }, { price: DESC_NULLS_LAST }]) { totalCount } }`);
    const { filter, sort } = JSON.parse(JSON.stringify(app.calls[0]?.request)) as ReadRequest;
    expect(filter).to.deep.equal({
      and: [{ unitPrice: { gt: '1' } }, { not: { or: [{ album: { title: { eq: 'x' } } }, { album: null }] } }],
      album: { artist: { address: { zipCode: { eq: '1' } }, albums: { some: { tracks: { none: { unitPrice: { isNull: true } } } } } } },
    });
    expect(sort).to.deep.equal([{ album: { artist: { address: { zipCode: 'asc' } } } }, { unitPrice: 'desc nulls last' }]);
  });

  it('leaves what is inside of JSON as it is', async () => {
    const app = new BootedSchema(musicShop());
    await app.execute(
      'query ($doc: JSON) { tracks(filter: { notes: { path: ["price"], eq: { price: 1, and: [null] } }, not: { notes: { ne: $doc } } }) { totalCount } }',
      { doc: { price: 'x' } },
    );
    expect(JSON.parse(JSON.stringify(app.calls[0]?.request?.filter))).to.deep.equal({
      notes: { path: ['price'], eq: { price: 1, and: [null] } },
      not: { notes: { ne: { price: 'x' } } },
    });
  });

  it('passes null operands on', async () => {
    const app = new BootedSchema(musicShop());
    await app.execute('{ artists(filter: { born: { eq: null }, address: null, albums: null }, sort: null, first: null) { totalCount } }');
    expect(JSON.parse(JSON.stringify(app.calls[0]?.request))).to.deep.include({
      filter: { born: { eq: null }, address: null, albums: null },
      sort: null,
      page: {},
    });
  });

  it('names the parts of keys by their properties', async () => {
    const app = new BootedSchema(musicShop());
    await app.data(
      'query ($key: OrderLineKey!) { orderLine(key: { order: 7, position: "2" }) { position } delivery(key: $key) { carrier } biography(id: 1) { text } }',
      {
        key: { order: '7', position: 1 },
      },
    );
    expect(JSON.parse(JSON.stringify(app.calls.map(({ keys }) => keys)))).to.deep.equal([
      [{ order: '7', line: '2' }],
      [{ order: '7', line: '1' }],
      ['1'],
    ]);
  });

  it('is refused where fragments that use each other make it too large', async () => {
    const levels = Array.from({ length: 40 }, (_each, level) => {
      const next = `artist { ...F${level + 1} }`;
      return `fragment F${level} on Artist { albums { nodes { ${next} } edges { node { ${next} } } } }`;
    });
    const app = new BootedSchema(musicShop());
    const { data, errors } = await app.execute(`{ artists { nodes { ...F0 } } } ${levels.join(' ')} fragment F40 on Artist { id }`);
    expect(data).to.equal(null);
    expect(errors?.[0]?.extensions).to.deep.include({ code: 'LIMIT_EXCEEDED', gm: 'GM_LIMIT_RELATIONS' });
    expect(app.calls).to.deep.equal([]);
  });

  it('makes one read of each root field', async () => {
    const app = new BootedSchema(musicShop());
    const { a, b } = await app.data('{ a: artist(id: 1) { name } b: artist(id: 2) { name } artists { totalCount } }');
    expect([a, b]).to.deep.equal([{ name: 'Artist 1' }, { name: 'Artist 2' }]);
    expect(app.calls.map(({ method }) => method)).to.deep.equal(['readOne', 'readOne', 'read']);
  });

  it('acts for the actor of the context, with its session and signal', async () => {
    const app = new BootedSchema(musicShop());
    const actor = { id: 1, roles: ['staff'] };
    const session = {};
    const { signal } = new AbortController();
    await app.data('{ labels { totalCount } }', {}, { actor, session, signal });
    await app.data('{ artists { totalCount } }');
    expect(app.calls[0]?.caller).to.deep.equal({ actor });
    expect(app.calls[0]?.context?.session).to.equal(session);
    expect(app.calls[0]?.context?.signal).to.equal(signal);
    expect(app.calls[1]?.caller).to.deep.equal({ actor: null });
    expect(app.calls[1]?.context).to.have.all.keys('budget');
  });
});

describe('the read request of an operation on a hierarchy', () => {
  it('reads once what all types select, and the rest for rows of its type', async () => {
    const { select } = await requestOf(
      '{ vehicles { nodes { __typename id ... on Vehicle { plate } ... on Car { doors } ...Load ... on BaseVehicle { owner { name } } } } } fragment Load on Truck { load }',
    );
    expect(select.fields).to.deep.equal(['id', 'plate']);
    expect(
      Object.entries(select.variants ?? {}).map(([name, { fields, relations }]) => [name, fields, relations.map(({ field }) => field)]),
    ).to.have.deep.members([
      ['Vehicle', [], ['owner']],
      ['Car', ['doors'], []],
      ['Truck', ['load'], []],
    ]);
  });

  it('takes together what types select of the same relation', async () => {
    const app = new BootedSchema(musicShop());
    const data = await app.data(
      '{ vehicles { nodes { owner { name } ... on Car { owner { id } dealer { kind } } ... on Truck { owner { born } } } } }',
    );
    expect(data['vehicles']).to.deep.equal({
      nodes: [
        { owner: null },
        { owner: { name: 'Artist 1', id: '1' }, dealer: { kind: 'BAND' } },
        { owner: { name: 'Artist 3', born: null } },
      ],
    });
    const { select } = app.calls[0]?.request ?? {};
    expect(select?.relations.map(({ field, request }) => [field, request.select.fields])).to.deep.equal([
      ['owner', ['name', 'id', 'born']],
    ]);
  });

  it('keeps apart what each type selects of a relation by itself', async () => {
    const app = new BootedSchema(musicShop());
    const data = await app.data('{ vehicles { nodes { ... on Car { owner { name } } ... on Truck { owner { id } } } } }');
    expect(data['vehicles']).to.deep.equal({ nodes: [{}, { owner: { name: 'Artist 1' } }, { owner: { id: '3' } }] });
    const { variants } = app.calls[0]?.request?.select ?? {};
    expect(Object.values(variants ?? {}).map(({ relations }) => relations.map(({ alias }) => alias))).to.have.deep.members([
      [],
      [':owner'],
      [':owner:2'],
    ]);
  });

  it('tells the type of single objects', async () => {
    const app = new BootedSchema(musicShop());
    expect(
      await app.data(
        '{ a: vehicle(id: 1) { __typename } b: vehicle(id: 2) { __typename ... on Car { doors } } truck(id: 3) { __typename load } }',
      ),
    ).to.deep.equal({
      a: { __typename: 'BaseVehicle' },
      b: { __typename: 'Car', doors: 5 },
      truck: { __typename: 'Truck', load: 7.5 },
    });
  });
});
