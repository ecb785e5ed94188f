import { expect } from 'chai';
import type { OpenedApp } from './app/open.js';
import { openRelations, PASSPORTS } from './app/relations/store.js';

const nodes = (...list: readonly object[]): object => ({ nodes: list });

/** What is read, and what comes of it. */
type Read = readonly [query: string, data: object];

const READS: Readonly<Record<string, Read>> = {
  'many-to-one and one-to-many, of a key of several columns': [
    '{ places { nodes { id zone { number country { code } places { nodes { id } } } } } }',
    {
      places: nodes(
        ...['1', '2'].map((id) => ({ id, zone: { number: '1', country: { code: 'FR' }, places: nodes({ id: '1' }, { id: '2' }) } })),
        { id: '3', zone: { number: '2', country: { code: 'FR' }, places: nodes({ id: '3' }) } },
        { id: '4', zone: { number: '1', country: { code: 'JP' }, places: nodes({ id: '4' }) } },
        { id: '5', zone: null },
      ),
    },
  ],
  'a relation that is part of the key': [
    '{ countries { nodes { code zones { nodes { number name country { name } } } } } }',
    {
      countries: nodes(
        {
          code: 'FR',
          zones: nodes(
            { number: '1', name: 'Nord', country: { name: 'France' } },
            { number: '2', name: 'Sud', country: { name: 'France' } },
          ),
        },
        { code: 'JP', zones: nodes({ number: '1', name: 'Kanto', country: { name: 'Japan' } }) },
        { code: 'XX', zones: nodes() },
      ),
    },
  ],
  'a tree': [
    '{ people { nodes { id boss { id boss { id } } reports { nodes { id reports { nodes { id } } } } } } }',
    {
      people: nodes(
        { id: '1', boss: null, reports: nodes({ id: '2', reports: nodes({ id: '4' }) }, { id: '3', reports: nodes() }) },
        { id: '2', boss: { id: '1', boss: null }, reports: nodes({ id: '4', reports: nodes() }) },
        { id: '3', boss: { id: '1', boss: null }, reports: nodes() },
        { id: '4', boss: { id: '2', boss: { id: '1' } }, reports: nodes() },
      ),
    },
  ],
  'a tree of a schema': [
    '{ places(filter: { children: { some: {} } }) { nodes { id children { nodes { id parent { id } } } } } }',
    { places: nodes({ id: '1', children: nodes({ id: '2', parent: { id: '1' } }) }) },
  ],
  'many-to-many of one class, from both ends': [
    '{ people { nodes { id friends { nodes { id } } friendOf { nodes { id } } } } }',
    {
      people: nodes(
        { id: '1', friends: nodes({ id: '2' }, { id: '3' }), friendOf: nodes({ id: '2' }) },
        { id: '2', friends: nodes({ id: '1' }), friendOf: nodes({ id: '1' }) },
        { id: '3', friends: nodes(), friendOf: nodes({ id: '1' }) },
        { id: '4', friends: nodes({ id: '4' }), friendOf: nodes({ id: '4' }) },
      ),
    },
  ],
  'one-sided many-to-many, into another schema': [
    '{ people { nodes { id languages { nodes { code country { name } } } } } languages { nodes { code } } }',
    {
      people: nodes(
        { id: '1', languages: nodes({ code: 'fr', country: { name: 'France' } }, { code: 'la', country: null }) },
        { id: '2', languages: nodes() },
        { id: '3', languages: nodes({ code: 'fr', country: { name: 'France' } }, { code: 'ja', country: { name: 'Japan' } }) },
        { id: '4', languages: nodes() },
      ),
      languages: nodes({ code: 'fr' }, { code: 'ja' }, { code: 'la' }),
    },
  ],
  'many-to-many by an entity of its own': [
    `{ clubs { nodes { name members { nodes { name clubs { nodes { id } } } } memberships { nodes { role person { name } club { id } } } } } }`,
    {
      clubs: nodes(
        {
          name: 'Chess',
          members: nodes({ name: 'Ada', clubs: nodes({ id: '1' }) }, { name: 'Bob', clubs: nodes({ id: '1' }) }),
          memberships: nodes(
            { role: 'CAPTAIN', person: { name: 'Ada' }, club: { id: '1' } },
            { role: 'MEMBER', person: { name: 'Bob' }, club: { id: '1' } },
          ),
        },
        {
          name: 'Go',
          members: nodes({ name: 'Cho', clubs: nodes({ id: '2' }) }),
          memberships: nodes({ role: 'CAPTAIN', person: { name: 'Cho' }, club: { id: '2' } }),
        },
        { name: 'Empty', members: nodes(), memberships: nodes() },
      ),
    },
  ],
  'many-to-many from both ends': [
    '{ trips { nodes { title tags { nodes { name } } countries { nodes { code } } } } tags { nodes { name trips { nodes { id } } } } }',
    {
      trips: nodes(
        { title: 'Tour', tags: nodes({ name: 'fast' }, { name: 'slow' }), countries: nodes({ code: 'FR' }, { code: 'JP' }) },
        { title: 'Idle', tags: nodes({ name: 'slow' }), countries: nodes() },
      ),
      tags: nodes(
        { name: 'fast', trips: nodes({ id: '1' }) },
        { name: 'slow', trips: nodes({ id: '1' }, { id: '2' }) },
        { name: 'unused', trips: nodes() },
      ),
    },
  ],
  'one-to-one from both ends': [
    '{ people { nodes { id passport { number createdAt } } } passports { nodes { number person { name } } } }',
    {
      people: nodes(
        { id: '1', passport: { number: PASSPORTS[0], createdAt: '2020-02-20T20:20:20.000Z' } },
        { id: '2', passport: null },
        { id: '3', passport: { number: PASSPORTS[1], createdAt: '2020-02-20T20:20:20.000Z' } },
        { id: '4', passport: null },
      ),
      passports: nodes({ number: PASSPORTS[0], person: { name: 'Ada' } }, { number: PASSPORTS[1], person: { name: 'Cho' } }),
    },
  ],
  'one-to-one that is the key': [
    '{ badges { nodes { color person { id badge { color } } } } people(filter: { badge: { color: { eq: "red" } } }) { nodes { name } } }',
    {
      badges: nodes(
        { color: 'red', person: { id: '2', badge: { color: 'red' } } },
        { color: 'blue', person: { id: '4', badge: { color: 'blue' } } },
      ),
      people: nodes({ name: 'Bob' }),
    },
  ],
  'one-to-one that is a key of several columns': [
    '{ inspections { nodes { result stop { position trip { id } place { name } } } } stops { nodes { position inspection { result } } } }',
    {
      inspections: nodes({ result: 'good', stop: { position: '2', trip: { id: '1' }, place: { name: 'Tokyo' } } }),
      stops: nodes({ position: '1', inspection: null }, { position: '2', inspection: { result: 'good' } }),
    },
  ],
  'a foreign key to another column than the key': [
    '{ accounts { nodes { id owner { name } } } people { nodes { id accounts { nodes { id } } } } }',
    {
      accounts: nodes(
        { id: 'a1', owner: { name: 'Ada' } },
        { id: 'a2', owner: { name: 'Ada' } },
        { id: 'c1', owner: { name: 'Cho' } },
        { id: 'n', owner: null },
      ),
      people: nodes(
        { id: '1', accounts: nodes({ id: 'a1' }, { id: 'a2' }) },
        { id: '2', accounts: nodes() },
        { id: '3', accounts: nodes({ id: 'c1' }) },
        { id: '4', accounts: nodes() },
      ),
    },
  ],
  'a hierarchy in one table': [
    `{ vehicles { nodes { __typename id plate owner { id } ... on Car { doors } ... on Truck { load helpers { nodes { name } } } ... on Tanker { litres } } }
       cars { nodes { plate doors } } trucks { nodes { __typename plate load } } tankers { nodes { plate litres } } }`,
    {
      vehicles: nodes(
        { __typename: 'Car', id: '1', plate: 'AA', owner: { id: '1' }, doors: 4 },
        {
          __typename: 'BaseTruck',
          id: '2',
          plate: 'BB',
          owner: { id: '2' },
          load: '7.50',
          helpers: nodes({ name: 'Cho' }, { name: 'Dan' }),
        },
        { __typename: 'Tanker', id: '3', plate: 'CC', owner: { id: '2' }, load: '20.00', helpers: nodes(), litres: '9007199254740993' },
        { __typename: 'Car', id: '4', plate: 'DD', owner: null, doors: 2 },
      ),
      cars: nodes({ plate: 'AA', doors: 4 }, { plate: 'DD', doors: 2 }),
      trucks: nodes({ __typename: 'BaseTruck', plate: 'BB', load: '7.50' }, { __typename: 'Tanker', plate: 'CC', load: '20.00' }),
      tankers: nodes({ plate: 'CC', litres: '9007199254740993' }),
    },
  ],
  'a relation to a hierarchy': [
    '{ people { nodes { id vehicles(sort: { plate: DESC }) { totalCount nodes { plate ... on Truck { load } } } } } }',
    {
      people: nodes(
        { id: '1', vehicles: { totalCount: 1, nodes: [{ plate: 'AA' }] } },
        {
          id: '2',
          vehicles: {
            totalCount: 2,
            nodes: [
              { plate: 'CC', load: '20.00' },
              { plate: 'BB', load: '7.50' },
            ],
          },
        },
        { id: '3', vehicles: { totalCount: 0, nodes: [] } },
        { id: '4', vehicles: { totalCount: 0, nodes: [] } },
      ),
    },
  ],
  'a view and what it leads to': [
    '{ zoneSizes(sort: { places: DESC }) { nodes { id places country { name } } } }',
    {
      zoneSizes: nodes(
        { id: 'FR-1', places: 2, country: { name: 'France' } },
        { id: 'FR-2', places: 1, country: { name: 'France' } },
        { id: 'JP-1', places: 1, country: { name: 'Japan' } },
      ),
    },
  ],
  'a query without a table': [
    '{ initials(filter: { amount: { gte: 1 } }, sort: { letter: ASC }, first: 2) { totalCount nodes { letter amount firstName } } }',
    {
      initials: {
        totalCount: 4,
        nodes: [
          { letter: 'L', amount: 2, firstName: 'Lille' },
          { letter: 'N', amount: 1, firstName: 'Nice' },
        ],
      },
    },
  ],
  'everything at once': [
    `{ people(filter: { vehicles: { some: { plate: { eq: "AA" } } } }) { nodes {
       lastTrip { stops(filter: { inspection: { result: { eq: "good" } } }) { nodes { place { zone { country { zones { nodes { places { nodes { name } } } } } } } } }
         tags(sort: { name: DESC }, first: 1) { nodes { trips(sort: { id: DESC }) { nodes { title from { country { name } } } } } } }
       reports { nodes { vehicles { nodes { plate } } reports { nodes { badge { color person { boss { boss { name } } } } } } } }
       friends { nodes { clubs { nodes { memberships(filter: { role: { eq: CAPTAIN } }) { nodes { person { passport { person { languages { nodes { code } } } } } } } } } } } } } }`,
    {
      people: nodes({
        lastTrip: {
          stops: nodes({ place: { zone: { country: { zones: nodes({ places: nodes({ name: 'Tokyo' }) }) } } } }),
          tags: nodes({
            trips: nodes({ title: 'Idle', from: { country: { name: 'Japan' } } }, { title: 'Tour', from: { country: { name: 'France' } } }),
          }),
        },
        reports: nodes(
          {
            vehicles: nodes({ plate: 'BB' }, { plate: 'CC' }),
            reports: nodes({ badge: { color: 'blue', person: { boss: { boss: { name: 'Ada' } } } } }),
          },
          { vehicles: nodes(), reports: nodes() },
        ),
        friends: nodes(
          {
            clubs: nodes({
              memberships: nodes({ person: { passport: { person: { languages: nodes({ code: 'fr' }, { code: 'la' }) } } } }),
            }),
          },
          {
            clubs: nodes({
              memberships: nodes({ person: { passport: { person: { languages: nodes({ code: 'fr' }, { code: 'ja' }) } } } }),
            }),
          },
        ),
      }),
    },
  ],
};

