// What a scenario begins with: made by factories, so that only what it is about is said. The same on every machine and at every time.
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { sideTables } from 'general-manager/mikro-orm';
import { testApp, type TestApp } from 'general-manager/testing';
import { MANAGERS } from '../../../samples/logistics/app.js';
import { Assignment } from '../../../samples/logistics/crew/assignment.js';
import { CrewMember, Rank } from '../../../samples/logistics/crew/crew-member.js';
import { ENTITIES } from '../../../samples/logistics/entities.js';
import { CargoShip } from '../../../samples/logistics/fleet/cargo-ship.js';
import { Module } from '../../../samples/logistics/fleet/module.js';
import { Port } from '../../../samples/logistics/fleet/port.js';
import { ShipStatus } from '../../../samples/logistics/fleet/ship.js';
import { OrderStatus, WorkOrder } from '../../../samples/logistics/maintenance/work-order.js';
import { FleetResolver } from '../../../samples/logistics/resolvers/fleet-resolver.js';

/** People of the scenario, as the sample knows them by their tokens. */
export const MIA = { name: 'mia', roles: [], department: 'maintenance' };
export const SAM = { name: 'sam', roles: ['dispatcher'], department: 'operations' };
export const GRACE = { name: 'grace', roles: [], department: 'crew', crewMember: 1 };
export const ADA = { name: 'ada', roles: ['admin'], department: 'board' };

/** Opens the application of the sample over a fleet of two ships. */
export async function openFleet(): Promise<TestApp<Application, MikroORM>> {
  const entities = [...ENTITIES, ...sideTables({ tables: ['event', 'history', 'historyStart'] })];
  return testApp({
    orm: async (clientUrl) => MikroORM.init({ clientUrl, entities, metadataProvider: ReflectMetadataProvider }),
    boot: async (orm) => bootstrap({ orm, managers: MANAGERS, resolvers: [FleetResolver], drift: 'refuse' }),
    // The views are made by an update, as in the sample.
    schema: async (orm) => orm.schema.update({ safe: true }),
    seed: async (gm) => fleet(gm),
  });
}

async function fleet(gm: Application): Promise<void> {
  const seed = { seed: 'fleet' };
  const port = await gm.factory(Port, seed).create({ code: 'NLRTM', name: 'Rotterdam' });
  const [first, second] = await gm.factory(CargoShip, seed).createMany(2, {
    name: ({ sequence }) => `Ship ${sequence}`,
    status: ShipStatus.InPort,
    homePort: port?.id ?? 0,
  });
  const [captain] = await gm
    .factory(CrewMember, seed)
    .createMany(3, { rank: ({ sequence }) => (sequence === 1 ? Rank.Captain : Rank.Mate) });
  await gm.factory(Assignment, seed).create({ ship: first?.id ?? 0, member: captain?.id ?? 0, duty: 'Bridge' });
  await gm.factory(Module, seed).createMany(2, { ship: second?.id ?? 0 });
  // What waits on the other ship has nothing to do with the scenario, and must not change.
  await gm
    .factory(WorkOrder, seed)
    .createMany(3, { ship: second?.id ?? 0, status: OrderStatus.Open, title: ({ sequence }) => `Order ${sequence}` });
}
