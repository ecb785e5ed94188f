import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Port } from './fleet/port.js';
import { seedCargo } from './seeds/cargo.js';
import { seedCrew } from './seeds/crew.js';
import { seedFleet } from './seeds/fleet.js';
import { seedPorts } from './seeds/ports.js';
import { seedPurchases } from './seeds/purchases.js';
import { seedItems, seedStores } from './seeds/stores.js';
import { seedWork } from './seeds/work.js';

type Step = (em: EntityManager) => void | Promise<void>;

const STEPS: readonly Step[] = [seedPorts, seedFleet, seedItems, seedCrew, seedWork, seedStores, seedPurchases, seedCargo];

/** Fills an empty database; the same data on every machine. All or nothing: a start that is cut off leaves it empty for the next one. */
export async function seed(orm: MikroORM): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    if ((await em.count(Port)) > 0) return;
    for (const step of STEPS) {
      await step(em);
      await em.flush();
      em.clear();
    }
  });
}