/** A list, a filter, and the keys that are left. */
const FILTERS: readonly (readonly [list: string, key: string, filter: string, keys: readonly string[]])[] = [
  ['people', 'id', '{ reports: { some: { name: { eq: "Dan" } } } }', ['2']],
  ['people', 'id', '{ reports: { every: { name: { eq: "Dan" } } } }', ['2', '3', '4']],
  ['people', 'id', '{ reports: { none: { reports: { some: {} } } } }', ['2', '3', '4']],
  ['people', 'id', '{ boss: { boss: { id: { eq: 1 } } } }', ['4']],
  ['people', 'id', '{ boss: null }', ['1']],
  ['people', 'id', '{ friends: { some: { id: { eq: 3 } } } }', ['1']],
  ['people', 'id', '{ friends: { every: { id: { lte: 2 } } } }', ['2', '3']],
  ['people', 'id', '{ friendOf: { some: { id: { eq: 4 } } } }', ['4']],
  ['people', 'id', '{ friendOf: { none: {} } }', []],
  ['people', 'id', '{ languages: { some: { country: { code: { eq: "FR" } } }, none: { code: { eq: "la" } } } }', ['3']],
  ['people', 'id', '{ languages: { every: { country: { code: { in: ["FR", "JP"] } } } } }', ['2', '3', '4']],
  ['people', 'id', '{ clubs: { some: { name: { eq: "Chess" } } } }', ['1', '2']],
  ['people', 'id', '{ clubs: { none: { members: { some: { name: { eq: "Bob" } } } } } }', ['3', '4']],
  ['people', 'id', '{ accounts: { some: { id: { in: ["a1", "a2"] } } } }', ['1']],
  ['people', 'id', '{ accounts: { every: { id: { in: ["a1", "a2"] } } } }', ['1', '2', '4']],
  ['people', 'id', '{ accounts: { none: { id: { eq: "c1" } } } }', ['1', '2', '4']],
  ['people', 'id', '{ vehicles: { some: { kind: { eq: TANKER } } } }', ['2']],
  ['people', 'id', '{ vehicles: { none: {} } }', ['3', '4']],
  ['people', 'id', `{ passport: { number: { eq: "${PASSPORTS[1]}" } } }`, ['3']],
  ['people', 'id', '{ passport: null }', ['2', '4']],
  ['people', 'id', '{ home: { zone: { country: { code: { eq: "FR" } }, number: { eq: 1 } } } }', ['1', '2']],
  ['people', 'id', '{ lastTrip: { stops: { some: { place: { name: { eq: "Tokyo" } } } } } }', ['1']],
  ['clubs', 'id', '{ members: { some: { id: { eq: 2 } } } }', ['1']],
  ['clubs', 'id', '{ members: { every: { id: { eq: 3 } } } }', ['2', '3']],
  ['clubs', 'id', '{ memberships: { none: { role: { eq: MEMBER } } } }', ['2', '3']],
  ['accounts', 'id', '{ owner: { name: { eq: "Ada" } } }', ['a1', 'a2']],
  ['accounts', 'id', '{ owner: null }', ['n']],
  ['places', 'id', '{ zone: null }', ['5']],
  ['places', 'id', '{ zone: { places: { none: { parent: null } } } }', []],
  ['places', 'id', '{ zone: { places: { every: { children: { none: {} } } } } }', ['3', '4']],
  ['zones', 'name', '{ places: { some: { id: { gt: 3 } } } }', ['Kanto']],
  ['zones', 'name', '{ country: { zones: { some: { number: { eq: 2 } } } } }', ['Nord', 'Sud']],
  ['countries', 'code', '{ zones: { every: { places: { some: { parent: null } } } } }', ['FR', 'JP', 'XX']],
  ['trips', 'id', '{ tags: { every: { name: { eq: "slow" } } } }', ['2']],
  ['trips', 'id', '{ countries: { none: {} } }', ['2']],
  ['trips', 'id', '{ stops: { some: { inspection: { result: { eq: "good" } } } } }', ['1']],
  ['tags', 'name', '{ trips: { none: {} } }', ['unused']],
  ['tags', 'name', '{ trips: { some: { stops: { some: { position: { eq: 2 } } } } } }', ['fast', 'slow']],
  ['stops', 'position', '{ inspection: null }', ['1']],
  ['inspections', 'result', '{ stop: { trip: { title: { eq: "Tour" } } } }', ['good']],
  ['badges', 'color', '{ person: { boss: { id: { eq: 2 } } } }', ['blue']],
  ['trucks', 'id', '{ helpers: { some: { name: { eq: "Cho" } } } }', ['2']],
  ['trucks', 'id', '{ helpers: { none: {} } }', ['3']],
  ['tankers', 'id', '{ litres: { gt: "9007199254740992" }, owner: { name: { eq: "Bob" } } }', ['3']],
  ['vehicles', 'id', '{ owner: null }', ['4']],
  ['zoneSizes', 'id', '{ country: { name: { eq: "Japan" } }, places: { eq: 1 } }', ['JP-1']],
  ['initials', 'letter', '{ firstName: { eq: "Tokyo" } }', ['T']],
];

