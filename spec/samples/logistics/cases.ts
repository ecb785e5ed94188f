/** A question, who asks it, and just what is answered. */
export interface Case {
  readonly title: string;
  readonly as?: string;
  readonly query: string;
  readonly data: object;
}

export const CASES: readonly Case[] = [
  {
    title: 'objects of a hierarchy, with what only one of their types has',
    query: `{ ships(sort: [{ id: ASC }], offset: 5, first: 2) { totalCount nodes {
      __typename id name yearLaunched status ... on CargoShip { holds capacity } ... on ResearchShip { laboratories berths } } } }`,
    data: {
      ships: {
        totalCount: 9,
        nodes: [
          { __typename: 'CargoShip', id: '6', name: 'Nordlys', yearLaunched: 1997, status: 'DryDock', holds: 3, capacity: '2250.125' },
          { __typename: 'ResearchShip', id: '7', name: 'Humboldt', yearLaunched: 2004, status: 'AtSea', laboratories: ['wet'], berths: 26 },
        ],
      },
    },
  },
  {
    title: 'exact values: bigint, decimals in an embeddable, arrays, JSON, unicode, a renamed field',
    query: '{ ship(id: 1) { displacement dimensions { length beam draught } flags lastReport radioCallSign launched version } }',
    data: {
      ship: {
        displacement: '9007199254740994',
        dimensions: { length: '90.50', beam: '14.00', draught: null },
        flags: ['NL', 'EU'],
        lastReport: { wind: { knots: 5 }, remarks: 'Alles „gut“ on Ada 🚢' },
        radioCallSign: 'PA1001',
        launched: '1962-01-15',
        version: 1,
      },
    },
  },
  {
    title: 'a foreign key to a column that is no primary key, from both ends',
    query: `{ ship(id: 2) { homePort { code name pilotsFrom ships(sort: [{ name: DESC }]) { nodes { name } } } } }`,
    data: {
      ship: {
        homePort: { code: 'NOBGO', name: 'Bergen', pilotsFrom: null, ships: { nodes: [{ name: 'Noordzee' }, { name: 'Humboldt' }] } },
      },
    },
  },
  {
    title: 'filters through relations and embeddables, nested lists with filters of their own',
    query: `{ ships(filter: { and: [{ dimensions: { length: { gte: "150" } } }, { homePort: { open: { eq: true } } }] }, sort: [{ name: ASC }]) {
      nodes { name modules(filter: { parent: null, name: { istartsWith: "main" } }) { nodes { serial parts { nodes { name } } } } } } }`,
    data: {
      ships: {
        nodes: [
          { name: 'Humboldt', modules: { nodes: [{ serial: 'M-7-1', parts: { nodes: [{ name: 'Fuel pump' }] } }] } },
          { name: 'Nansen', modules: { nodes: [{ serial: 'M-8-1', parts: { nodes: [{ name: 'Fuel pump' }] } }] } },
          { name: 'Nordlys', modules: { nodes: [{ serial: 'M-6-1', parts: { nodes: [{ name: 'Fuel pump' }] } }] } },
        ],
      },
    },
  },
  {
    title: 'many-to-many relations both ways, a numeric enum, a document',
    as: 'sam',
    query: `{ crew(filter: { skills: { some: { name: { eq: "diving" } } } }, sort: [{ rank: DESC }], first: 2) {
      nodes { name rank born address { city postcode } skills(sort: [{ name: ASC }]) { nodes { name holders { totalCount } } } } } }`,
    data: {
      crew: {
        nodes: [
          {
            name: 'Grace Hopper',
            rank: 'Captain',
            born: '1958-11-01',
            address: { city: 'Rotterdam', postcode: null },
            skills: {
              nodes: [
                { name: 'diving', holders: { totalCount: 3 } },
                { name: 'navigation', holders: { totalCount: 3 } },
              ],
            },
          },
          {
            name: 'Zheng He',
            rank: 'Engineer',
            born: '1988-11-07',
            address: { city: 'Bergen', postcode: null },
            skills: {
              nodes: [
                { name: 'diving', holders: { totalCount: 3 } },
                { name: 'navigation', holders: { totalCount: 3 } },
              ],
            },
          },
        ],
      },
    },
  },
  {
    title: 'keys of several columns, of relations, and of a view',
    as: 'sam',
    query: `{ assignment(key: { ship: "1", member: "1" }) { duty since member { name } }
      stock(key: { ship: "1", item: "2" }) { quantity minimum item { name unit } }
      bin(key: { warehouse: "2", shelf: "A-02" }) { quantity warehouse { name } }
      readinessOf(id: "3") { ship { name } openOrders shortages crew }
      module(id: "00000000-0000-4000-8000-000000000402") { name parent { name } warrantyUntil } }`,
    data: {
      assignment: { duty: 'Bridge', since: '2024-01-01', member: { name: 'Grace Hopper' } },
      stock: { quantity: '75.500', minimum: '20.000', item: { name: 'Fuel filter', unit: 'Piece' } },
      bin: { quantity: '200.000', warehouse: { name: 'Nøstet' } },
      readinessOf: { ship: { name: 'Blåfjell' }, openOrders: 3, shortages: 0, crew: 1 },
      module: { name: 'Fuel pump', parent: { name: 'Main engine' }, warrantyUntil: null },
    },
  },
  {
    title: 'a renamed list of objects with bigint keys, intervals, instants and a self reference',
    as: 'sam',
    query: `{ maintenance(filter: { status: { eq: InProgress } }, first: 1, sort: [{ openedAt: DESC }]) {
      totalCount nodes { id cost estimate openedAt dueOn partOf { id } checklist } } workOrder(id: "1") { parts { nodes { id } } } }`,
    data: {
      maintenance: {
        totalCount: 8,
        nodes: [
          {
            id: '23',
            cost: '3151.90',
            estimate: '23:00:00',
            openedAt: '2026-12-24T23:30:00.023Z',
            dueOn: '2027-06-13',
            partOf: { id: '3' },
            checklist: [
              { step: 'lock out', done: true },
              { step: 'test', done: false },
            ],
          },
        ],
      },
      workOrder: { parts: { nodes: [{ id: '21' }] } },
    },
  },
  {
    title: 'wall-clock times of a read-only manager',
    as: 'ada',
    query: '{ logEntries(filter: { order: { id: { eq: "3" } } }) { nodes { note notedAt author { name } } } }',
    data: {
      logEntries: { nodes: [{ note: 'Started with Paint deck #3', notedAt: '2026-04-03T07:00:00.000', author: { name: 'Jan de Wit' } }] },
    },
  },
  {
    title: 'another schema of the database, keys of relations and numbers',
    as: 'piet',
    query: `{ purchases(first: 1, sort: [{ orderedAt: DESC }]) { nodes { id reference orderedAt supplier { code rating since } lines { nodes { line quantity item { sku } } } } }
      suppliers(filter: { rating: null }) { nodes { name } } supplier(id: "2") { name } }`,
    data: {
      purchases: {
        nodes: [
          {
            id: '6',
            reference: null,
            orderedAt: '2026-07-02T09:00:00.250Z',
            supplier: { code: 'OILCO', rating: 4, since: '1998-04-01' },
            lines: {
              nodes: [
                { line: '1', quantity: '6.000', item: { sku: 'OIL-30' } },
                { line: '2', quantity: '12.000', item: { sku: 'FLT-01' } },
              ],
            },
          },
        ],
      },
      suppliers: { nodes: [{ name: 'Newcomer Ltd' }] },
      supplier: { name: 'Touwslagerij Jansen B.V.' },
    },
  },
  {
    title: 'hand-written operations beside the generated ones, and a field of their own on a generated type',
    query:
      '{ ports(latitude: 60, longitude: 5, first: 1) { code position ships { totalCount } } fleetSummary { ships metres } newestShip { __typename id kind name modules { totalCount } } }',
    data: {
      ports: [{ code: 'NOBGO', position: '60.40° N, 5.32° E', ships: { totalCount: 2 } }],
      fleetSummary: { ships: 9, metres: 1247 },
      newestShip: { __typename: 'ResearchShip', id: '9', kind: 'RESEARCH', name: 'Vigdís', modules: { totalCount: 3 } },
    },
  },
  {
    title: 'TC39 entities beside entities of other kinds',
    query:
      '{ warehouses(sort: [{ name: ASC }]) { nodes { name bins(first: 1, sort: [{ shelf: DESC }]) { totalCount nodes { shelf item { sku price hazardous } } } } } }',
    data: {
      warehouses: {
        nodes: ['Nøstet', 'Waalhaven'].map((name) => ({
          name,
          bins: { totalCount: 4, nodes: [{ shelf: 'A-04', item: { sku: 'RIC-05', price: '1.95', hazardous: false } }] },
        })),
      },
    },
  },
  {
    title: 'relations to a subclass, two relations to one entity, embedded lists, times without day, a list of numbers',
    as: 'sam',
    query: `{ manifests(filter: { ship: { name: { eq: "Ada" } }, to: null }) { totalCount nodes {
      id sailsOn loadsFrom holds ship { __typename holds } from { code pilotsFrom } to { code }
      lines(sort: [{ line: DESC }], first: 2) { totalCount nodes { line weight item { name } containers { number seal tare } } } } } }`,
    data: {
      manifests: {
        totalCount: 1,
        nodes: [
          {
            id: '00000000-0000-4000-9000-000000000104',
            sailsOn: '2026-12-04',
            loadsFrom: '08:30:00',
            holds: [1, 2],
            ship: { __typename: 'CargoShip', holds: 2 },
            from: { code: 'NLRTM', pilotsFrom: '05:30:00' },
            to: null,
            lines: {
              totalCount: 4,
              nodes: [
                {
                  line: '4',
                  weight: '56.250',
                  item: { name: 'Rice' },
                  containers: [
                    { number: 'GMLU14040', seal: 'S144', tare: 2200 },
                    { number: 'GMLU14041', seal: null, tare: 2300 },
                    { number: 'GMLU14042', seal: 'S144', tare: 2400 },
                  ],
                },
                {
                  line: '3',
                  weight: '42.250',
                  item: { name: 'Paint, red' },
                  containers: [
                    { number: 'GMLU14030', seal: 'S143', tare: 2200 },
                    { number: 'GMLU14031', seal: null, tare: 2300 },
                  ],
                },
              ],
            },
          },
        ],
      },
    },
  },
  {
    title: 'relations to a key of two columns, from both ends and in filters',
    as: 'piet',
    query: `{ cargoLine(key: { manifest: "00000000-0000-4000-9000-000000000101", line: "3" }) {
        weight manifest { ship { name } to { name } } claims { nodes { id amount reason settledAt cargo { line } } } }
      claims(filter: { settledAt: null, cargo: { manifest: { ship: { holds: { gte: 4 } } } } }, sort: [{ amount: DESC }], first: 1) {
        totalCount nodes { id amount cargo { line manifest { sailsOn ship { name capacity } } } } } }`,
    data: {
      cargoLine: {
        weight: '33.250',
        manifest: { ship: { name: 'Ada' }, to: { name: 'Lisboa' } },
        claims: { nodes: [{ id: '11', amount: '3421.45', reason: 'Two pallets short', settledAt: null, cargo: { line: '3' } }] },
      },
      claims: {
        totalCount: 3,
        nodes: [
          {
            id: '43',
            amount: '13373.45',
            cargo: { line: '3', manifest: { sailsOn: '2026-09-16', ship: { name: 'Saudade', capacity: '1750.125' } } },
          },
        ],
      },
    },
  },
  {
    title: 'a view that is filtered through its relation',
    query: `{ readiness(filter: { ship: { homePort: { code: { eq: "NLRTM" } } } }, sort: [{ shortages: DESC }]) {
      nodes { ship { name homePort { pilotsFrom } } openOrders shortages crew } } }`,
    data: {
      readiness: {
        nodes: [
          { ship: { name: 'Ada', homePort: { pilotsFrom: '05:30:00' } }, openOrders: 0, shortages: 1, crew: 2 },
          { ship: { name: 'Nordlys', homePort: { pilotsFrom: '05:30:00' } }, openOrders: 3, shortages: 0, crew: 1 },
        ],
      },
    },
  },
  {
    title: 'filters by JSON, lists, formulas, embedded documents, instants and days; bytes',
    as: 'sam',
    query: `{ ships(filter: { lastReport: { eq: { wind: { knots: 5 }, remarks: "Alles „gut“ on Ada 🚢" } } }) { nodes { name } }
      old: ships(filter: { flags: { has: "EU" }, yearLaunched: { lt: 1970 } }) { nodes { name } }
      crew(filter: { address: { city: { eq: "Bergen" } } }, sort: [{ name: ASC }]) { nodes { name } }
      manifests(filter: { holds: { has: 3 }, loadsFrom: { gte: "06:00:00" } }) { totalCount }
      modules(filter: { installedAt: { gte: "2023-02-01T00:00:00Z" }, warrantyUntil: { lt: "2027-01-01" } }) { nodes { serial manual } } }`,
    data: {
      ships: { nodes: [{ name: 'Ada' }] },
      old: { nodes: [{ name: 'Ada' }] },
      crew: { nodes: [{ name: 'Søren Kierkegaard' }, { name: 'Zheng He' }] },
      manifests: { totalCount: 6 },
      modules: { nodes: [{ serial: 'M-9-1', manual: Buffer.from('Manual of engine 9').toString('base64') }] },
    },
  },
  {
    title: 'nothing where a key leads nowhere',
    query: '{ ship(id: 99) { name } item(id: 77) { name } }',
    data: { ship: null, item: null },
  },
];
