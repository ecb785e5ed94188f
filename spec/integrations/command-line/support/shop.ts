import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from '../../../../integrations/index.js';
import { actor, Manager, Permission, role, where } from '../../../../decorators/index.js';

@Entity()
@Manager()
@Permission<Sale>({ read: [role('clerk'), where({ buyer: actor('id') })], fields: { price: { read: role('clerk') } } })
class Sale {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'bigint' })
  buyer!: bigint;

  @Property({ type: 'integer', default: 3 })
  price!: number;
}

/** Boots on the database that the environment names, with one sale in it. */
export async function gm(): Promise<Application> {
  const clientUrl = process.env['SPEC_DATABASE_URL'] ?? '';
  const orm = await MikroORM.init({ clientUrl, entities: [Sale], metadataProvider: ReflectMetadataProvider });
  await orm.schema.update();
  await orm.em.fork().upsert(Sale, { id: 1, buyer: 7n, price: 3 });
  return bootstrap({ orm });
}
