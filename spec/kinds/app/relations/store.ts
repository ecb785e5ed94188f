import type { BootstrapOptions } from 'general-manager';
import { Inspection, Stop, Tag, Trip } from '../from-tc39.js';
import { openApp, type OpenedApp } from '../open.js';
import { AccountSchema, BadgeSchema, Club, Membership } from './clubs.js';
import { Passport, Person } from './people.js';
import { Country, Initial, Language, PlaceSchema, Zone, ZoneSize } from './places.js';
import { CarSchema, TankerSchema, TruckSchema, VehicleSchema } from './vehicles.js';

export const PASSPORTS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000003'] as const;

type Rows = readonly (readonly [entity: unknown, rows: readonly object[]])[];

const ROWS: Rows = [
  [
    Country,
    [
      { code: 'FR', name: 'France' },
      { code: 'JP', name: 'Japan' },
      { code: 'XX', name: 'Nowhere' },
    ],
  ],
  [
    Zone,
    [
      { country: 'FR', number: 1, name: 'Nord' },
      { country: 'FR', number: 2, name: 'Sud' },
      { country: 'JP', number: 1, name: 'Kanto' },
    ],
  ],
  [
    PlaceSchema,
    [
      { id: 1, name: 'Lille', zone: ['FR', 1] },
      { id: 2, name: 'Old Lille', zone: ['FR', 1], parent: 1 },
      { id: 3, name: 'Nice', zone: ['FR', 2] },
      { id: 4, name: 'Tokyo', zone: ['JP', 1] },
      { id: 5, name: 'Limbo' },
    ],
  ],
  [Language, [{ code: 'fr', country: 'FR' }, { code: 'ja', country: 'JP' }, { code: 'la' }]],
  [Tag, [{ name: 'fast' }, { name: 'slow' }, { name: 'unused' }]],
  [
    Trip,
    [
      { id: 1, title: 'Tour', from: ['FR', 1], countries: ['FR', 'JP'], tags: ['fast', 'slow'] },
      { id: 2, title: 'Idle', from: ['JP', 1], tags: ['slow'] },
    ],
  ],
  [
    Stop,
    [
      { trip: 1, position: 1, place: 1 },
      { trip: 1, position: 2, place: 4 },
    ],
  ],
  [Inspection, [{ stop: [1, 2], result: 'good' }]],
  [
    Person,
    [
      { id: 1, email: 'ada@x.org', name: 'Ada', home: 1, languages: ['fr', 'la'], lastTrip: 1 },
      { id: 2, email: 'bob@x.org', name: 'Bob', home: 2, boss: 1, friends: [1] },
      { id: 3, email: 'cho@x.org', name: 'Cho', home: 4, boss: 1, languages: ['fr', 'ja'] },
      { id: 4, email: 'dan@x.org', name: 'Dan', boss: 2 },
    ],
  ],
  [
    Passport,
    [
      { number: PASSPORTS[0], person: 1 },
      { number: PASSPORTS[1], person: 3 },
    ],
  ],
  [
    Club,
    [
      { id: 1, name: 'Chess' },
      { id: 2, name: 'Go' },
      { id: 3, name: 'Empty' },
    ],
  ],
  [
    Membership,
    [
      { club: 1, person: 1, role: 'captain' },
      { club: 1, person: 2 },
      { club: 2, person: 3, role: 'captain' },
    ],
  ],
  [
    BadgeSchema,
    [
      { person: 2, color: 'red' },
      { person: 4, color: 'blue' },
    ],
  ],
  [
    CarSchema,
    [
      { id: 1, plate: 'AA', owner: 1, doors: 4 },
      { id: 4, plate: 'DD', doors: 2 },
    ],
  ],
  [TruckSchema, [{ id: 2, plate: 'BB', owner: 2, load: '7.50', helpers: [3, 4] }]],
  [TankerSchema, [{ id: 3, plate: 'CC', owner: 2, load: '20.00', litres: 2n ** 53n + 1n }]],
];

export const RELATED = [...ROWS.map(([entity]) => entity), AccountSchema, VehicleSchema, ZoneSize, Initial] as unknown as Parameters<
  typeof openApp
>[0];

/** Opens the entities with relations of every kind, each class by another style, over a few rows. */
export async function openRelations(options: Partial<BootstrapOptions> = {}): Promise<OpenedApp> {
  // Everything is asked for at once, at all levels.
  const app = await openApp(RELATED, { limits: { maxRows: Number.MAX_SAFE_INTEGER }, ...options });
  for (const [entity, rows] of ROWS) {
    const em = app.orm.em.fork();
    for (const row of rows) em.create(entity as typeof Person, row as never);
    await em.flush();
  }
  // Rows that point to each other, and by another column than the key.
  await app.sql('insert into person_friends values (1, 2), (1, 3), (4, 4)');
  await app.sql("insert into account values ('a1', 'ada@x.org'), ('a2', 'ada@x.org'), ('c1', 'cho@x.org'), ('n', null)");
  return app;
}
