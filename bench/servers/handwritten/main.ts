// What one writes by hand with MikroORM, TypeGraphQL and Yoga: a resolver for each relation, batched by MikroORM's dataloaders;
// tuned, the root populates what is selected.
import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataloaderType } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { createYoga } from 'graphql-yoga';
import { buildSchema } from 'type-graphql';
import { answering, setting } from '../answering.js';
import type { Context } from './context.js';
import { Album, Artist, ENTITIES, Track } from './music.js';
import { AlbumResolver, ArtistResolver, TrackResolver } from './resolvers.js';
import { tunedOptions } from './selection.js';

const tuned = process.env['TUNED'] === 'on';
const orm = await MikroORM.init({
  clientUrl: setting('DATABASE_URL'),
  entities: ENTITIES,
  metadataProvider: ReflectMetadataProvider,
  dataloader: tuned ? DataloaderType.NONE : DataloaderType.ALL,
  pool: { min: 0, max: Number(setting('POOL')), idleTimeoutMillis: 600_000 },
});
const yoga = createYoga({
  schema: await buildSchema({ resolvers: [ArtistResolver, AlbumResolver, TrackResolver], validate: false }),
  graphiql: false,
  landingPage: false,
  logging: false,
  context: ({ request }): Context => {
    const em = orm.em.fork();
    const tenant = request.headers.get('x-tenant');
    if (tenant !== null) em.addFilter({ name: 'tenant', cond: { tenantId: Number(tenant) }, entity: [Artist, Album, Track] });
    return { em, options: (info) => (tuned ? tunedOptions(info) : {}) };
  },
});
const server = createServer((request, response) => void yoga(request, response));
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => answering(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`));
