import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from '../../../../integrations/index.js';
import { Action, actor, before, deny, Manager, Permission, role, where } from '../../../../decorators/index.js';

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

  @Action<Sale>({ permission: [role('clerk'), deny(before<Sale>({ price: { gt: 2 } }))] })
  raise() {
    this.price += 1;
  }

  @Action({ permission: role('clerk'), returns: 'int' })
  static total() {
    return 0;
  }
}

/** Boots on the database that the environment names, with one sale in it. */
export async function gm(): Promise<Application> {
  const clientUrl = process.env['SPEC_DATABASE_URL'] ?? '';
  const orm = await MikroORM.init({ clientUrl, entities: [Sale], metadataProvider: ReflectMetadataProvider });
  await orm.schema.update();
  await orm.em.fork().upsert(Sale, { id: 1, buyer: 7n, price: 3 });
  return bootstrap({ orm });
}
