// The sample app: `npm start`. DATABASE_URL names a PostgreSQL to use in place of an embedded one, PORT the port (4000), METRICS_PORT one for metrics,
// MARKET_URL a market in place of the app's own, NOTICES_URL whom to tell of changes.
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { serve, shutdownOnSignals } from 'general-manager/graphql-server';
import { startPostgres } from '../support/postgres.js';
import { adminPage } from './admin-page.js';
import { userOf } from './actors.js';
import { openLogistics } from './app.js';
import { configOf } from './config.js';
import { startMarket } from './market/service.js';
import { DEFAULT_QUERY } from './default-query.js';
import { failureOf } from './failure.js';
import { startMetrics } from './metrics.js';
import { NOTICE_WORKER, notices } from './notices.js';

try {
  await main();
} catch (error) {
  console.error(failureOf(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const { databaseUrl, port, metricsPort, marketUrl, noticesUrl } = configOf(process.env);
  const postgres = databaseUrl === undefined ? await startPostgres() : { url: databaseUrl, stop: async () => {} };
  const market = marketUrl === undefined ? await startMarket() : { url: marketUrl, stop: async () => {} };
  process.env['MARKET_URL'] = market.url;
  const metrics = metricsPort === undefined ? undefined : await startMetrics(metricsPort);
  const plugins = [...(metrics ? [metrics.plugin] : []), ...(noticesUrl === undefined ? [] : [notices(noticesUrl)])];
  const { orm, gm } = await openLogistics(postgres.url, plugins);
  const worker = noticesUrl === undefined ? undefined : gm.worker(NOTICE_WORKER).start();
  const server = await serve(gm, {
    port,
    context: (request) => ({ actor: userOf(request), orm }),
    // The page of this package works without the network.
    renderGraphiQL,
    pages: [adminPage(gm)],
    graphiql: { title: 'Fleet', defaultQuery: DEFAULT_QUERY },
  });
  const close = async (): Promise<void> => {
    await worker?.stop();
    await orm.close();
  };
  shutdownOnSignals(server, close, market.stop, async () => {
    await metrics?.stop();
    await postgres.stop();
  });
  console.log(`ready at ${server.url}`);
}
