// A process that boots, and tells how long that took: MikroORM alone, or MikroORM and General Manager. No database is asked.
// Node removes the types: hooks of the repository's own would make the loading of modules slower than it is in an application.
import { MikroORM } from '@mikro-orm/postgresql';
import { generatedEntities } from './entities.ts';

const [count = '5', managed = 'false'] = process.argv.slice(2);
const { bootstrap } = managed === 'true' ? await import('general-manager') : {};
const entities = generatedEntities(Number(count));

const begin = performance.now();
const orm = await MikroORM.init({ entities, clientUrl: 'postgresql://127.0.0.1:1/nowhere' });
const initialised = performance.now();
await bootstrap?.({ orm, drift: 'off' });
const booted = performance.now();
process.send?.({ initMs: initialised - begin, bootMs: booted - begin, memory: process.memoryUsage.rss() / 1_048_576 });
process.disconnect?.();
await orm.close();
