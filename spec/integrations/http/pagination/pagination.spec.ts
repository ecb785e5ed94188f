import { expect } from 'chai';
import {
  cursor,
  linkHeader,
  nextLink,
  offsetLimit,
  pageNumber,
  pages,
  pushdown,
  readWindow,
  relay,
  type ListPage,
  type PageStyle,
} from '../../../../integrations/http/pagination/index.js';
import { openUpstream, type Upstream, type UpstreamRequest } from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, type Answer, type Loopback } from '../support/loopback.js';
import { read, write } from '../support/send.js';

const ALL = Array.from({ length: 23 }, (_, index) => ({ id: index + 1 }));
const slice = (offset: number, size: number): readonly object[] => ALL.slice(offset, offset + size);

describe('HTTP pagination', () => {
  let server: Loopback;
  let answer: Answer;
  let upstream: Upstream;

  before(async () => {
    server = await startLoopback((...all) => answer(...all));
    upstream = openUpstream({ baseUrl: server.url, retry: false, breaker: false });
  });
  after(() => server.close());
  beforeEach(() => {
    server.seen.length = 0;
  });

  const send = (request: UpstreamRequest) => upstream.send(request);
  const parameters = (url: string): URLSearchParams => new URL(url, server.url).searchParams;
  const number = (url: string, name: string, missing = 0): number => Number(parameters(url).get(name) ?? missing);
  const idsOf = (items: readonly unknown[]): readonly number[] => items.map((item) => (item as { id: number }).id);
  const walk = async (
    style: PageStyle,
    options = {},
    request = read('/projects'),
  ): Promise<Pick<ListPage, 'items' | 'total' | 'hasNext'>[]> => {
    const all: Pick<ListPage, 'items' | 'total' | 'hasNext'>[] = [];
    for await (const { request: _request, window: _window, next: _next, ...page } of pages(style, request, send, options)) all.push(page);
    return all;
  };
  const ids = async (style: PageStyle, options = {}, request?: UpstreamRequest): Promise<readonly number[]> =>
    idsOf((await walk(style, options, request)).flatMap(({ items }) => items));
  const codeOf = async (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'none',
      (error: { code: string }) => error.code,
    );
  const EVERY = ALL.map(({ id }) => id);

  describe('by link headers', () => {
    const linked: Answer = ({ url }, response) => {
      const [page, size] = [number(url, 'page', 1), number(url, 'per_page', 5)];
      const next = `<${server.url}/projects?page=${page + 1}&per_page=${size}&state=open>; rel="next"; title="a, <b>"`;
      const headers = { 'x-total': '23', ...(page * size < 23 && { link: `</projects?page=1>; rel="first", ${next}` }) };
      json(response, slice((page - 1) * size, size), 200, headers);
    };

    it('follows them to the end, with all of what they ask for', async () => {
      answer = linked;
      const all = await walk(linkHeader({ totalHeader: 'X-Total' }), {}, read('/projects?x=1', { query: [['state', 'open']] }));
      expect(all.flatMap(({ items }) => idsOf(items))).to.deep.equal(EVERY);
      expect(all.map(({ total, hasNext }) => [total, hasNext])).to.deep.equal([
        [23, true],
        [23, true],
        [23, true],
        [23, true],
        [23, false],
      ]);
      expect(server.seen[1]?.url).to.equal('/projects?page=2&per_page=5&state=open');
    });

    it('asks for pages of a size', async () => {
      answer = linked;
      expect(await ids(linkHeader({ size: 'per_page', maxSize: 20 }), { size: 50 })).to.deep.equal(EVERY);
      expect(server.seen[0]?.url).to.equal('/projects?per_page=20');
    });

    it('reads relative links, several relations and other links', async () => {
      answer = ({ url }, response) =>
        json(
          response,
          slice(number(url, 'from'), 12),
          200,
          url.includes('from') ? {} : { link: '</a>; rel="prev", <?from=12>; rel="last next"' },
        );
      expect(await ids(linkHeader())).to.deep.equal(EVERY);
      expect(server.seen[1]?.url).to.equal('/projects?from=12');
    });

    it('reads items within the body, and no total that is none', async () => {
      answer = (_seen, response) => json(response, { data: { items: [{ id: 1 }] } }, 200, { 'x-total': 'many' });
      const [page, ...others] = await walk(linkHeader({ items: 'data.items', totalHeader: 'x-total' }));
      expect(others).to.deep.equal([]);
      expect(page).to.deep.include({ items: [{ id: 1 }], hasNext: false });
      expect(page).to.not.have.property('total');
    });

    for (const [what, link, code] of [
      ['to another origin', '<https://evil.example/projects>; rel="next"', 'GM_UPSTREAM_INVALID_REQUEST'],
      ['to a file', '<file:///etc/passwd>; rel="next"', 'GM_UPSTREAM_INVALID_REQUEST'],
      ['that are malformed', '<unclosed; rel="next"', 'GM_UPSTREAM_INVALID_PAGE'],
      ['that are no URL', '<http://>; rel="next"', 'GM_UPSTREAM_INVALID_PAGE'],
    ] as const) {
      it(`does not follow links ${what}`, async () => {
        answer = (_seen, response) => json(response, [], 200, { link });
        expect(await codeOf(walk(linkHeader()))).to.equal(code);
        expect(server.seen).to.have.length(1);
      });
    }
  });

  describe('by links in bodies', () => {
    it('follows them to the end', async () => {
      answer = ({ url }, response) => {
        const from = number(url, 'from');
        json(response, {
          data: slice(from, 10),
          links: { next: from + 10 < 23 ? `/projects?from=${from + 10}` : null },
          meta: { total: 23 },
        });
      };
      const style = nextLink({ next: 'links.next', items: 'data', total: 'meta.total' });
      expect(await ids(style)).to.deep.equal(EVERY);
      expect((await walk(style))[0]?.total).to.equal(23);
    });

    it('reads names with dots', async () => {
      answer = ({ url }, response) =>
        json(response, {
          value: slice(number(url, '$skip'), 12),
          ...(!url.includes('skip') && { '@odata.nextLink': '/projects?$skip=12' }),
        });
      expect(await ids(nextLink({ next: ['@odata.nextLink'], items: 'value' }))).to.deep.equal(EVERY);
    });

    it('tells what is no link', async () => {
      answer = (_seen, response) => json(response, { next: { href: '/' }, items: [] });
      expect(await codeOf(walk(nextLink({ next: 'next', items: 'items' })))).to.equal('GM_UPSTREAM_INVALID_PAGE');
    });
  });

  describe('by numbers of pages', () => {
    const numbered: Answer = ({ url }, response) => {
      const [page, size] = [number(url, 'page', 1), number(url, 'per_page', 5)];
      const items = slice((page - 1) * size, size);
      json(response, { items, total: 23, pages: Math.ceil(23 / size), more: page * size < 23 }, 200, { 'x-total': '23' });
    };

    for (const [what, options, requests] of [
      ['the total', { total: 'total' }, 5],
      ['the total in a header', { totalHeader: 'x-total' }, 5],
      ['the number of pages', { pages: 'pages' }, 5],
      ['whether there is more', { hasMore: 'more' }, 5],
      ['pages with fewer items', {}, 5],
      ['an empty page', { end: 'empty' }, 6],
    ] as const) {
      it(`end by ${what}`, async () => {
        answer = numbered;
        expect(await ids(pageNumber({ items: 'items', ...options }), { size: 5 })).to.deep.equal(EVERY);
        expect(server.seen).to.have.length(requests);
        expect(server.seen[2]?.url).to.equal('/projects?page=3&per_page=5');
      });
    }

    it('begin at 0 where the upstream counts so, with names of its own', async () => {
      answer = ({ url }, response) => json(response, slice(number(url, 'p') * number(url, 'n'), number(url, 'n')));
      expect(await ids(pageNumber({ page: 'p', size: 'n', firstPage: 0, maxSize: 10 }))).to.deep.equal(EVERY);
      expect(server.seen.map(({ url }) => url)).to.deep.equal(['/projects?p=0&n=10', '/projects?p=1&n=10', '/projects?p=2&n=10']);
    });

    it('are of the size that the upstream decides', async () => {
      answer = ({ url }, response) => json(response, slice((number(url, 'page', 1) - 1) * 10, 10));
      const style = pageNumber({ fixedSize: 10 });
      expect(await ids(style, { size: 3 })).to.deep.equal(EVERY);
      expect(server.seen.map(({ url }) => url)).to.deep.equal(['/projects?page=1', '/projects?page=2', '/projects?page=3']);
      expect(idsOf((await readWindow(style, read('/projects'), send, { offset: 8, size: 4 })).items)).to.deep.equal([9, 10, 11, 12]);
    });

    it('are told from pages that hold more than was asked for', async () => {
      answer = (_seen, response) => json(response, slice(0, 10));
      expect(await codeOf(walk(pageNumber(), { size: 5 }))).to.equal('GM_UPSTREAM_INVALID_PAGE');
    });
  });

  describe('by offsets', () => {
    it('go on after the items that came, also where those are fewer than asked for', async () => {
      answer = ({ url }, response) => json(response, slice(number(url, 'offset'), Math.min(4, number(url, 'limit'))));
      expect(await ids(offsetLimit({ end: 'empty' }), { size: 10 })).to.deep.equal(EVERY);
      expect(server.seen[1]?.url).to.equal('/projects?offset=4&limit=10');
    });

    it('begin anywhere, and replace what the target has', async () => {
      answer = ({ url }, response) => json(response, { results: slice(number(url, 'skip'), number(url, 'take')), count: 23 });
      const style = offsetLimit({ offset: 'skip', limit: 'take', items: 'results', total: 'count', maxSize: 8 });
      expect(await ids(style, { offset: 15 }, read('/projects?skip=3&x=1&take=9'))).to.deep.equal(EVERY.slice(15));
      expect(server.seen[0]?.url).to.equal('/projects?x=1&skip=15&take=8');
    });

    it('go into a JSON body', async () => {
      answer = ({ body }, response) => {
        const { page } = JSON.parse(body) as { page: { from: number; size: number } };
        json(response, slice(page.from, page.size));
      };
      const style = offsetLimit({ in: 'body', offset: 'page.from', limit: 'page.size', maxSize: 10 });
      expect(await ids(style, {}, write('/search', { query: 'a', page: { sort: 'id' } }))).to.deep.equal(EVERY);
      expect(JSON.parse(server.seen[1]?.body ?? '')).to.deep.equal({ query: 'a', page: { sort: 'id', from: 10, size: 10 } });
      expect(await codeOf(walk(style))).to.equal('GM_UPSTREAM_INVALID_PAGE');
    });
  });

  describe('by cursors', () => {
    it('follow the one in the body', async () => {
      answer = ({ url }, response) => {
        const from = number(url, 'page_token');
        json(response, { data: slice(from, 10), next: from + 10 < 23 ? String(from + 10) : '' });
      };
      const style = cursor({ cursor: 'page_token', next: 'next', items: 'data', size: 'limit', maxSize: 10 });
      expect(await ids(style, {}, read('/projects', { query: [['state', 'open']] }))).to.deep.equal(EVERY);
      expect(server.seen[1]?.url).to.equal('/projects?state=open&limit=10&page_token=10');
    });

    it('follow the last item, while there is more', async () => {
      answer = ({ url }, response) => {
        const from = number(url, 'starting_after');
        json(response, { data: slice(from, 10), has_more: from + 10 < 23 });
      };
      const style = cursor({ cursor: 'starting_after', next: { lastItem: 'id' }, hasMore: 'has_more', items: 'data' });
      expect(await ids(style)).to.deep.equal(EVERY);
      expect(server.seen).to.have.length(3);
    });

    it('tell what is no cursor', async () => {
      answer = (_seen, response) => json(response, { data: [], next: { a: 1 } });
      expect(await codeOf(walk(cursor({ next: 'next', items: 'data' })))).to.equal('GM_UPSTREAM_INVALID_PAGE');
    });
  });

  describe('by connections', () => {
    const connection = (after: string | null | undefined, first: number, form: 'edges' | 'nodes'): object => {
      const from = Number(after ?? 0);
      const items = slice(from, first);
      const list = form === 'nodes' ? { nodes: items } : { edges: items.map((node) => ({ node })) };
      return { ...list, totalCount: 23, pageInfo: { hasNextPage: from + first < 23, endCursor: String(from + first) } };
    };

    it('follow their cursors in queries', async () => {
      answer = ({ url }, response) => json(response, connection(parameters(url).get('after'), number(url, 'first'), 'edges'));
      const all = await walk(relay({ maxSize: 10, total: true }));
      expect(all.flatMap(({ items }) => idsOf(items))).to.deep.equal(EVERY);
      expect(all[0]?.total).to.equal(23);
      expect(server.seen[1]?.url).to.equal('/projects?first=10&after=10');
    });

    it('follow their cursors in variables of GraphQL', async () => {
      answer = ({ body }, response) => {
        const { variables } = JSON.parse(body) as { variables: { first: number; after?: string } };
        json(response, { data: { projects: connection(variables.after, variables.first, 'nodes') } });
      };
      const request = write(
        '/graphql',
        { query: 'query ($first: Int, $after: String) { … }', variables: { state: 'open' } },
        { repeatable: true },
      );
      expect(await ids(relay({ at: 'data.projects', in: 'body', maxSize: 10 }), {}, request)).to.deep.equal(EVERY);
      expect((JSON.parse(server.seen[2]?.body ?? '') as { variables: object }).variables).to.deep.equal({
        state: 'open',
        first: 10,
        after: '20',
      });
    });

    for (const [what, body] of [
      ['no connection', {}],
      ['no pageInfo', { nodes: [] }],
      ['a next page without a cursor', { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } }],
      ['neither edges nor nodes', { pageInfo: { hasNextPage: false } }],
    ] as const) {
      it(`tell ${what}`, async () => {
        answer = (_seen, response) => json(response, body);
        expect(await codeOf(walk(relay()))).to.equal('GM_UPSTREAM_INVALID_PAGE');
      });
    }
  });

  describe('in general', () => {
    const endless: Answer = ({ url }, response) =>
      json(response, { data: [{ id: 1 }, { id: 2 }], next: String(number(url, 'cursor') + 1) });
    const style = cursor({ next: 'next', items: 'data' });

    it('is lazy: no page is asked for that nobody wants', async () => {
      answer = endless;
      for await (const page of pages(style, read('/projects'), send)) {
        expect(page.hasNext).to.equal(true);
        if (server.seen.length === 2) break;
      }
      await new Promise(setImmediate);
      expect(server.seen).to.have.length(2);
    });

    it('is bounded in pages and items', async () => {
      answer = endless;
      expect(await codeOf(walk(style, { maxPages: 3 }))).to.equal('GM_UPSTREAM_PAGE_LIMIT');
      expect(server.seen).to.have.length(3);
      expect(await codeOf(walk(style, { maxItems: 5 }))).to.equal('GM_UPSTREAM_PAGE_LIMIT');
      expect(await codeOf(walk(style))).to.equal('GM_UPSTREAM_PAGE_LIMIT');
      expect(server.seen).to.have.length(3 + 3 + 1000);
    });

    it('notices pages that lead in a circle, also in a large one', async () => {
      answer = ({ url }, response) => json(response, { data: [], next: String((number(url, 'cursor') + 1) % 5) });
      expect(await codeOf(walk(style))).to.equal('GM_UPSTREAM_PAGE_CYCLE');
      expect(server.seen.length).to.be.within(5, 7);
      answer = (_seen, response) => json(response, [], 200, { link: '<>; rel="next"' });
      expect(await codeOf(walk(linkHeader()))).to.equal('GM_UPSTREAM_PAGE_CYCLE');
    });

    for (const body of [{}, null, 'text', { items: {} }, { items: null }]) {
      it(`tells ${JSON.stringify(body)} from a list`, async () => {
        answer = (_seen, response) => json(response, body);
        for (const each of [
          linkHeader({ items: 'items' }),
          pageNumber({ items: 'items' }),
          offsetLimit(),
          nextLink({ next: 'n', items: 'items' }),
        ])
          expect(await codeOf(walk(each))).to.equal('GM_UPSTREAM_INVALID_PAGE');
      });
    }

    it('does not read what is inherited', async () => {
      answer = (_seen, response) => json(response, { data: [{ id: 1 }] });
      expect(await walk(nextLink({ next: 'constructor.name', items: 'data' }))).to.have.length(1);
    });

    for (const maxSize of [0, -1, 1.5, Number.NaN]) {
      it(`refuses pages of ${maxSize} items`, () => {
        expect(() => offsetLimit({ maxSize }))
          .to.throw()
          .with.property('code', 'GM_UPSTREAM_INVALID_PAGINATION');
      });
    }

    it('tells what went wrong with the upstream as it is', async () => {
      answer = (_seen, response) => json(response, {}, 403);
      expect(await codeOf(walk(linkHeader()))).to.equal('GM_UPSTREAM_FORBIDDEN');
    });
  });

  describe('of windows', () => {
    const styles: readonly (readonly [name: string, style: PageStyle])[] = [
      ['offsets', offsetLimit({ maxSize: 8, total: 'total', items: 'items' })],
      ['numbers', pageNumber({ maxSize: 8, total: 'total', items: 'items' })],
      ['numbers of fixed pages', pageNumber({ fixedSize: 6, total: 'total', items: 'items' })],
      ['cursors', cursor({ next: 'next', items: 'items', size: 'limit', maxSize: 8, total: 'total' })],
    ];
    const any: Answer = ({ url }, response) => {
      const size = number(url, 'per_page') || number(url, 'limit') || 6;
      const offset = number(url, 'offset') || number(url, 'cursor') || (number(url, 'page', 1) - 1) * size;
      json(response, { items: slice(offset, size), total: 23, ...(offset + size < 23 && { next: offset + size }) });
    };

    for (const [name, style] of styles) {
      it(`gives exactly the window, by ${name}`, async () => {
        answer = any;
        for (const offset of [0, 1, 5, 6, 7, 12, 17, 22, 23, 25]) {
          for (const size of [1, 3, 7, 8, 20, 30]) {
            const page = await readWindow(style, read('/projects'), send, { offset, size });
            expect(idsOf(page.items), `${offset} ${size}`).to.deep.equal(EVERY.slice(offset, offset + size));
            expect(page.hasNext, `${offset} ${size}`).to.equal(offset + size < 23);
            if (page.items.length > 0) expect(page.total).to.equal(23);
          }
        }
      });
    }

    it('is asked as it is by offsets, as one page by numbers, and from the beginning by cursors', () => {
      const window = { offset: 40, size: 20 };
      expect(pushdown(offsetLimit(), window)).to.deep.equal({ offset: 40, size: 20, skip: 0 });
      expect(pushdown(pageNumber(), window)).to.deep.equal({ offset: 40, size: 20, skip: 0 });
      expect(pushdown(linkHeader(), window)).to.deep.equal({ offset: 0, size: 60, skip: 40 });
      expect(pushdown(pageNumber(), { offset: 30, size: 20 })).to.deep.equal({ offset: 25, size: 25, skip: 5 });
      expect(pushdown(pageNumber({ maxSize: 20 }), { offset: 30, size: 20 })).to.deep.equal({ offset: 20, size: 20, skip: 10 });
    });

    it('costs one request where one page can hold it', async () => {
      answer = any;
      for (const style of [offsetLimit({ items: 'items', total: 'total' }), pageNumber({ items: 'items', total: 'total' })]) {
        server.seen.length = 0;
        await readWindow(style, read('/projects'), send, { offset: 7, size: 5 });
        expect(server.seen).to.have.length(1);
      }
    });
  });
});
