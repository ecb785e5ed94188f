import type { MikroORM } from '@mikro-orm/postgresql';
import { Assignment } from './crew/assignment.js';
import { CrewMember, Rank } from './crew/crew-member.js';
import { Skill } from './crew/skill.js';
import { CargoShip } from './fleet/cargo-ship.js';
import { Module } from './fleet/module.js';
import { Port } from './fleet/port.js';
import { ResearchShip } from './fleet/research-ship.js';
import { Ship, ShipStatus } from './fleet/ship.js';
import { LogEntry } from './maintenance/log-entry.js';
import { OrderStatus, WorkOrder } from './maintenance/work-order.js';
import { PurchaseLine } from './purchasing/purchase-line.js';
import { Purchase } from './purchasing/purchase.js';
import { SupplierSchema } from './purchasing/supplier.js';
import { Item } from './stores/item.js';
import { Stock } from './stores/stock.js';

type Manager = ReturnType<MikroORM['em']['fork']>;
type Step = (em: Manager) => void | Promise<void>;

/** Fills an empty database; the same data on every machine. */
export async function seed(orm: MikroORM): Promise<void> {
  const em = orm.em.fork();
  if ((await em.count(Port)) > 0) return;
  const steps: readonly Step[] = [seedPorts, seedFleet, seedItems, seedCrew, seedWork, seedStores, seedPurchases];
  for (const step of steps) {
    await step(em);
    await em.flush();
    em.clear();
  }
}

const PORTS = [
  ['NLRTM', 'Rotterdam', 51.9497, 4.1453, '05:30:00'],
  ['NOBGO', 'Bergen', 60.3975, 5.3152, null],
  ['DEHAM', 'Hamburg', 53.5395, 9.9851, '06:00:00'],
  ['PTLIS', 'Lisboa', 38.7035, -9.1637, '07:15:00'],
  ['ISREY', 'Reykjavík', 64.1536, -21.9329, null],
] as const;

function seedPorts(em: Manager): void {
  PORTS.forEach(([code, name, latitude, longitude, pilotsFrom], index) => {
    em.create(Port, { id: index + 1, code, name, latitude, longitude, pilotsFrom, open: code !== 'PTLIS' });
  });
}

const CARGO = ['Ada', 'Noordzee', 'Blåfjell', 'Saudade', 'Elbe Star', 'Nordlys'];
const RESEARCH = ['Humboldt', 'Nansen', 'Vigdís'];
const STATUSES = Object.values(ShipStatus);

async function seedFleet(em: Manager): Promise<void> {
  const ports = await em.find(Port, {}, { orderBy: { id: 'asc' } });
  [...CARGO, ...RESEARCH].forEach((name, index) => {
    const id = index + 1;
    const homePort = ports[index % ports.length];
    if (!homePort) return;
    const ship = {
      id,
      name,
      imo: String(9_100_000 + id * 11),
      callSign: `P${String.fromCodePoint(65 + index)}${1000 + id}`,
      status: STATUSES[index % STATUSES.length] ?? ShipStatus.AtSea,
      launched: `${1962 + index * 7}-0${1 + (index % 9)}-15`,
      // Beyond what a JavaScript number holds exactly.
      displacement: 9_007_199_254_740_993n + BigInt(id),
      dimensions: { length: `${90 + index * 12}.50`, beam: `${14 + index}.00`, draught: index % 3 === 0 ? null : `${5 + index}.25` },
      flags: index % 2 === 0 ? ['NL', 'EU'] : [],
      lastReport: index % 3 === 2 ? null : { wind: { knots: 5 + index }, remarks: `Alles „gut“ on ${name} 🚢` },
      insuredValue: `${12 + index}000000.00`,
      homePort,
    };
    if (index < CARGO.length) em.create(CargoShip, { ...ship, holds: 2 + (index % 4), capacity: `${1000 + index * 250}.125` });
    else em.create(ResearchShip, { ...ship, laboratories: ['wet', 'dry'].slice(0, 1 + (index % 2)), berths: 20 + index });
    seedModules(em, id);
  });
}

const uuid = (ship: number, number: number): string => `00000000-0000-4000-8000-${String(ship * 100 + number).padStart(12, '0')}`;

function seedModules(em: Manager, ship: number): void {
  ['Main engine', 'Fuel pump', 'Radar'].forEach((name, index) => {
    em.create(Module, {
      id: uuid(ship, index + 1),
      name,
      serial: `M-${ship}-${index + 1}`,
      installedAt: new Date(Date.UTC(2015 + ship, index, 10, 8)),
      warrantyUntil: index === 1 ? null : `20${26 + index}-06-30`,
      manual: index === 0 ? Buffer.from(`Manual of engine ${ship}`) : null,
      ship: em.getReference(Ship, ship),
      // The pump is part of the engine.
      parent: index === 1 ? em.getReference(Module, uuid(ship, 1)) : null,
    });
  });
}

const CREW = [
  'Grace Hopper',
  'Søren Kierkegaard',
  'Amália Rodrigues',
  'Jan de Wit',
  'Ólafur Arnalds',
  'Mary Kingsley',
  'Zheng He',
  'Jeanne Baret',
];
const SKILLS = ['navigation', 'welding', 'first aid', 'diving'];

