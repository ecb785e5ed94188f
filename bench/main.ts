// Compares General Manager with SQL by hand, with hand-written resolvers and with PostGraphile, through real servers:
// `npm run bench`, options in options.ts. Ratios say something, rates do not: they depend on the machine and on what else it does.
import { boot } from './boot/main.js';
import { buildPackage } from './build-package.js';
import { bulk } from './bulk.js';
import { cache } from './cache.js';
import { factory } from './factory.js';
import { installPackage } from '../spec/support/install-package.js';
import { scaleOf } from './database/fill.js';
import { openDatabase } from './database/open.js';
import { sourceOf } from './database/source.js';
import { memory } from './memory.js';
import { parseOptions, USAGE, type Options } from './options.js';
import { throughput } from './throughput.js';
import { upstream } from './upstream.js';

const PEERS = new URL('./peers/', import.meta.url);

/** What a database is opened for. */
const RUNS = { throughput, memory, bulk, factory, cache };

const options = parseOptions(process.argv.slice(2));
if (options === 'help') console.log(USAGE);
else await main(options);

async function main(options: Options): Promise<void> {
  const print = (text: string): void => console.log(text);
  const summary = await summaryOf(options, print);
  if (options.json) print(JSON.stringify(summary));
}

async function summaryOf(options: Options, print: (text: string) => void): Promise<object> {
  const { mode } = options;
  if (mode === 'boot') return boot(options.rounds, print);
  if (mode === 'upstream') return upstream(options.rounds, print);
  return withDatabase({ ...options, mode }, print);
}

async function withDatabase(options: Options & { readonly mode: keyof typeof RUNS }, print: (text: string) => void): Promise<object> {
  if (options.mode !== 'bulk' && options.mode !== 'factory' && options.mode !== 'cache' && options.contenders.some(({ peer }) => peer))
    installPackage(PEERS, 'without them: --contenders floor-text,floor-json,ours,handwritten');
  if (!options.source && (options.mode === 'throughput' || options.mode === 'memory')) buildPackage();
  const source = sourceOf(options.chinook);
  const scale = scaleOf(options.artists);
  const database = await openDatabase(process.env['DATABASE_URL'], source, scale);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void database.close().finally(() => process.exit(1)));
  try {
    print(`Node ${process.versions.node}, PostgreSQL ${database.version}, ${scale.tracks} tracks (${source.name})`);
    return await RUNS[options.mode](options, database, print);
  } finally {
    await database.close();
  }
}
