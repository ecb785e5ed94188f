import 'reflect-metadata';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { expect } from 'chai';
import { definePlugin } from 'general-manager';
import { editor, openShop, type Shop } from './support/shop.js';

const MARK = 'marker-of-a-user';

describe('telemetry of operations', () => {
  let shop: Shop;

  before(async () => {
    shop = await openShop({
      plugins: [
        definePlugin({
          name: 'failing',
          description: 'Fails where it is asked to.',
          hooks: {
            onDecision: ({ caller }) => {
              if ('system' in caller && caller.system === MARK) throw new Error(MARK);
            },
          },
        }),
      ],
    });
  });
  after(async () => shop.close());
  beforeEach(() => shop.telemetry.reset());

  const failure = async (running: Promise<unknown>): Promise<unknown> =>
    running.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('has one span for a read, whatever relations it has', async () => {
    const { gm, telemetry } = shop;
    await gm
      .as(editor)
      .manager('Author')
      .select({ name: true, books: { select: { title: true } } })
      .all();
    expect(telemetry.tree).to.deep.equal(['read Author']);
    const { attributes, kind, status } = telemetry.span('read Author');
    expect(kind).to.equal(SpanKind.INTERNAL);
    expect(status.code).to.equal(SpanStatusCode.UNSET);
    expect(attributes).to.deep.equal({
      'general_manager.manager': 'Author',
      'general_manager.operation': 'read',
      'general_manager.interface': 'database',
      'general_manager.caller': 'actor',
      'general_manager.gives': 'rows',
      'general_manager.outcome': 'ok',
      'general_manager.rows': 2,
      'general_manager.statements': 1,
    });
  });

  it('has spans of writes and actions, in the span around them', async () => {
    const { gm, telemetry } = shop;
    const authors = gm.as(editor).manager('Author');
    await telemetry.within('request', async () => {
      const made = (await authors.create({ name: `${MARK} made` }, { select: { id: true } })) as { readonly id: number };
      await authors.update(made.id, { name: `${MARK} changed` });
      await authors.perform('praise', { key: made.id });
      await authors.delete(made.id);
    });
    expect(telemetry.tree).to.deep.equal([
      'request',
      '  create Author',
      '  update Author',
      '  action Author',
      '  delete Author',
      '    read Author',
    ]);
    expect(telemetry.span('action Author').attributes).to.include({ 'general_manager.action': 'praise', 'general_manager.outcome': 'ok' });
  });

  const outcomes: readonly (readonly [string, (shop: Shop) => Promise<unknown>, string, string])[] = [
    ['refused', async ({ gm }) => gm.as(editor).manager('Vault').all(), 'read Vault', 'GM_PERM_FORBIDDEN'],
    ['refused', async ({ gm }) => gm.as(null).manager('Author').create({ name: MARK }), 'create Author', 'GM_PERM_FORBIDDEN'],
    [
      'invalid',
      async ({ gm }) =>
        gm
          .as(null)
          .manager('Author')
          .filter({ [MARK]: 1 })
          .all(),
      'read Author',
      'GM_READ_UNKNOWN_FIELD',
    ],
    [
      'invalid',
      async ({ gm }) =>
        gm
          .as(editor)
          .manager('Author')
          .create({ [MARK]: MARK }),
      'create Author',
      'GM_WRITE_INVALID',
    ],
    ['invalid', async ({ gm }) => gm.as(null).manager('Author').get(MARK), 'read Author', 'GM_READ_INVALID_KEY'],
    ['failed', async ({ gm }) => gm.system(MARK).manager('Author').all(), 'read Author', 'GM_INTERNAL'],
  ];
  for (const [outcome, run, name, code] of outcomes) {
    it(`tells of what is ${outcome}, by its code alone: ${code}`, async () => {
      expect(await failure(run(shop))).to.have.property('code', code);
      const { attributes, status, events } = shop.telemetry.span(name);
      expect(attributes).to.include({ 'general_manager.outcome': outcome, 'error.type': code });
      expect(status).to.deep.equal({ code: outcome === 'failed' ? SpanStatusCode.ERROR : SpanStatusCode.UNSET });
      expect(events).to.deep.equal([]);
      const [manager] = name.split(' ').toReversed();
      const [point] = await shop.telemetry.points('general_manager.operation.errors', {
        'error.type': code,
        'general_manager.manager': manager,
      });
      expect(point?.value).to.be.at.least(1);
      expect(await shop.telemetry.everything()).not.to.contain(MARK);
    });
  }

  it('tells what is missing and what conflicts', async () => {
    const authors = shop.gm.as(editor).manager('Author');
    expect(await failure(authors.update(4711, { name: 'x' }))).to.have.property('code');
    expect(shop.telemetry.span('update Author').attributes).to.have.property('general_manager.outcome', 'missing');
    shop.telemetry.reset();
    expect(await failure(authors.create({ name: 'author 1' }))).to.have.property('code');
    expect(shop.telemetry.span('create Author').attributes['general_manager.outcome']).to.be.oneOf(['invalid', 'conflict']);
  });

  it('counts calls, rows and decisions', async () => {
    const { gm, telemetry } = shop;
    const labels = { 'general_manager.manager': 'Book', 'general_manager.operation': 'read' };
    const count = async (name: string, more = {}): Promise<unknown> => (await telemetry.points(name, { ...labels, ...more }))[0]?.value;
    await gm.as(editor).manager('Book').all();
    await failure(gm.as(null).manager('Book').all());
    expect(await count('general_manager.operation.calls', { 'general_manager.outcome': 'ok' })).to.equal(1);
    expect(await count('general_manager.operation.calls', { 'general_manager.outcome': 'refused' })).to.equal(1);
    expect(await count('general_manager.operation.duration', { 'general_manager.outcome': 'ok' })).to.have.property('count', 1);
    expect(await count('general_manager.operation.rows')).to.include({ count: 1, sum: 3 });
    const decisions = await telemetry.points('general_manager.permission.decisions', { ...labels, 'general_manager.decision': 'denied' });
    expect(decisions.map(({ value, attributes }) => [value, attributes['general_manager.decided_by']])).to.deep.equal([[1, 'no-allow']]);
  });

  it('has the same spans and no others where nobody has begun one, unless that is asked', async () => {
    const other = await openShop({ requireParentSpan: true });
    try {
      await other.gm.as(editor).manager('Author').all();
      expect(other.telemetry.tree).to.deep.equal([]);
      expect(await other.telemetry.points('general_manager.operation.calls')).to.have.lengthOf(1);
      await other.telemetry.within('request', async () => other.gm.as(editor).manager('Author').all());
      expect(other.telemetry.tree).to.deep.equal(['request', '  read Author']);
    } finally {
      await other.close();
    }
  });
});
