import { expect } from 'chai';
import * as fc from 'fast-check';
import type { ReadRequest, Runtime } from 'general-manager/plugin';
import { difference, plain } from '../../../../integrations/testing/contract/plain.js';
import { boot, declare } from './support/boot.js';
import type { Loopback } from './support/api.js';
import { acting, listed, measured, permission, pick, read, select, walk, world, type Thing } from './support/questions.js';
import { FILTERS, serveThings, SORT, STYLES, thingFields, type Source } from './support/things.js';

const SEED = Number(process.env['CONTRACT_SEED'] ?? 271828);
const RUNS = Number(process.env['CONTRACT_RUNS'] ?? 6);

describe('HTTP resources: what is sent and what is done here', function () {
  this.timeout(300_000);
  let things: readonly Source[] = [];
  let api: Loopback;
  const runtimes = new Map<string, Runtime>();
  let reference: Runtime;

  before(async () => {
    api = await serveThings(() => things);
    const upstream = { baseUrl: api.url };
    const local = { objects: 1000 };
    const detail = { path: '/things/{id}' };
    for (const [path, pagination] of Object.entries(STYLES)) {
      const list = { path, filters: FILTERS, sort: SORT, ...(pagination && { pagination }) };
      const Thing = declare<Thing>(
        'Thing',
        { upstream, fields: thingFields, operations: { list, detail }, local, whole: true },
        permission,
      );
      const { runtime, problems } = boot(Thing);
      expect(problems).to.deep.equal([]);
      runtimes.set(path, runtime);
    }
    const Thing = declare<Thing>('Thing', { upstream, fields: thingFields, operations: { list: { path: '/whole' } }, local }, permission);
    reference = boot(Thing).runtime;
  });
  after(async () => api.close());

  for (const path of Object.keys(STYLES)) {
    it(`agree for lists at ${path}`, async () => {
      const runtime = runtimes.get(path);
      if (!runtime) throw new Error('no runtime');
      let rows = 0;
      await fc.assert(
        fc.asyncProperty(world, fc.array(fc.tuple(listed, acting), { minLength: 25, maxLength: 25 }), async (content, asked) => {
          things = content;
          for (const [each, acts] of asked) {
            const expected = await walk(reference, each, acts);
            const differing = difference(await walk(runtime, each, acts), expected);
            expect(differing, fc.stringify([each, acts])).to.equal(undefined);
            rows += (expected as readonly { rows?: readonly unknown[] }[]).reduce((sum, page) => sum + (page.rows?.length ?? 0), 0);
          }
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
      expect(rows / RUNS, 'rows that were compared').to.be.greaterThan(30);
    });

    it(`agree for groups and single objects at ${path}`, async () => {
      const runtime = runtimes.get(path);
      if (!runtime) throw new Error('no runtime');
      const keys = fc.array(pick(0, 1, 2, 5, 30), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(world, fc.array(fc.tuple(measured, keys, acting), { minLength: 15, maxLength: 15 }), async (content, asked) => {
          things = content;
          for (const [{ filter: where, groupBy }, wanted, acts] of asked) {
            const measures = [{ kind: 'count', names: [] } as const, { kind: 'sum', names: ['size'] } as const];
            const request: ReadRequest = {
              select: { fields: [], relations: [] },
              filter: where,
              aggregate: { measures, ...(groupBy && { groupBy }) },
            };
            const answers = async (from: Runtime): Promise<unknown> => {
              const manager = from.model.managers.get('Thing');
              if (!manager) throw new Error('no manager');
              return plain([await read(from, request, acts), await from.readMany(manager, wanted, select, { actor: acts })]);
            };
            expect(difference(await answers(runtime), await answers(reference)), fc.stringify([where, groupBy, acts])).to.equal(undefined);
          }
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
    });
  }
});
