// The kit for tests as an application uses it that has General Manager from the registry: package.spec.ts copies it beside the quickstart, compiles and runs it.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import type { EntityManager } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { Ctx, Int, Query, Resolver } from 'type-graphql';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { actor, everyone, Interface, Manager, Permission, where } from 'general-manager/decorators';
import { LocalExecutor, scalarField, type ApplicationModel, type InterfaceAdapter, type ReadPlan } from 'general-manager/plugin';
import {
  client,
  expectBenchmark,
  expectInterfaceContract,
  expectNoLeaks,
  expectStatements,
  faultServer,
  policySpec,
  schemaSnapshot,
  testApp,
  TestClock,
  type TestApp,
} from 'general-manager/testing';
import { Author } from '../../samples/quickstart/author.js';
import { Book } from '../../samples/quickstart/book.js';

@Entity()
@Manager()
@Permission<Note>({ read: where({ owner: actor('id') }) })
class Note {
  @PrimaryKey()
  id!: number;

  @Property()
  owner!: number;

  @Property()
  text!: string;
}

/** The planted leak: it counts what the actor may not read. */
@Resolver()
class Forgotten {
  @Query(() => Int)
  async noteCount(@Ctx() { session }: { session: EntityManager }): Promise<number> {
    return session.count(Note);
  }
}

const open = async (resolvers: readonly [] | readonly [typeof Forgotten]): Promise<TestApp<Application, MikroORM>> =>
  testApp({
    orm: async (clientUrl) => MikroORM.init({ clientUrl, entities: [Author, Book, Note], metadataProvider: ReflectMetadataProvider }),
    boot: async (orm) => bootstrap({ orm, ...(resolvers.length > 0 && { resolvers: [Forgotten] }) }),
    seed: async (gm) => {
      await gm.factory(Author).with({ books: 3 }).createMany(4);
      for (let id = 1; id <= 6; id += 1) await gm.factory(Note).create({ owner: 1 + (id % 2), text: `secret ${id * 7919}` });
    },
  });

let app: TestApp<Application, MikroORM>;
before(async () => {
  app = await open([]);
});
afterEach(async () => app.reset());
after(async () => app.close());

const isCaught = async (code: string, run: () => Promise<unknown>): Promise<void> =>
  assert.rejects(run, (error) => isGeneralManagerError(error, code) || assert.fail(String(error)));

void test('databases of one file, as they were before each test', async () => {
  await app.gm.factory(Author).create();
  assert.equal(await app.gm.as(null).manager(Author).count(), 5);
  await app.reset();
  assert.equal(await app.gm.as(null).manager(Author).count(), 4);
});

void test('a client, without a network', async () => {
  assert.deepEqual(await client(app.gm).data('{ books { totalCount } }'), { books: { totalCount: 12 } });
});

void test('a wrong policy is caught', async () => {
  const policies = policySpec(app.gm);
  await policies.given({ id: 1 }, Note, 2).when('read').isAllowed();
  await isCaught('GM_TEST_POLICY', async () => policies.given(null, Book, 1).when('read').isDenied());
});

void test('a slow query is caught', async () => {
  const list = async (): Promise<unknown> =>
    app.gm
      .as(null)
      .manager(Book)
      .select({ title: true, author: { name: true } })
      .all();
  await expectStatements(app.orm, 1, list);
  await isCaught('GM_TEST_STATEMENTS', async () => expectStatements(app.orm, 1, async () => [await list(), await list()]));
});

void test('a change of the schema is caught', async () => {
  await schemaSnapshot(app.gm, 'schema.graphql', { ci: false });
  await schemaSnapshot(app.gm, 'schema.graphql', { ci: true });
  await writeFile(
    'schema.graphql',
    (await readFile('schema.graphql', 'utf8')).replace('\n  title: String!', '\n  name: String!\n  title: String!'),
  );
  await isCaught('GM_TEST_SCHEMA', async () => schemaSnapshot(app.gm, 'schema.graphql', { ci: true }));
});

void test('a benchmark that has become slower is caught', async () => {
  // Time of this process, which other processes do not disturb.
  const now = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
  const numbers = Array.from({ length: 1000 }, (_each, index) => (index * 7919) % 1009);
  const sort = (times: number) => (): void => {
    for (let time = 0; time < times; time += 1) [...numbers].sort((left, right) => left - right);
  };
  const common = { name: 'sorting', file: 'benchmarks.jsonl', reference: sort(1), now, ci: false, sampleMs: 4, rounds: 20, update: false };
  await rm('benchmarks.jsonl', { force: true });
  assert.equal((await expectBenchmark({ ...common, candidate: sort(1) })).recorded, true);
  await isCaught('GM_TEST_BENCHMARK', async () => expectBenchmark({ ...common, candidate: sort(6) }));
});

void test('a leak is caught', async () => {
  const leaking = await open([Forgotten]);
  try {
    const options = { actors: { one: { id: 1 } }, questions: 60 };
    await expectNoLeaks(app.gm, { ...options, orm: app.orm });
    await isCaught('GM_TEST_LEAKS', async () => expectNoLeaks(leaking.gm, { ...options, orm: leaking.orm }));
  } finally {
    await leaking.close();
  }
});

void test('an interface that breaks its contract is caught', async () => {
  const objects = { Machine: Array.from({ length: 9 }, (_each, index) => ({ serial: `m${index}`, heat: index % 3 === 0 ? null : index })) };
  const machines = (alter: (plan: ReadPlan) => ReadPlan): readonly object[] => {
    let executor: LocalExecutor | undefined;
    const adapter: InterfaceAdapter = {
      name: 'machines',
      discover: () => [],
      owns: () => true,
      describe: () => ({
        name: 'Machine',
        readOnly: true,
        key: [{ field: 'serial' }],
        fields: [scalarField('serial', 'string', { primary: true }), scalarField('heat', 'int', { nullable: true })],
        enums: [],
        embeddables: [],
        problems: [],
      }),
      attach: (_managers: unknown, model: ApplicationModel) => {
        executor = new LocalExecutor(model);
      },
      read: async (plan) => {
        const page = executor?.execute(alter(plan), objects.Machine);
        if (!page) throw new Error('not attached');
        return { ...page, plan };
      },
    };
    class Machine {}
    Manager()(Machine);
    Permission({ read: everyone() })(Machine);
    Interface({ adapter: 'machines', options: {}, open: () => adapter })(Machine);
    return [Machine];
  };
  await expectInterfaceContract({ managers: machines((plan) => plan), objects });
  const forgetful = machines((plan) => ({ ...plan, policy: { kind: 'true' } }));
  await isCaught('GM_TEST_CONTRACT', async () => expectInterfaceContract({ managers: forgetful, objects }));
});

void test('a client that repeats what may have been done is caught', async () => {
  const orders: string[] = [];
  const answers = ({ body }: { body: string }): object => ({ status: 201, body: { number: orders.push(body) } });
  await using server = await faultServer({ seed: 7, answers, faults: { reset: 0.4 } });
  for (let order = 1; order <= 10; order += 1) {
    const send = async (): Promise<unknown> => fetch(server.url, { method: 'POST', body: `order ${order}` });
    await send()
      .catch(send)
      .catch(() => undefined);
  }
  assert.ok(orders.length > new Set(orders).size);
});

void test('time that passes when it is told to', () => {
  const clock = new TestClock();
  let called = false;
  clock.after(60_000, () => (called = true));
  clock.advance(59_999);
  assert.equal(called, false);
  clock.advance(1);
  assert.equal(called, true);
});
