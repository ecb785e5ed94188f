import type { EntityManager } from '@mikro-orm/core';
import { Seeder } from '@mikro-orm/seeder';
import type { GeneralManager, SeedOptions } from '../../lib/index.js';

/** What a seeder is made of. */
export interface ManagerSeederOptions extends Omit<SeedOptions, 'dryRun' | 'signal'> {
  /** Gives the booted application for the EntityManager with which MikroORM runs the seeder. */
  readonly application: (em: EntityManager) => GeneralManager | Promise<GeneralManager>;
}

/** A seeder that is complete. */
export interface ManagerSeeder extends Seeder {
  run(em: EntityManager): Promise<void>;
}

/**
 * A seeder of MikroORM's convention, for `mikro-orm seeder:run` and `orm.seeder`: it makes objects until there are as many of each manager as are
 * wanted. Everything is stored in transactions of its own, not in that of the EntityManager.
 *
 * @example
 * export class DatabaseSeeder extends managerSeeder({ application: boot, managers: { Ship: 50 } }) {}
 */
export function managerSeeder({ application, ...options }: ManagerSeederOptions): new () => ManagerSeeder {
  return class extends Seeder {
    async run(em: EntityManager): Promise<void> {
      const gm = await application(em);
      await gm.seed(options);
    }
  };
}
