import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';

const HOOKS = new URL('../support/typescript-hooks.mjs', import.meta.url).pathname;
const DUMP = new URL('support/dump.ts', import.meta.url).pathname;

type Dump = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** What another process makes. */
async function dump(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', '--import', HOOKS, DUMP, ...args], {
    env: { ...process.env, ...environment },
  });
  return stdout;
}

describe('the same seed gives the same data', function () {
  this.timeout(60_000);
  let here: string;

  before(async () => {
    here = await dump({ TZ: 'UTC' });
  });

  it('whatever the time zone and the locale of the process', async () => {
    expect((JSON.parse(here) as Dump)['Product']).to.have.length(20);
    expect(await dump({ TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' })).to.equal(here);
    expect(await dump({ TZ: 'America/St_Johns' })).to.equal(here);
  });

  it('also where the class has got more properties: the values of the others are as they were', async () => {
    const before = JSON.parse(here) as Dump;
    const after = JSON.parse(await dump({ TZ: 'UTC' }, 'extra')) as Dump;
    expect(after['Plain']?.[0]).to.include.keys('nickname', 'rank', 'metAt');
    const without = after['Plain']?.map(({ nickname: _nickname, rank: _rank, metAt: _metAt, ...rest }) => rest);
    expect(without).to.deep.equal(before['Plain']);
    expect(after['Product']).to.deep.equal(before['Product']);
  });
});
