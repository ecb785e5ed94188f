import { expect } from 'chai';
import { bootstrap } from 'general-manager';
import { everyone } from 'general-manager/decorators';
import { cursor, field, type HttpOptions, type PageStyle } from 'general-manager/http';
import { mockUpstream, type MockUpstream } from 'general-manager/http/testing';
import { faultServer } from 'general-manager/testing';
import { declare } from '../resources/support/boot.js';

interface Part {
  id: string;
  name: string;
  kind: string;
  size: number;
  at: Date | null;
}

const options: HttpOptions<Part> = {
  baseUrl: 'https://parts.example.com/api',
  fields: {
    id: field.id(),
    name: field.string({ from: 'meta.name', readOnly: false }),
    kind: field.enum(['big', 'small'], { name: 'PartKind' }),
    size: field.int({ readOnly: true }),
    at: field.datetime({ nullable: true }),
  },
  operations: {
    list: {
      path: '/parts',
      query: { v: '2' },
      headers: { 'X-Tenant': 'acme' },
      filters: {
        kind: 'kind',
        'kind.in': { param: 'kinds', maxValues: 2 },
        'size.gt': { param: 'bigger', serialize: (size: number) => `>${size}` },
      },
      sort: { param: 'sort', fields: ['name'] },
      pagination: cursor({ next: 'next', items: 'items', size: 'limit', maxSize: 5 }),
      projection: { param: 'fields' },
    },
    lists: {
      search: { path: '/parts/search', method: 'POST', body: { v: 2 }, filters: { 'name.contains': { param: 'text', in: 'body' } } },
    },
    detail: { path: '/parts/{id}' },
    create: { path: '/parts', within: 'part' },
    update: { path: '/parts/{id}' },
    delete: { path: '/parts/{id}' },
    actions: {
      melt: { path: '/parts/{id}/melt', arguments: { heat: 'int' }, permission: everyone(), returns: { type: 'string', from: 'ash' } },
      check: { path: '/parts/{id}/check', method: 'GET', permission: everyone(), arguments: { deep: { type: 'boolean', optional: true } } },
    },
  },
};
const declared = (more: Partial<HttpOptions<Part>> = {}): { new (): Part; readonly prototype: Part } =>
  declare<Part>('Part', { ...options, ...more }, { read: everyone(), create: everyone() });

const codeOf = (run: () => unknown): readonly [code: string, message: string] => {
  try {
    run();
  } catch (error) {
    const { code, message } = error as Error & { readonly code: string };
    return [code, message];
  }
  throw new Error('nothing was thrown');
};

