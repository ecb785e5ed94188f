import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Runtime } from 'general-manager/plugin';
import { cursor, linkHeader, nextLink, offsetLimit, pageNumber, relay, type ListOperation, type PageStyle } from 'general-manager/http';
import { mockUpstream, type MockUpstream } from 'general-manager/http/testing';
import { difference, plain } from '../../../../integrations/testing/contract/plain.js';
import { serve, type Loopback } from '../resources/support/api.js';
import { boot, declare } from '../resources/support/boot.js';
import { acting, listed, permission, pick, read, select, walk, world, type Thing } from '../resources/support/questions.js';
import { FILTERS, SORT, thingFields, type Source } from '../resources/support/things.js';

const SEED = Number(process.env['CONTRACT_SEED'] ?? 314159);
const RUNS = Number(process.env['CONTRACT_RUNS'] ?? 2);

/** Each way to divide lists, with what it may say besides. */
const STYLES: Readonly<Record<string, PageStyle | undefined>> = {
  'whole list': undefined,
  'page number, told by a header': pageNumber({ maxSize: 7, totalHeader: 'X-Total' }),
  'page number from 0, with the number of pages': pageNumber({ firstPage: 0, items: 'data', pages: 'meta.pages', maxSize: 7 }),
  'page number of one size': pageNumber({ fixedSize: 4, items: 'data', hasMore: 'more' }),
  'page number, told by nothing': pageNumber({ maxSize: 7 }),
  'offset and limit': offsetLimit({ maxSize: 7, total: 'meta.total', items: 'items' }),
  'offset and limit in the body': offsetLimit({ maxSize: 7, in: 'body', offset: 'page.from', limit: 'page.size', items: 'items' }),
  cursor: cursor({ next: 'paging.next', items: 'items', size: 'limit', maxSize: 7 }),
  'cursor of the last item': cursor({
    cursor: 'starting_after',
    next: { lastItem: 'id' },
    hasMore: 'more',
    items: 'items',
    size: 'limit',
    maxSize: 7,
  }),
  'Link header': linkHeader({ size: 'per_page', maxSize: 7 }),
  'next link': nextLink({ next: ['@odata.next'], items: 'value', total: '@odata.count', size: '$top', maxSize: 7 }),
  'connection over REST': relay({ at: 'things', total: true, maxSize: 7 }),
};

const inBody = (filters: NonNullable<ListOperation['filters']>): NonNullable<ListOperation['filters']> =>
  Object.fromEntries(
    Object.entries(filters).map(([name, options]) => {
      const { param, exclude, ...rest } = options as { readonly param: string; readonly exclude?: string };
      const at = (each: string): string => `where.${each.replaceAll('.', '_')}`;
      return [name, { ...rest, in: 'body', param: at(param), ...(exclude !== undefined && { exclude: at(exclude) }) }];
    }),
  );

/** Lists of which the upstream can be asked for the order. */
const sorted = fc
  .tuple(listed, pick('id', 'size', 'seen'), pick('asc nulls last', 'desc nulls first'))
  .map(([asked, name, direction]) => ({ ...asked, reverse: false, sort: [{ [name]: direction }] }));

