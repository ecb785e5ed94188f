import type { EntityManager } from '@mikro-orm/postgresql';
import { CargoShip } from '../fleet/cargo-ship.js';
import { Module } from '../fleet/module.js';
import { Port } from '../fleet/port.js';
import { ResearchShip } from '../fleet/research-ship.js';
import { Ship, ShipStatus } from '../fleet/ship.js';

export const CARGO = ['Ada', 'Noordzee', 'Blåfjell', 'Saudade', 'Elbe Star', 'Nordlys'];
const RESEARCH = ['Humboldt', 'Nansen', 'Vigdís'];
const STATUSES = Object.values(ShipStatus);

export async function seedFleet(em: EntityManager): Promise<void> {
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

function seedModules(em: EntityManager, ship: number): void {
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
