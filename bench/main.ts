// Compares General Manager with SQL by hand, with hand-written resolvers and with PostGraphile, through real servers:
// `npm run bench`, options in options.ts. Ratios say something, rates do not: they depend on the machine and on what else it does.
import { installPeers } from './contenders/install-peers.js';
import { scaleOf } from './database/fill.js';
import { openDatabase } from './database/open.js';
import { sourceOf } from './database/source.js';
import { parseOptions, USAGE, type Options } from './options.js';
import { throughput } from './throughput.js';

const options = parseOptions(process.argv.slice(2));
if (options === 'help') console.log(USAGE);
else await main(options);

async function main(options: Options): Promise<void> {
  if (options.contenders.some(({ peer }) => peer)) installPeers();
  const source = sourceOf(options.chinook);
  const database = await openDatabase(process.env['DATABASE_URL'], source, scaleOf(options.artists));
  const interrupted = (): void => void database.close().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  try {
    const { tracks } = scaleOf(options.artists);
    console.log(`Node ${process.versions.node}, PostgreSQL ${database.version}, ${tracks} tracks (${source.name})`);
    const summary = await throughput(options, database, (text) => console.log(text));
    if (options.json) console.log(JSON.stringify(summary));
  } finally {
    await database.close();
  }
}
