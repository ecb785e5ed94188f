// Two decorators per entity, booted and served as an application does it; who acts comes from a header.
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap } from 'general-manager';
import { sideTables } from 'general-manager/mikro-orm';
import { serve, type ServeOptions } from 'general-manager/graphql-server';
import { answering, setting } from '../answering.js';
import { cachingOf, fillCache, makeSideTables } from './caching.js';
import { ENTITIES } from './entities.js';
import { telemetryOf } from './telemetry.js';

const caching = cachingOf(process.env['CACHING']);
const database = { clientUrl: setting('DATABASE_URL'), metadataProvider: ReflectMetadataProvider };
if (caching) await makeSideTables(database);
const orm = await MikroORM.init({
  ...database,
  entities: caching ? [...ENTITIES, ...sideTables()] : ENTITIES,
  pool: { min: 0, max: Number(setting('POOL')), idleTimeoutMillis: 600_000 },
});
const gm = await bootstrap({ orm, drift: 'refuse', plugins: telemetryOf(process.env['TELEMETRY']), ...caching?.options });
if (caching?.full) await fillCache(gm);
const options: ServeOptions & { readonly directRoute: boolean } = {
  port: 0,
  directRoute: process.env['DIRECT_ROUTE'] !== 'off',
  context: ({ headers }) => {
    const tenant = headers.get('x-tenant');
    return { actor: tenant === null ? { roles: ['auditor'] } : { roles: [], tenantId: Number(tenant) } };
  },
};
const { url } = await serve(gm, options);
answering(url);
