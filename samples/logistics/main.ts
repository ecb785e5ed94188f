// The sample app: `npm start`. DATABASE_URL names a PostgreSQL to use in place of an embedded one, PORT the port (4000), METRICS_PORT one for metrics.
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { serve, shutdownOnSignals } from 'general-manager/graphql-server';
import { startPostgres } from '../support/postgres.js';
import { userOf } from './actors.js';
import { openLogistics } from './app.js';
import { configOf } from './config.js';
import { startMarket } from './market/service.js';
import { DEFAULT_QUERY } from './default-query.js';
import { failureOf } from './failure.js';
import { startMetrics } from './metrics.js';

try {
  await main();
} catch (error) {
  console.error(failureOf(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const { databaseUrl, port, metricsPort } = configOf(process.env);
  const postgres = databaseUrl === undefined ? await startPostgres() : { url: databaseUrl, stop: async () => {} };
  const market = await startMarket();
  process.env['MARKET_URL'] = market.url;
  const metrics = metricsPort === undefined ? undefined : await startMetrics(metricsPort);
  const { orm, gm } = await openLogistics(postgres.url, metrics && [metrics.plugin]);
  const server = await serve(gm, {
    port,
    context: (request) => ({ actor: userOf(request), orm }),
    // The page of this package works without the network.
    renderGraphiQL,
    graphiql: { title: 'Fleet', defaultQuery: DEFAULT_QUERY },
  });
  shutdownOnSignals(server, orm, market.stop, async () => {
    await metrics?.stop();
    await postgres.stop();
  });
  console.log(`ready at ${server.url}`);
}
