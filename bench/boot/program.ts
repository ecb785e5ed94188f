// A process that boots, and tells how long that took: MikroORM alone, or MikroORM and General Manager. No database is asked.
// Node removes the types: hooks of the repository's own would make the loading of modules slower than it is in an application.
import { MikroORM } from '@mikro-orm/postgresql';
import { generatedEntities } from './entities.ts';

const [count = '5', kind = 'alone'] = process.argv.slice(2);
const { bootstrap } = kind === 'alone' ? {} : await import('general-manager');
const resolvers = kind === 'written' ? [await handwritten()] : [];
const entities = generatedEntities(Number(count));

/** A resolver as an application writes it, with TypeGraphQL's decorators as plain functions. */
async function handwritten(): Promise<Function> {
  await import('reflect-metadata');
  const { Query, Resolver } = await import('type-graphql');
  class Version {
    version(): string {
      return '1';
    }
  }
  Resolver()(Version);
  Query(() => String)(Version.prototype, 'version', Object.getOwnPropertyDescriptor(Version.prototype, 'version') ?? {});
  return Version;
}

/** Of the main thread, where Node tells it: that depends less on what else the machine does. */
function cpu(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}

const [begin, cpuAtBegin] = [performance.now(), cpu()];
const orm = await MikroORM.init({ entities, clientUrl: 'postgresql://127.0.0.1:1/nowhere' });
await bootstrap?.({ orm, drift: 'off', resolvers });
process.send?.({ bootMs: performance.now() - begin, cpuMs: cpu() - cpuAtBegin, memory: process.memoryUsage.rss() / 1_048_576 });
process.disconnect?.();
await orm.close();