describe('mock upstreams: what declarations do not allow', () => {
  const Target = declared();
  let mock: MockUpstream;
  beforeEach(() => {
    mock = mockUpstream(Target);
    mock.of(Target).add({ id: 'p1', name: 'Bolt', kind: 'small', size: 3, at: null });
  });

  const PATHS: readonly (readonly [what: string, method: string, path: string, body: string, reason: string])[] = [
    ['another path', 'GET', '/api/bolts', '', 'no operation is declared for it'],
    ['another method', 'PUT', '/api/parts', '', 'no operation is declared for it'],
    ['a fixed parameter that is missing', 'GET', '/api/parts', '', 'no operation is declared for it'],
    ['a parameter', 'GET', '/api/parts?v=2&colour=red', '', 'its parameter colour is not declared'],
    ['a parameter that is there twice', 'GET', '/api/parts?v=2&kind=big&kind=small', '', 'its parameter kind is there more than once'],
    ['too many values', 'GET', '/api/parts?v=2&kinds=big,small,big', '', 'its parameter kinds has 3 values, and 2 are declared at most'],
    ['a sort', 'GET', '/api/parts?v=2&sort=size', '', 'it is ordered by a key that is not declared: name are'],
    ['two keys of a sort', 'GET', '/api/parts?v=2&sort=name,-name', '', 'it is ordered by 2 keys, and 1 are declared at most'],
    ['a page that is too large', 'GET', '/api/parts?v=2&limit=6', '', 'its parameter limit is no number from 1 to 5'],
    ['a cursor of its own', 'GET', '/api/parts?v=2&cursor=x', '', 'its parameter cursor leads to no page'],
    ['a field', 'GET', '/api/parts?v=2&fields=id,colour', '', 'it asks for the field colour, which is not declared'],
    ['a filter that cannot be turned round', 'GET', '/api/parts?v=2&bigger=%3E3', '', "of(Part).filter('size.gt'"],
    ['a parameter of a body', 'POST', '/api/parts/search', '{"v":2,"words":"x"}', '"words" of its body is not declared'],
    ['no JSON', 'POST', '/api/parts/search', '{', 'its body is no JSON'],
    ['a parameter of an object', 'GET', '/api/parts/p1?deep=1', '', 'its parameter deep is not declared'],
    ['a body beside the object', 'POST', '/api/parts', '{"part":{},"dryRun":true}', '"dryRun" of its body is not declared'],
    ['a property', 'POST', '/api/parts', '{"part":{"meta":{"colour":"red"}}}', '"meta.colour" of the object that it sends is not declared'],
    ['a value of another type', 'PATCH', '/api/parts/p1', '{"kind":"odd"}', '"kind" of the object that it sends is a text of another form'],
    ['what is read-only', 'PATCH', '/api/parts/p1', '{"size":4}', '"size" of the object that it sends is read-only'],
    ['no object', 'POST', '/api/parts', '{"part":5}', '"" of the object that it sends is not declared'],
    [
      'an object that lacks what the upstream makes',
      'POST',
      '/api/parts',
      '{"part":{"meta":{"name":"x"},"kind":"big"}}',
      'of(Part).make({ size:',
    ],
    ['an argument that is missing', 'POST', '/api/parts/p1/melt', '{}', "of(Part).act('melt'"],
    ['another argument', 'GET', '/api/parts/p1/check?hot=1', '', 'its parameter hot is not declared'],
  ];
  for (const [what, method, path, body, reason] of PATHS) {
    it(`is refused where it is ${what}`, async () => {
      const answer = await mock.answer({ method, path, body, headers: { 'x-tenant': 'acme' } });
      expect([answer.status, (answer.body as { message: string }).message]).to.deep.equal([417, mock.requests[0]?.refusal]);
      expect(mock.refusals[0]).to.include(reason).and.include(`${method} ${path}`);
      const error = await mock.close().catch((thrown: unknown) => thrown);
      expect(error).to.have.property('code', 'GM_MOCK_REFUSED');
      expect((error as Error).message).to.include(reason);
      mock.forget();
      await mock.close();
    });
  }

  it('is refused where a header is missing, and answered where it is there', async () => {
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await mock.answer({ method: 'GET', path: '/api/parts?v=2', body: '', headers })).status;
    expect([await ask({}), await ask({ 'X-TENANT': 'acme' })]).to.deep.equal([417, 200]);
  });

  it('is told with what functions of the test threw', async () => {
    mock.of(Target).act('melt', () => {
      throw new RangeError('too hot');
    });
    const answer = await mock.answer({ method: 'POST', path: '/api/parts/p1/melt', body: '{"heat":900}', headers: {} });
    expect([answer.status, mock.refusals]).to.deep.equal([417, ['POST /api/parts/p1/melt: too hot']]);
    const error: unknown = await mock.close().catch((thrown: unknown) => thrown);
    expect((error as Error).cause).to.be.instanceOf(RangeError);
  });

  it('is no question about health', async () => {
    const well = declared({ health: { path: '/ping' } });
    const upstream = mockUpstream(well);
    await upstream.intercept();
    const gm = await bootstrap({ managers: [well] });
    await gm.health();
    await gm.close();
    expect(upstream.requests.map(({ path, status }) => `${path} ${status}`)).to.deep.equal(['/api/ping 204']);
    await upstream.close();
  });

  it('lacks arguments only where they have to be given', async () => {
    mock.of(Target).act('melt', ({ arguments: given }) => ({ result: `melted at ${String(given['heat'])}` }));
    const melt = async (body: string): Promise<unknown> =>
      (await mock.answer({ method: 'POST', path: '/api/parts/p1/melt', body, headers: {} })).body;
    expect(await melt('{"heat":900}')).to.deep.equal({ ash: 'melted at 900' });
    expect(await melt('{}')).to.deep.equal({ message: 'it lacks the argument heat' });
    expect((await mock.answer({ method: 'GET', path: '/api/parts/p1/check', body: '', headers: {} })).status).to.equal(204);
    expect((await mock.answer({ method: 'GET', path: '/api/parts/p2/check', body: '', headers: {} })).status).to.equal(404);
  });

  it('is said where a filter cannot be turned round', async () => {
    mock.of(Target).filter('size.gt', ({ size }, [operand]) => `>${size}` > String(operand));
    const answer = await mock.answer({ method: 'GET', path: '/api/parts?v=2&bigger=%3E2', body: '', headers: { 'x-tenant': 'acme' } });
    expect(answer.body).to.deep.equal({ items: [{ id: 'p1', meta: { name: 'Bolt' }, kind: 'small', size: 3, at: null }], next: null });
  });

  it('are objects that no upstream can have', () => {
    const add = (values: object) => codeOf(() => mock.of(Target).add(values));
    const whole = { id: 'p2', name: 'Nut', kind: 'big', size: 1, at: null };
    expect(add({ ...whole, colour: 'red' })).to.deep.equal([
      'GM_MOCK_INVALID_OBJECT',
      'No upstream of Part can have such an object: "colour" is not declared.',
    ]);
    expect(add({ ...whole, kind: 'odd' })[1]).to.include('"kind" is a text of another form, where a member of its enum is declared');
    expect(add({ ...whole, name: null })[1]).to.include('"name" is not nullable');
    expect(add({ ...whole, id: 'p1' })[1]).to.include('"id" is that of another object');
    expect(add({ id: 'p2' })).to.deep.equal([
      'GM_MOCK_NOT_INVERTIBLE',
      'What Part declares cannot be turned round: the upstream makes name itself. of(Part).make({ name: (number) => … }), or a value for it, says how.',
    ]);
    expect(codeOf(() => mock.of(Target).addRaw({ id: 'p3' }))[1]).to.include('"meta.name" is nothing, where a text is declared');
    expect(codeOf(() => mock.of(Target).addRaw([]))[1]).to.include('is a list, not an object');
    expect(mock.of(Target).objects).to.have.length(1);
  });

  it('are functions that cannot be turned round, until the test says how', async () => {
    const parsed = declared({
      fields: { id: field.id(), name: field.string({ parse: (value) => String(value).trim().toUpperCase() }) },
      operations: {
        detail: { path: '/parts/{id}', read: (body) => (body as { payload: unknown }).payload },
        create: { path: '/parts', serialize: (object) => [object] },
      },
    });
    const upstream = mockUpstream(parsed);
    expect(codeOf(() => upstream.of(parsed).add({ id: '1', name: 'bolt' }))[0]).to.equal('GM_MOCK_NOT_INVERTIBLE');
    upstream.of(parsed).add({ id: '1', name: 'BOLT' }).addRaw({ id: '2', name: ' nut ' });
    expect(upstream.of(parsed).objects.map(({ name }) => name)).to.deep.equal(['BOLT', 'NUT']);
    const ask = async (method: string, path: string, body = '') => upstream.answer({ method, path, body, headers: {} });
    await ask('GET', '/api/parts/1');
    await ask('POST', '/api/parts', '[{"name":"X"}]');
    expect(upstream.refusals.map((each) => /of\(.*/.exec(each)?.[0])).to.deep.equal([
      "of(Part).answer('detail', …) says how.",
      "of(Part).takeApart('create', …) says how.",
    ]);
    upstream
      .of(parsed)
      .answer('detail', (payload) => ({ payload }))
      .takeApart('create', (body) => (body as readonly object[])[0]);
    expect((await ask('GET', '/api/parts/1')).body).to.deep.equal({ payload: { id: '1', name: 'BOLT' } });
    expect((await ask('POST', '/api/parts', '[{"name":"X"}]')).body).to.deep.equal({ id: 'part-3', name: 'X' });
    const { declared: _declared, ...style }: PageStyle = cursor({ next: 'next', items: 'items' });
    const own = declared({ operations: { list: { path: '/parts', pagination: style } } });
    const divided = mockUpstream(own);
    await divided.answer({ method: 'GET', path: '/api/parts', body: '', headers: {} });
    expect(divided.refusals[0]).to.include('the pagination of list is a way of its own');
  });

  it('are resources, operations and faults that there are not', () => {
    const parts = mock.of(Target);
    expect(codeOf(() => mockUpstream(class Plain {}))).to.deep.equal([
      'GM_MOCK_NO_RESOURCE',
      'Plain is not declared with http(), rest() or graphql(), or is not among the resources that were named.',
    ]);
    expect(codeOf(() => mock.of(declared()))[0]).to.equal('GM_MOCK_NO_RESOURCE');
    expect(codeOf(() => mockUpstream(declared({ fields: {} })))[0]).to.equal('GM_BOOT_FAILED');
    const wrong: readonly (readonly [() => unknown, string])[] = [
      [() => parts.fail({ operation: 'melted', status: 500 }), 'there is no operation melted'],
      [() => parts.fail({ operation: 'melt' }), 'a fault needs a status'],
      [() => parts.fail({ status: 500, times: 0 }), 'times is a whole number'],
      [() => mock.fail({ fields: { name: 'unique' } }), 'fields are those of an operation'],
      [() => parts.act('list', () => ({})), 'Part declares no action list'],
      [() => parts.answer('lists', (body) => body), 'Part declares no operation lists'],
      [() => parts.filter('name', () => true), 'Part declares no filter name'],
      [() => parts.make({ colour: 1 } as never), 'Part has no field colour'],
    ];
    for (const [run, reason] of wrong) {
      const [code, message] = codeOf(run);
      expect(code).to.equal('GM_MOCK_INVALID');
      expect(message).to.include(reason);
    }
  });

  it('does not come up where a seeded fault server stands before the mock', async () => {
    let url = '';
    const behind = declared({
      baseUrl: undefined,
      upstream: {
        baseUrl: () => url,
        addresses: { allow: ['127.0.0.1/32'] },
        retry: { baseMs: 1, maxAttempts: 8, budget: { reserve: 100 } },
        breaker: false,
      },
    } as never);
    const upstream = mockUpstream(behind);
    const faults = await faultServer({ seed: 7, answers: upstream.answer, faults: { status500: 0.3, reset: 0.2 } });
    url = `${faults.url}/api`;
    for (let number = 1; number <= 12; number += 1) upstream.of(behind).add({ name: `n${number}`, kind: 'big', size: number, at: null });
    const gm = await bootstrap({ managers: [behind] });
    try {
      const parts = gm.as(null).manager(behind);
      expect(await parts.filter({ kind: 'big' }).all()).to.have.length(12);
      for (let number = 1; number <= 12; number += 1) expect((await parts.get(`part-${number}`))?.size).to.equal(number);
      expect(faults.events.some(({ fault }) => fault !== 'none')).to.equal(true);
      expect(upstream.refusals).to.deep.equal([]);
    } finally {
      await gm.close();
      await faults.close();
    }
  });
});