describe('mock upstreams: reads through General Manager', function () {
  this.timeout(120_000);
  let things: readonly Source[] = [];
  let api: Loopback;
  let reference: Runtime;

  const mocks: MockUpstream[] = [];
  before(async () => {
    api = await serve(() => ({ body: things }));
    const Thing = declare<Thing>(
      'Thing',
      { baseUrl: api.url, fields: thingFields, operations: { list: { path: '/whole' } }, local: { objects: 1000 } },
      permission,
    );
    reference = boot(Thing).runtime;
  });
  after(async () => {
    await api.close();
    for (const mock of mocks) await mock.close();
  });

  const mocked = async (
    pagination: PageStyle | undefined,
  ): Promise<{ readonly mock: MockUpstream; readonly runtime: Runtime; readonly target: object }> => {
    let url = 'http://127.0.0.1';
    const isPost = pagination?.declared?.kind === 'offsetLimit' && pagination.declared.options.in === 'body';
    const list: ListOperation = {
      path: '/v1/things',
      query: { kind: 'all' },
      ...(isPost
        ? { method: 'POST', body: { kind: 'all' }, filters: inBody(FILTERS), sort: { ...SORT, in: 'body', direction: 'suffix' } }
        : { filters: FILTERS, sort: SORT, projection: { param: 'fields' } }),
      ...(pagination && { pagination }),
    };
    const Target = declare<Thing>(
      'Thing',
      {
        upstream: { baseUrl: () => url, addresses: { allow: ['127.0.0.1/32'] } },
        fields: thingFields,
        operations: { list, detail: { path: '/v1/things/{id}' } },
        local: { objects: 1000 },
        whole: true,
      },
      permission,
    );
    const mock = mockUpstream(Target);
    mocks.push(mock);
    url = await mock.listen();
    const { runtime, problems } = boot(Target);
    expect(problems).to.deep.equal([]);
    return { mock, runtime, target: Target };
  };

  for (const [name, pagination] of Object.entries(STYLES)) {
    it(`are those of everything in memory: ${name}`, async () => {
      const { mock, runtime, target } = await mocked(pagination);
      let rows = 0;
      const keys = fc.array(pick(0, 1, 2, 5, 30), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(
          world,
          fc.array(fc.tuple(fc.oneof(listed, sorted), keys, acting), { minLength: 15, maxLength: 15 }),
          async (content, asked) => {
            things = content;
            mock
              .of(target as never)
              .clear()
              .addRaw(...content);
            for (const [each, wanted, acts] of asked) {
              const expected = await walk(reference, each, acts);
              expect(difference(await walk(runtime, each, acts), expected), fc.stringify([each, acts])).to.equal(undefined);
              rows += (expected as readonly { rows?: readonly unknown[] }[]).reduce((sum, page) => sum + (page.rows?.length ?? 0), 0);
              const objects = async (from: Runtime): Promise<unknown> =>
                plain(await from.readMany(from.model.managers.get('Thing') as never, wanted, select, { actor: acts }));
              expect(difference(await objects(runtime), await objects(reference)), fc.stringify([wanted, acts])).to.equal(undefined);
            }
          },
        ),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
      expect(rows / RUNS, 'rows that were compared').to.be.greaterThan(30);
      expect(mock.refusals).to.deep.equal([]);
      const sorts = mock.requests.map(({ query, json }) => query['sort'] ?? (json as { readonly sort?: string } | undefined)?.sort ?? '');
      for (const sort of [/^size|^id|^seen/, /^-|:desc/, /^$/])
        expect(sorts.filter((each) => sort.test(each)).length, String(sort)).to.be.greaterThan(0);
    });
  }

  it('are filtered, ordered and divided by the mock, not only here', async () => {
    const { mock, runtime, target } = await mocked(STYLES['page number, told by a header']);
    mock.of(target as never).addRaw(
      ...['c', 'b', 'a', 'd'].map((title, index) => ({
        id: index + 1,
        title,
        size: index,
        cost: null,
        seen_at: null,
        mood: null,
        owner: null,
        tags: [],
        extra: 'beside the fields',
      })),
    );
    const request = { select, filter: { size: { gte: 1 } }, sort: [{ size: 'desc' }], page: { first: 2 } };
    const page = (await read(runtime, request, { roles: ['admin'] })) as { rows: readonly { label: string }[] };
    expect(page.rows.map(({ label }) => label)).to.deep.equal(['d', 'a']);
    expect(mock.requests.map(({ query }) => query)).to.deep.equal([
      {
        kind: 'all',
        'size.gte': '1',
        sort: '-size',
        fields: 'id,title,size,cost,seen_at,mood,owner,tags',
        page: '1',
        per_page: '2',
      },
    ]);
  });
});
