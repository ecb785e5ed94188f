import { MikroORM } from '@mikro-orm/postgresql';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { bootstrap, definePlugin, type Application } from '../../../../integrations/index.js';
import { sideTables } from '../../../../integrations/mikro-orm/index.js';
import { Parcel } from '../../../writes/support/outbox.js';

/** Delivers nothing. */
const carrier = definePlugin({
  name: 'carrier',
  description: 'Of a spec.',
  events: 'durable',
  hooks: {
    onEvent: () => {
      throw new RangeError('secret');
    },
  },
});

/** Opens the database that the environment names. */
export const openOrm = async (clientUrl = process.env['SPEC_DATABASE_URL'] ?? ''): Promise<MikroORM> =>
  MikroORM.init({ clientUrl, entities: [Parcel, ...sideTables()], metadataProvider: ReflectMetadataProvider });

/** Boots on the database that the environment names. */
export const gm = async (): Promise<Application> => boot(await openOrm());

/** Boots with a plugin for which events die. */
export const boot = async (orm: MikroORM): Promise<Application> =>
  bootstrap({ orm, drift: 'off', plugins: [carrier], logger: { error: () => {}, warn: () => {}, info: () => {} } });
