// The sample app: `npm start`. README.md tells what the environment may say.
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { serve, shutdownOnSignals } from 'general-manager/graphql-server';
import { startPostgres } from '../support/postgres.js';
import { adminPage } from './admin-page.js';
import { userOf } from './actors.js';
import { openLogistics } from './app.js';
import { cacheOf } from './cache.js';
import { configOf } from './config.js';
import { startMarket } from './market/service.js';
import { DEFAULT_QUERY } from './default-query.js';
import { failureOf } from './failure.js';
import { NOTICE_WORKER, notices } from './notices.js';
import { startSignals } from './signals.js';

try {
  await main();
} catch (error) {
  console.error(failureOf(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const config = configOf(process.env);
  const { databaseUrl, host, port, marketUrl, noticesUrl, workerApart } = config;
  const postgres = databaseUrl === undefined ? await startPostgres() : { url: databaseUrl, stop: async () => {} };
  const market = marketUrl === undefined ? await startMarket({ slowEvery: 20 }) : { url: marketUrl, stop: async () => {} };
  process.env['MARKET_URL'] = market.url;
  const signals = await startSignals(config);
  const plugins = [...signals.plugins, ...(noticesUrl === undefined ? [] : [notices(noticesUrl)])];
  const { orm, gm } = await openLogistics(postgres.url, { plugins, logger: signals.logger, ...cacheOf(config) });
  const worker = noticesUrl === undefined || workerApart ? undefined : gm.worker(NOTICE_WORKER).start();
  const server = await serve(gm, {
    host,
    port,
    context: (request) => ({ actor: userOf(request), orm }),
    // The page of this package works without the network.
    renderGraphiQL,
    pages: [adminPage(gm)],
    graphiql: { title: 'Fleet', defaultQuery: DEFAULT_QUERY },
  });
  const close = async (): Promise<void> => {
    await worker?.stop();
    await gm.close();
    await orm.close();
  };
  shutdownOnSignals(server, close, market.stop, async () => {
    await signals.stop();
    await postgres.stop();
  });
  console.log(`ready at ${server.url}`);
}
