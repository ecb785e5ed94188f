import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { Computed, everyone, Manager, nobody, Permission, where } from 'general-manager/decorators';
import { freshDatabase } from '../../../support/postgres.js';

// A depot: boxes without a version, which say themselves on which shelf they are; most of them may be changed by nobody.

@Entity()
@Manager()
@Permission({ read: everyone(), update: nobody() })
export class Shelf {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @OneToMany(() => Box, (box) => box.shelf)
  boxes = new Collection<Box>(this);
}

@Entity()
@Manager()
@Permission<Box>({ read: everyone(), update: where<Box>({ sealed: false }), fields: { inside: { read: nobody() } } })
export class Box {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Property()
  sealed!: boolean;

  @ManyToOne(() => Shelf, { nullable: true })
  shelf?: Rel<Shelf> | null;

  @Computed({ type: 'string', needs: { name: true } })
  get loud(): string {
    return this.name.toUpperCase();
  }

  @Computed({ type: 'int', needs: { name: true } })
  get weight(): number {
    if (this.name === 'Box 250') throw new Error('the scales are broken');
    return this.name.length;
  }

  /** Nobody may see what is inside. */
  @Computed({ type: 'string', nullable: true, needs: { name: true } })
  get inside(): string | null {
    return this.name;
  }
}

export interface Depot {
  readonly gm: Application;
  readonly orm: MikroORM;
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Two shelves and 250 boxes, of which those from 241 are not sealed. */
export async function openDepot(): Promise<Depot> {
  const fresh = await freshDatabase('admin_depot');
  const orm = await MikroORM.init({ clientUrl: fresh.url, entities: [Shelf, Box], metadataProvider: ReflectMetadataProvider });
  await orm.schema.create();
  const query: Depot['query'] = async (sql) => orm.em.getConnection().execute(sql);
  await query(`insert into shelf (name) values ('Left'), ('Right')`);
  await query(
    `insert into box (name, sealed, shelf_id) select 'Box ' || lpad(n::text, 3, '0'), n <= 240, case when n = 250 then 1 end from generate_series(1, 250) n`,
  );
  const gm = await bootstrap({ orm, logger: { error: () => {}, warn: () => {}, info: () => {} } });
  return {
    gm,
    orm,
    query,
    close: async () => {
      await orm.close();
      await fresh.drop();
    },
  };
}
