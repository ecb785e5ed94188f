import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from '../../../../integrations/index.js';
import { SHOP } from '../../../factory/support/shop.js';

/** Boots the shop over the database of the specification. */
export const gm = async (): Promise<Application> => {
  const orm = await MikroORM.init({
    clientUrl: process.env['SPEC_DATABASE_URL'] ?? '',
    entities: SHOP,
    metadataProvider: ReflectMetadataProvider,
  });
  return bootstrap({ orm, drift: 'off' });
};
