// The sample app: `npm start`. DATABASE_URL names a PostgreSQL to use in place of an embedded one, PORT the port (4000).
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { serve, shutdownOnSignals } from 'general-manager/graphql-server';
import { startPostgres } from '../support/postgres.js';
import { userOf } from './actors.js';
import { openLogistics } from './app.js';
import { DEFAULT_QUERY } from './default-query.js';

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function main(): Promise<void> {
  const given = process.env['DATABASE_URL'];
  const postgres = given ? { url: given, stop: async () => {} } : await startPostgres();
  const { orm, gm } = await openLogistics(postgres.url);
  const server = await serve(gm, {
    port: Number(process.env['PORT'] ?? 4000),
    context: (request) => ({ actor: userOf(request), orm }),
    // The page of this package works without the network.
    renderGraphiQL,
    graphiql: { title: 'Fleet', defaultQuery: DEFAULT_QUERY },
  });
  shutdownOnSignals(server, orm, postgres.stop);
  console.log(`ready at ${server.url}`);
}
