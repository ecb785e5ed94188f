import { gzipSync } from 'node:zlib';
import fixtures from '@octokit/fixtures';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  cursor,
  field,
  graphql,
  linkHeader,
  nextLink,
  offsetLimit,
  pageNumber,
  relay,
  type HttpOptions,
  type StandardSchema,
} from 'general-manager/http';
import {
  mockUpstream,
  verifyRecording,
  type NockRecording,
  type RecordedMismatch,
  type RecordedResponse,
} from 'general-manager/http/testing';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { declare } from '../resources/support/boot.js';

const recorded = (scenario: string): readonly NockRecording[] => fixtures.get(`api.github.com/${scenario}`) as readonly NockRecording[];

const issue = (more: object = {}): HttpOptions<object> => ({
  baseUrl: 'https://api.github.com',
  fields: {
    number: field.id({ type: 'int' }),
    title: field.string(),
    state: field.enum(['open', 'closed']),
    author: field.string({ from: 'user.login' }),
    labels: field.list(field.object({ name: field.string(), color: field.string() }, { name: 'RecordedLabel' })),
    comments: field.int(),
    createdAt: field.datetime({ from: 'created_at' }),
    closedAt: field.datetime({ from: 'closed_at', nullable: true }),
    ...more,
  },
  operations: { list: { path: '/repos/octokit-fixture-org/paginate-issues/issues', pagination: linkHeader({ size: 'per_page' }) } },
});
const resource = (options: HttpOptions<object>): object => declare<object>('Issue', options, { read: everyone() });
const brief = (mismatches: readonly RecordedMismatch[]) =>
  mismatches.map(({ kind, path, found, expected, count }) => `${kind} ${path}: ${found}, not ${expected} (${count})`);

describe('recorded responses: what GitHub answers', () => {
  it('is as it is declared, along links that lead to other paths', async () => {
    const report = await verifyRecording(resource(issue()), recorded('paginate-issues'));
    expect(report.mismatches).to.deep.equal([]);
    expect([report.responses > 3, report.objects > 10, report.passedOver]).to.deep.equal([true, true, 0]);
  });

  it('differs from what is declared otherwise, each in a sentence without a value', async () => {
    const wrong = issue({
      title: field.int(),
      state: field.enum(['closed'], { name: 'RecordedState' }),
      closedAt: field.datetime({ from: 'closed_at' }),
      author: field.string({ from: 'user.name' }),
    });
    const { mismatches } = await verifyRecording(resource(wrong), recorded('paginate-issues'));
    const objects = mismatches[0]?.count ?? 0;
    expect(objects).to.be.greaterThan(10);
    expect(brief(mismatches)).to.have.members([
      `type *.title: a text of another form, not a whole number (${objects})`,
      `enum *.state: a text of another form, not a member of its enum (${objects})`,
      `missing *.user.name: nothing, not a text (${objects})`,
      `null *.closed_at: null, not an instant (ISO 8601 with its zone) (${objects})`,
    ]);
    expect(mismatches.every(({ operation, responses }) => operation === 'list' && responses.length > 3)).to.equal(true);
    expect(JSON.stringify(mismatches)).not.to.match(/octokit|Test issue/i);
  });

  it('is found in each form that recordings have', async () => {
    const list = recorded('paginate-issues')[0];
    if (!list) throw new Error('no recording');
    const text = JSON.stringify(list.response);
    const headers = { ...list.headers };
    const { path, method } = list;
    const url = `https://api.github.com${path}`;
    const har = (content: object) => ({
      log: {
        entries: [{ request: { method: 'GET', url }, response: { status: 200, headers: [{ name: ':status', value: '200' }], content } }],
      },
    });
    const forms = [
      [list],
      [{ ...list, headers: { ...headers, 'content-encoding': 'gzip' }, response: [gzipSync(text).toString('hex')] }],
      [{ scope: list.scope, method: 'GET', path, status: 200, response: text, rawHeaders: ['Content-Type', 'application/json'] }],
      [{ path: url, method: method ?? 'GET', body: list.response }],
      [{ operation: 'list', body: text }],
      har({ text }),
      har({ text: Buffer.from(text).toString('base64'), encoding: 'base64' }),
    ];
    for (const form of forms) {
      const right = await verifyRecording(resource(issue()), form);
      expect([right.mismatches, right.responses, right.objects > 2]).to.deep.equal([[], 1, true]);
      const wrong = await verifyRecording(resource(issue({ title: field.int() })), form);
      expect(wrong.mismatches.map(({ path: at }) => at)).to.deep.equal(['*.title']);
    }
  });
});

interface Box {
  id: number;
  label: string;
  size: { width: number } | null;
}

