import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { sideTables } from 'general-manager/mikro-orm';
import { ENTITIES } from './entities.js';
import { makeLogger } from './logger.js';
import { Quote } from './market/quote.js';
import { Vendor } from './market/vendor.js';
import { LoadReadiness } from './readiness/load-readiness.js';
import { ShipReadiness } from './readiness/ship-readiness.js';
import { YardReadiness } from './readiness/yard-readiness.js';
import { FleetResolver } from './resolvers/fleet-resolver.js';
import { seed } from './seed.js';

/** What is managed besides entities. */
export const MANAGERS: readonly object[] = [Vendor, Quote, ShipReadiness, YardReadiness, LoadReadiness];

/** The app without its server. */
export interface Logistics {
  readonly orm: MikroORM;
  readonly gm: Application;
}

/** What tells of the app, and what it keeps. */
export type Surroundings = Pick<BootstrapOptions, 'plugins' | 'logger' | 'cache' | 'secret'>;

/** Connects, brings the schema up to date, seeds an empty database, and boots. */
export async function openLogistics(clientUrl: string, surroundings: Surroundings = {}): Promise<Logistics> {
  const entities = [...ENTITIES, ...sideTables({ tables: ['event', 'change', 'history', 'historyStart'] })];
  const orm = await MikroORM.init({ clientUrl, entities, metadataProvider: ReflectMetadataProvider });
  try {
    await orm.schema.update({ safe: true });
    await seed(orm);
    const gm = await bootstrap({
      orm,
      managers: MANAGERS,
      resolvers: [FleetResolver],
      drift: 'refuse',
      logger: makeLogger(),
      // Whatever process writes: another one may keep answers.
      recordChanges: true,
      ...surroundings,
    });
    return { orm, gm };
  } catch (error) {
    await orm.close();
    throw error;
  }
}
