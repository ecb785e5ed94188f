import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { run, type Outcome } from './running.js';

const SHOP = fileURLToPath(import.meta.resolve('./support/shop.ts'));

describe('general-manager explain', () => {
  let database: FreshDatabase;
  before(async () => {
    database = await freshDatabase('explained');
  });
  after(async () => database.drop());

  const explain = async (...args: readonly string[]): Promise<Outcome> =>
    run(['explain', SHOP, ...args], '.', { SPEC_DATABASE_URL: database.url });

  it('prints which rule decided, on which values', async () => {
    const { code, stdout, stderr } = await explain('--manager', 'Sale', '--key', '1', '--actor', '{"id":7,"roles":["guest"]}');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.equal(
      [
        'read Sale: allowed',
        '  role(clerk) or where({"buyer":"actor.id"})',
        'allow, at least one',
        '  false    role(clerk), it is ["guest"]',
        '  true     where({"buyer":"actor.id"})',
        '    true     buyer eq "7n", it is "7n"',
        '',
      ].join('\n'),
    );
  });

  it('prints the same as JSON, for nobody and for another operation', async () => {
    const { code, stdout } = await explain('--manager=Sale', '--key=1', '--operation=update', '--json');
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({
      manager: 'Sale',
      operation: 'update',
      allowed: false,
      found: true,
      policy: 'nobody (no policy)',
    });
  });

  it('tells of a field whether it may be read besides the object', async () => {
    const asked = ['--manager', 'Sale', '--key', '1', '--field', 'price'] as const;
    const [buyer, clerk] = await Promise.all([
      explain(...asked, '--actor', '{"id":7}'),
      explain(...asked, '--actor', '{"roles":["clerk"]}'),
    ]);
    expect([buyer.code, clerk.code]).to.deep.equal([0, 0]);
    expect(buyer.stdout.split('\n')).to.include.members(['read Sale: denied', 'and Sale.price: denied']);
    expect(buyer.stdout).to.match(/and Sale\.price: denied\n {2}role\(clerk\)\nallow, at least one\n {2}false +role\(clerk\)/);
    expect(clerk.stdout.split('\n')).to.include.members(['read Sale: allowed', 'and Sale.price: allowed']);
    const plain = await explain('--manager', 'Sale', '--key', '1', '--field', 'buyer', '--actor', '{"id":7}');
    expect([plain.code, plain.stdout.split('\n')[0]]).to.deep.equal([0, 'read Sale: allowed']);
    const unknown = await explain('--manager', 'Sale', '--key', '1', '--field', 'nope');
    expect([unknown.code, unknown.stderr.split(':')[0]]).to.deep.equal([1, 'GM_READ_UNKNOWN_FIELD']);
  });

  it('tells of an action what decides about it, of one of the class as a whole without a key', async () => {
    const [raise, total, missing] = await Promise.all([
      explain('--manager', 'Sale', '--key', '1', '--action', 'raise', '--actor', '{"roles":["clerk"]}'),
      explain('--manager', 'Sale', '--action', 'total', '--actor', '{"roles":["clerk"]}'),
      explain('--manager', 'Sale', '--action', 'raise'),
    ]);
    expect([raise.code, raise.stderr]).to.deep.equal([0, '']);
    expect(raise.stdout.split('\n')).to.include.members(['raise Sale: denied', 'deny, none', '      true     price gt 2, it is 3']);
    expect([total.code, total.stdout.split('\n')[0]]).to.deep.equal([0, 'total Sale: allowed']);
    expect([missing.code, missing.stderr.split(':')[0]]).to.deep.equal([1, 'GM_READ_INVALID_KEY']);
  });

  it('ends with 1 and a cure where it cannot, and with 2 where it was not asked properly', async () => {
    const [unknown, key, json, missing, operation] = await Promise.all([
      explain('--manager', 'Nope', '--key', '1'),
      explain('--manager', 'Sale', '--key', 'x'),
      explain('--manager', 'Sale', '--key', '1', '--actor', '{id'),
      explain('--manager', 'Sale'),
      explain('--manager', 'Sale', '--key', '1', '--operation', 'see'),
    ]);
    for (const [outcome, code] of [
      [unknown, 'GM_READ_UNKNOWN_MANAGER'],
      [key, 'GM_READ_INVALID_KEY'],
      [json, 'GM_CLI_INVALID_ARGUMENT'],
    ] as const) {
      expect([outcome.code, outcome.stderr.split(':')[0]]).to.deep.equal([1, code]);
    }
    for (const outcome of [missing, operation]) expect([outcome.code, outcome.stdout]).to.deep.equal([2, '']);
  });
});