const boxes = (more: Partial<HttpOptions<Box>> = {}): { new (): Box; readonly prototype: Box } =>
  declare<Box>(
    'Box',
    {
      baseUrl: 'https://boxes.example.com',
      fields: {
        id: field.id({ type: 'int' }),
        label: field.string(),
        kind: field.enum(['big', 'small'], { name: 'BoxKind' }),
        size: field.object(
          { width: field.int(), parts: field.list(field.object({ name: field.string() }, { name: 'BoxPart' })) },
          { nullable: true, name: 'BoxSize' },
        ),
        at: field.datetime({ unix: 'seconds' }),
        loud: field.string({ optional: true, parse: (value) => (value as string).toUpperCase() }),
      } as never,
      operations: {
        list: { path: '/boxes', pagination: pageNumber({ items: 'data', total: 'meta.total' }) },
        detail: { path: '/boxes/{id}' },
        create: { path: '/boxes', item: 'box', errors: { list: 'errors', field: 'field' } },
        update: { path: '/boxes/{id}', errors: { object: 'faults' } },
        delete: { path: '/boxes/{id}' },
        actions: {
          weigh: { path: '/boxes/{id}/weigh', permission: everyone(), returns: { type: 'int', from: 'grams' }, item: 'box' },
          pack: { path: '/boxes/pack', permission: everyone(), item: 'box' },
        },
      },
      ...more,
    },
    { read: everyone() },
  );

const BOX = { id: 1, label: 'SECRET', kind: 'big', size: { width: 1, parts: [{ name: 'lid' }] }, at: 5 };

describe('recorded responses: what is found', () => {
  const verify = async (...responses: readonly RecordedResponse[]): Promise<readonly string[]> => {
    const { mismatches } = await verifyRecording(boxes(), responses);
    expect(JSON.stringify(mismatches)).not.to.include('SECRET');
    return brief(mismatches);
  };
  const detail = async (change: object): Promise<readonly string[]> => verify({ path: '/boxes/1', body: { ...BOX, ...change } });

  it('is in objects, all of it', async () => {
    expect(await detail({})).to.deep.equal([]);
    expect(
      await detail({ label: undefined, kind: 'SECRET', size: { width: 'SECRET', parts: [{}, { name: null }] }, at: 'SECRET', loud: 5 }),
    ).to.deep.equal([
      'missing label: nothing, not a text (1)',
      'enum kind: a text of another form, not a member of its enum (1)',
      'type size.width: a text of another form, not a whole number (1)',
      'missing size.parts.*.name: nothing, not a text (1)',
      'null size.parts.*.name: null, not a text (1)',
      'type at: a text of another form, not an instant (ISO 8601 with its zone) (1)',
      'type loud: a number, not what its parse takes (1)',
    ]);
    expect(await detail({ size: [] })).to.deep.equal(['type size: a list, not an object (1)']);
    expect(await verify({ path: '/boxes/1', body: ['SECRET'] })).to.deep.equal(['type : a list, not an object (1)']);
  });

  it('is in answers to writes and actions', async () => {
    expect(await verify({ path: '/boxes', method: 'POST', status: 201, body: { box: BOX } })).to.deep.equal([]);
    expect(await verify({ path: '/boxes', method: 'POST', status: 201, body: { made: BOX } })).to.deep.equal([
      'missing box: nothing, not the object that was made (1)',
    ]);
    expect(await verify({ path: '/boxes', method: 'POST', status: 422, body: { errors: [{ field: 'label' }] } })).to.deep.equal([]);
    expect(await verify({ path: '/boxes', method: 'POST', status: 422, body: { errors: ['SECRET'] } })).to.deep.equal([
      'refusal errors: a list, not a list of fields (1)',
    ]);
    expect(await verify({ path: '/boxes/1', method: 'PATCH', status: 400, body: {} })).to.deep.equal([
      'refusal faults: nothing, not an object of fields (1)',
    ]);
    expect(await verify({ path: '/boxes/1/weigh', method: 'POST', body: { grams: 'SECRET', box: { ...BOX, kind: null } } })).to.deep.equal([
      'null box.kind: null, not a member of its enum (1)',
      'type grams: a text of another form, not a whole number (1)',
    ]);
    expect(await verify({ path: '/boxes/pack', method: 'POST', body: {} })).to.deep.equal(['missing box: nothing, not an object (1)']);
  });

  it('is in pages', async () => {
    const list = async (body: unknown, path = '/boxes'): Promise<readonly string[]> => verify({ path, body });
    expect(await list({ data: [BOX], meta: { total: 1 } })).to.deep.equal([]);
    expect(await list([BOX])).to.deep.equal(['page data: there is no list at "data", not a page as its pagination says (1)']);
    expect(await list({ data: [BOX, BOX], meta: {} }, '/boxes?per_page=1')).to.deep.equal([
      'page data: it has more items than were asked for, not a page as its pagination says (1)',
    ]);
    expect(await list({ data: [BOX, { ...BOX, id: null }], meta: { total: 'many SECRET' } })).to.deep.equal([
      'page meta.total: a text of another form, not the number of items (1)',
      'null data.*.id: null, not a whole number (1)',
    ]);
  });

  it('is what no operation is declared for, and what is no JSON', async () => {
    expect(await verify({ path: '/SECRET', body: {} }, { path: '/boxes/1', body: BOX })).to.deep.equal([
      'unmatched : a response to GET, not a declared operation (1)',
    ]);
    expect(await verify({ path: '/boxes/1', body: '{"SECRET' })).to.deep.equal(['body : a text, not JSON (1)']);
    const schema: StandardSchema = {
      '~standard': { version: 1, vendor: 'spec', validate: () => ({ issues: [{ path: ['size', { key: 'width' }] }] }) },
    };
    expect(brief((await verifyRecording(boxes({ schema }), [{ path: '/boxes/1', body: BOX }])).mismatches)).to.deep.equal([
      'schema size.width: a value, not what its schema takes (1)',
    ]);
  });

  it('is nothing where nothing could be compared, which is an error', async () => {
    const report = await verifyRecording(boxes(), [
      { path: '/boxes/1', body: BOX },
      { path: '/boxes/1', method: 'DELETE', status: 204 },
      { path: '/boxes/7', status: 404, body: {} },
    ]);
    expect(report).to.deep.equal({ mismatches: [], responses: 1, objects: 1, passedOver: 2 });
    const error: unknown = await verifyRecording(boxes(), [{ path: '/boxes/7', status: 500, body: {} }]).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'GM_RECORDING_EMPTY');
  });

  it('is not what a GraphQL document did not ask for', async () => {
    class Ship {}
    Manager()(Ship);
    Interface(
      graphql<{ id: string; name: string; port: string }>({
        baseUrl: 'https://fleet.example.com',
        fields: { id: field.id(), name: field.string(), port: field.string({ from: 'home.name' }) },
        operations: {
          list: { field: 'ships(first: $first, after: $after)' },
          detail: { field: 'ship(id: $id)', variables: { id: 'ID!' } },
        },
      }),
    )(Ship);
    Permission({ read: everyone() })(Ship);
    const query =
      'query list($first: Int, $after: String) { ships(first: $first, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } } }';
    const answer = (nodes: readonly object[]) => ({
      method: 'POST',
      path: '/graphql',
      requestBody: { query, variables: {} },
      body: { data: { ships: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } },
    });
    const found = async (...responses: readonly RecordedResponse[]) => brief((await verifyRecording(Ship, responses)).mismatches);
    expect(await found(answer([{ id: 'a', name: 'Argo' }]))).to.deep.equal([]);
    expect(await found(answer([{ id: 'a' }]))).to.deep.equal(['missing ships.nodes.*.name: nothing, not a text (1)']);
    expect(await found({ ...answer([]), body: { errors: [{ message: 'SECRET' }] } })).to.deep.equal([
      'graphql : errors, not an answer without errors (1)',
    ]);
  });
});

