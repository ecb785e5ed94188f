// Tells another service of changes that the app has written down, as a process of its own: for the app's database (DATABASE_URL) and NOTICES_URL.
import { shutdownOnSignals } from 'general-manager/graphql-server';
import { openLogistics } from './app.js';
import { configOf } from './config.js';
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
  const { databaseUrl, noticesUrl } = config;
  if (databaseUrl === undefined || noticesUrl === undefined) throw new Error('DATABASE_URL and NOTICES_URL have to be set.');
  // Nothing is asked of the market here.
  process.env['MARKET_URL'] ??= 'http://127.0.0.1:1';
  const signals = await startSignals(config);
  const { orm, gm } = await openLogistics(databaseUrl, {
    plugins: [...signals.plugins, notices(noticesUrl)],
    logger: signals.logger,
  });
  const worker = gm.worker(NOTICE_WORKER).start();
  shutdownOnSignals(async () => worker.stop(), orm, signals.stop);
  console.log('delivers');
}
