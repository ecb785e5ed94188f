// An application over the database that the environment names, in which answers were kept, and some of them are old already.
import { parse } from 'graphql';
import { Keyv } from 'keyv';
import { MikroORM } from '@mikro-orm/postgresql';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { bootstrap, type Application } from '../../../../integrations/index.js';
import { sideTables } from '../../../../integrations/mikro-orm/index.js';
import { keepAll } from '../../../cache/support/keep-all.js';
import { ENTITIES, Item } from '../../../changes/support/depot.js';

export const ITEMS = '{ items(filter: { count: { gt: 3 } }) { nodes { label tags { nodes { name } } } } }';
export const DEPOTS = '{ depots { nodes { name } } }';

export const OWNER = { id: 4711 };

/** Boots, answers two operations, and writes what one of them depends on. */
export async function gm(): Promise<Application> {
  const orm = await MikroORM.init({
    clientUrl: process.env['SPEC_DATABASE_URL'] ?? '',
    entities: [...ENTITIES, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
  });
  const application = await bootstrap({ orm, drift: 'off', recordChanges: true, cache: new Keyv(), plugins: [keepAll('dependency')] });
  for (const document of [ITEMS, DEPOTS]) await application.direct.operation(parse(document))?.run({}, { actor: OWNER });
  await application
    .as({ roles: ['manager'] })
    .manager(Item)
    .update(5, { label: 'changed' });
  return application;
}