describe('recorded responses: of a mock upstream', () => {
  const STYLES = {
    pageNumber: pageNumber({ items: 'data', total: 'meta.total', pages: 'meta.pages', maxSize: 3 }),
    offsetLimit: offsetLimit({ items: 'data', hasMore: 'more', maxSize: 3 }),
    cursor: cursor({ next: { lastItem: 'id' }, hasMore: 'more', items: 'data', size: 'limit', maxSize: 3 }),
    linkHeader: linkHeader({ items: 'data', totalHeader: 'X-Total', maxSize: 3 }),
    nextLink: nextLink({ next: 'next', items: 'data', total: 'total', maxSize: 3 }),
    relay: relay({ at: 'data', total: true, maxSize: 3 }),
  };
  for (const [name, pagination] of Object.entries(STYLES)) {
    it(`are as they are declared, and any part of them that is taken away is found: ${name}`, async () => {
      const target = boxes({ operations: { list: { path: '/boxes', pagination } } });
      const mock = mockUpstream(target);
      for (let number = 1; number <= 5; number += 1) mock.of(target).addRaw({ ...BOX, id: number });
      const first = await mock.answer({ method: 'GET', path: '/boxes', headers: {}, body: '' });
      const response = { path: '/boxes', headers: first.headers, body: first.body };
      expect((await verifyRecording(target, [response])).mismatches).to.deep.equal([]);
      const paths = leaves(first.body);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...paths), fc.constantFrom<unknown>(undefined, { other: 'SECRET' }), async (path, value) => {
          const { mismatches } = await verifyRecording(target, [{ ...response, body: changed(first.body, path, value) }]);
          expect(mismatches, path.join('.')).not.to.deep.equal([]);
          expect(JSON.stringify(mismatches)).not.to.include('SECRET');
        }),
        { seed: 11, numRuns: 40 },
      );
    });
  }

  /** The paths of all that may not be missing. */
  function leaves(body: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
    if (typeof body !== 'object' || body === null) return path.at(-1) === 'next' ? [] : [path];
    return Object.entries(body).flatMap(([key, value]) => leaves(value, [...path, key]));
  }

  function changed(body: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
    const copy = structuredClone(body) as Record<string, unknown>;
    copy[key] = rest.length === 0 ? value : changed(copy[key], rest, value);
    return JSON.parse(JSON.stringify(copy));
  }
});