const SORTS: readonly (readonly [list: string, key: string, sort: string, keys: readonly string[]])[] = [
  ['people', 'id', '{ home: { zone: { country: { name: DESC } } } }', ['4', '3', '1', '2']],
  ['people', 'id', '[{ boss: { name: ASC_NULLS_FIRST } }, { name: DESC }]', ['1', '3', '2', '4']],
  ['people', 'id', '{ badge: { color: ASC } }', ['4', '2', '1', '3']],
  ['accounts', 'id', '[{ owner: { name: DESC_NULLS_LAST } }]', ['c1', 'a1', 'a2', 'n']],
  ['places', 'id', '[{ zone: { number: DESC_NULLS_LAST } }, { zone: { country: { code: DESC } } }]', ['3', '4', '1', '2', '5']],
  ['vehicles', 'id', '{ owner: { email: DESC_NULLS_LAST } }', ['2', '3', '1', '4']],
];

describe('kinds of relations', () => {
  let app: OpenedApp;

  before(async () => {
    app = await openRelations();
  });
  after(async () => app.close());

  const keysOf = async (list: string, key: string, argument: string): Promise<unknown> => {
    const data = await app.data(`{ ${list}(${argument}) { nodes { ${key} } } }`);
    return (data[list] as { readonly nodes: readonly Record<string, unknown>[] }).nodes.map((node) => node[key]);
  };

  for (const [name, [query, data]] of Object.entries(READS)) {
    it(`reads ${name}`, async () => expect(await app.data(query)).to.deep.equal(data));
  }

  for (const [list, key, filter, keys] of FILTERS) {
    it(`finds ${list} by ${filter}`, async () => expect(await keysOf(list, key, `filter: ${filter}`)).to.deep.equal(keys));
  }

  for (const [list, key, sort, keys] of SORTS) {
    it(`sorts ${list} by ${sort}`, async () => expect(await keysOf(list, key, `sort: ${sort}`)).to.deep.equal(keys));
  }
});