async function seedCrew(em: Manager): Promise<void> {
  const skills = SKILLS.map((name) => em.create(Skill, { name }));
  CREW.forEach((name, index) => {
    const id = index + 1;
    const member = em.create(CrewMember, {
      id,
      name,
      email: `crew${id}@fleet.example`,
      rank: ([Rank.Captain, Rank.Mate, Rank.Engineer, Rank.Deckhand] as const)[index % 4] ?? Rank.Deckhand,
      born: `${1958 + index * 5}-11-0${1 + (index % 9)}`,
      salary: `${3000 + index * 125}.50`,
      passport: `X${70_000 + index}`,
      address:
        index % 4 === 3
          ? null
          : {
              street: `Kade ${index + 1}`,
              city: PORTS[index % PORTS.length]?.[1] ?? 'Rotterdam',
              postcode: index % 2 === 0 ? null : `10${index}`,
            },
    });
    member.skills.add(skills.filter((_skill, each) => (index + each) % 3 === 0));
    em.create(Assignment, {
      ship: em.getReference(Ship, 1 + (index % 6)),
      member,
      duty: index % 2 === 0 ? 'Bridge' : 'Engine room',
      since: `2024-0${1 + (index % 9)}-01`,
    });
  });
  await em.flush();
}

async function seedWork(em: Manager): Promise<void> {
  const states = Object.values(OrderStatus);
  for (let number = 1; number <= 24; number += 1) {
    const done = number % 3 === 0;
    const order = em.create(WorkOrder, {
      id: BigInt(number),
      title: `${['Inspect hull', 'Replace filter', 'Calibrate radar', 'Paint deck'][number % 4] ?? 'Inspect'} #${number}`,
      status: done ? OrderStatus.Done : (states[number % 2] ?? OrderStatus.Open),
      priority: 1 + (number % 5),
      cost: number % 4 === 0 ? null : `${number * 137}.90`,
      estimate: number % 2 === 0 ? null : `${number} hours`,
      checklist:
        number % 5 === 0
          ? []
          : [
              { step: 'lock out', done: true },
              { step: 'test', done },
            ],
      openedAt: new Date(Date.UTC(2026, number % 12, 1 + number, number, 30, 0, number)),
      dueOn: number % 6 === 0 ? null : `2027-0${1 + (number % 9)}-1${number % 10}`,
      ship: em.getReference(Ship, 1 + (number % 9)),
      partOf: number > 20 ? em.getReference(WorkOrder, BigInt(number - 20)) : null,
    });
    em.create(LogEntry, {
      id: BigInt(number),
      note: `Started with ${order.title}`,
      notedAt: new Date(Date.UTC(2026, 3, number, 7)),
      order,
    });
  }
  await em.flush();
}

const ITEMS = [
  ['OIL-30', 'Engine oil', 'l', '6.35', true],
  ['FLT-01', 'Fuel filter', 'pc', '48.00', false],
  ['PNT-RD', 'Paint, red', 'l', '12.80', true],
  ['RIC-05', 'Rice', 'kg', '1.95', false],
  ['RPE-20', 'Rope 20 mm', 'pc', '210.00', false],
] as const;

function seedItems(em: Manager): void {
  ITEMS.forEach(([sku, name, unit, price, hazardous], index) => {
    em.create(Item, {
      id: index + 1,
      sku,
      name,
      unit,
      price,
      hazardous,
      traits: index === 3 ? null : { colour: ['black', 'red'][index % 2], layers: index },
    });
  });
}

async function seedStores(em: Manager): Promise<void> {
  for (let ship = 1; ship <= 9; ship += 1) {
    for (let item = 1; item <= ITEMS.length; item += 1) {
      if ((ship + item) % 4 === 0) continue;
      em.create(Stock, {
        ship: em.getReference(Ship, ship),
        item: em.getReference(Item, item),
        quantity: `${((ship * item * 37) % 90) + 1}.500`,
        minimum: item === 4 ? null : '20.000',
        countedOn: `2026-0${1 + ((ship + item) % 9)}-05`,
      });
    }
  }
  await em.flush();
  // Their classes have TC39 decorators, so that this file cannot import them.
  await em.execute(`
    insert into warehouse (id, name, port_code) values (1, 'Waalhaven', 'NLRTM'), (2, 'Nøstet', 'NOBGO');
    insert into bin (warehouse_id, shelf, quantity, item_id)
      select w, 'A-0' || b, b * 100, b from generate_series(1, 2) w, generate_series(1, 4) b;
  `);
}

async function seedPurchases(em: Manager): Promise<void> {
  const suppliers = [
    ['OILCO', 'Oil & Co', 4, '1998-04-01'],
    ['TOUWBV', 'Touwslagerij Jansen B.V.', 5, '1871-09-12'],
    ['NEWBIE', 'Newcomer Ltd', null, '2026-01-15'],
  ] as const;
  const made = suppliers.map(([code, name, rating, since], index) =>
    em.create(SupplierSchema, { id: index + 1, code, name, rating, since }),
  );
  await em.flush();
  for (let id = 1; id <= 6; id += 1) {
    const supplier = made[id % 2];
    if (!supplier) continue;
    const purchase = em.create(Purchase, {
      id,
      supplier,
      orderedAt: new Date(Date.UTC(2026, id, 2, 9, 0, 0, 250)),
      reference: id % 3 === 0 ? null : `R-${id}`,
    });
    for (let line = 1; line <= 2; line += 1) {
      em.create(PurchaseLine, {
        purchase,
        line,
        quantity: `${id * line}.000`,
        price: ITEMS[line]?.[3] ?? '1.00',
        item: em.getReference(Item, line),
      });
    }
  }
}
