import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { Manager, Permission } from 'general-manager/decorators';
import type { ReadRequest, Runtime } from 'general-manager/plugin';
import { databaseAdapter } from '../../integrations/mikro-orm/index.js';
import { bootCore } from '../../lib/plugin.js';
import type { Loopback } from '../integrations/http/resources/support/api.js';
import { boot, declare } from '../integrations/http/resources/support/boot.js';
import { acting, listed, measured, permission, read, walk, world, type Thing } from '../integrations/http/resources/support/questions.js';
import { FILTERS, MOODS, serveThings, SORT, STYLES, thingFields, type Source } from '../integrations/http/resources/support/things.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { difference, plain } from '../../integrations/testing/contract/plain.js';

const SEED = Number(process.env['CONTRACT_SEED'] ?? 271828);
const RUNS = Number(process.env['CONTRACT_RUNS'] ?? 6);

/** The same things in a table. */
const Thing = defineEntity({
  name: 'Thing',
  properties: {
    id: p.integer().primary(),
    label: p.string().nullable(),
    size: p.integer().nullable(),
    cost: p.decimal().columnType('numeric').nullable(),
    seen: p.datetime(3).nullable(),
    mood: p.enum(MOODS).nullable(),
    owner: p.string().nullable(),
    tags: p.array(),
  },
});
Manager()(Thing);
Permission<Thing>(permission)(Thing);

describe('contract: the executor of HTTP resources', function () {
  this.timeout(300_000);
  let things: readonly Source[] = [];
  let api: Loopback;
  let database: FreshDatabase;
  let orm: MikroORM;
  let reference: Runtime;
  let resource: Runtime;

  before(async () => {
    api = await serveThings(() => things);
    database = await freshDatabase('contract_http');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Thing] });
    await orm.schema.create();
    ({ runtime: reference } = bootCore({ adapters: [databaseAdapter(orm)], secret: 'contract' }));
    const pagination = STYLES['/offset'];
    const list = { path: '/offset', filters: FILTERS, sort: SORT, ...(pagination && { pagination }) };
    const operations = { list, detail: { path: '/things/{id}' } };
    const Resource = declare<Thing>('Thing', { baseUrl: api.url, fields: thingFields, operations, whole: true }, permission);
    const { runtime, problems } = boot(Resource);
    expect(problems).to.deep.equal([]);
    resource = runtime;
  });
  after(async () => {
    await orm?.close();
    await api?.close();
    await database?.drop();
  });

  const fill = async (content: readonly Source[]): Promise<void> => {
    things = content;
    const em = orm.em.fork();
    await em.nativeDelete(Thing, {});
    await em.insertMany(
      Thing,
      content.map(({ id, title, size, cost, seen_at: seen, mood, owner, tags }) => {
        return {
          id,
          label: title,
          size,
          cost,
          seen: seen === null ? null : new Date(seen),
          mood,
          owner: owner?.login ?? null,
          tags: [...tags],
        };
      }),
    );
  };

  it('walks lists like the executor of PostgreSQL', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.array(fc.tuple(listed, acting), { minLength: 25, maxLength: 25 }), async (content, asked) => {
        await fill(content);
        for (const [each, acts] of asked) {
          const differing = difference(await walk(resource, each, acts), await walk(reference, each, acts));
          expect(differing, fc.stringify([each, acts])).to.equal(undefined);
        }
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  });

  it('groups like the executor of PostgreSQL', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.array(fc.tuple(measured, acting), { minLength: 15, maxLength: 15 }), async (content, asked) => {
        await fill(content);
        for (const [{ filter, groupBy }, acts] of asked) {
          const measures = [
            { kind: 'count', names: [] } as const,
            { kind: 'sum', names: ['size'] } as const,
            { kind: 'max', names: ['label'] } as const,
            { kind: 'avg', names: ['size'] } as const,
            { kind: 'countDistinct', names: ['mood'] } as const,
          ];
          const select = { fields: [], relations: [] };
          const request: ReadRequest = { select, filter, aggregate: { measures, ...(groupBy && { groupBy }) } };
          const differing = difference(plain(await read(resource, request, acts)), plain(await read(reference, request, acts)));
          expect(differing, fc.stringify([filter, groupBy, acts])).to.equal(undefined);
        }
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  });
});
