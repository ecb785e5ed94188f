// Compares reads with hand-written SQL and with MikroORM in one interleaved run, in this process: `npm run bench`.
// Ratios say something, rates do not: they depend on the machine and on what else it does.
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap } from 'general-manager';
import { startPostgres } from '../samples/support/postgres.js';
import { fill } from './data.js';
import { Album, Artist, Track } from './entities.js';
import { measure } from './measure.js';
import { rowPolicies } from './policies.js';
import { workloads, type Bench } from './workloads.js';

const OPTIONS = { rounds: 5, windowMs: 1000, concurrency: 8 };

const postgres = process.env['DATABASE_URL'] ? undefined : await startPostgres();
const clientUrl = process.env['DATABASE_URL'] ?? postgres?.url ?? '';
const orm = await MikroORM.init({ clientUrl, entities: [Artist, Album, Track], metadataProvider: ReflectMetadataProvider });
try {
  await fill(orm);
  const gm = await bootstrap({ orm, drift: 'refuse' });
  const guarded = await bootstrap({ orm, drift: 'off', plugins: [rowPolicies] });
  const client = orm.em.getConnection();
  const query: Bench['query'] = async (text, parameters) => {
    // MikroORM's own placeholders are question marks.
    const [row] = await client.execute<{ j: unknown }[]>(text.replace(/\$\d/g, '?'), inOrder(text, parameters), 'all');
    return row?.j;
  };
  console.log(
    `Times slower than the first of each list; ${OPTIONS.rounds} rounds of ${OPTIONS.windowMs} ms, ${OPTIONS.concurrency} at a time.\n`,
  );
  for (const workload of workloads({ orm, gm, guarded, query })) {
    console.log(workload.name);
    for (const { contender, rate, ratio } of await measure(workload, OPTIONS)) {
      const range = `${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)}`;
      console.log(`  ${contender.padEnd(16)}${ratio.median.toFixed(2).padStart(7)}   (${range}; ${rate.toFixed(0)} per second)`);
    }
    console.log('');
  }
} finally {
  await orm.close();
  await postgres?.stop();
}

/** The parameters once for each time that they are named. */
function inOrder(text: string, parameters: readonly unknown[]): unknown[] {
  return [...text.matchAll(/\$(\d)/g)].map(([, number]) => parameters[Number(number) - 1]);
}
