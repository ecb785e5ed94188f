import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { run, type Outcome } from './running.js';

const APPLICATION = fileURLToPath(import.meta.resolve('./support/cached.ts'));

describe('general-manager cache', () => {
  const cache = async (...args: readonly string[]): Promise<Outcome> => run(['cache', ...args], '.');

  it('tells how long reads of each manager are kept, and what that rests on', async () => {
    const [text, json] = await Promise.all([cache('explain', APPLICATION), cache('explain', APPLICATION, '--json')]);
    expect([text.code, text.stderr]).to.deep.equal([0, '']);
    expect(text.stdout).to.equal(`\
  manager  interface  kept     changes   shared
  -------  ---------  -------  --------  -----------------------
  Artist   memory     500 ms   not told  by the same actor alone
  Track    memory     request  not told  by the same actor alone
`);
    expect(JSON.parse(json.stdout)).to.deep.include({ keeps: true });
  });

  it('tells what the store has, and forgets it', async () => {
    const [stats, clear, json] = [
      await cache('stats', APPLICATION),
      await cache('clear', APPLICATION, '--manager=Artist'),
      await cache('stats', APPLICATION, '--json'),
    ];
    expect(stats.stdout).to.equal(`\
  kept    entries  characters
  ------  -------  ----------
  Artist  2        7
  sum     1        3
`);
    expect([clear.code, clear.stdout]).to.deep.equal([0, 'Forgot Artist.\n']);
    expect(JSON.parse(json.stdout)).to.deep.include({ name: 'sum', entries: 1, characters: 3 });
  });

  it('forgets no name of which nothing is known', async () => {
    const [nonsense, computation] = [
      await cache('clear', APPLICATION, '--manager', 'Artst'),
      await cache('clear', APPLICATION, '--manager', 'sum'),
    ];
    expect([nonsense.code, nonsense.stdout, nonsense.stderr.split('\n')[0]]).to.deep.equal([
      1,
      '',
      'GM_CLI_UNKNOWN_NAME: There is no manager Artst, and nothing is kept by that name, perhaps Artist was meant; known are Artist, Track, sum.',
    ]);
    expect([computation.code, computation.stdout]).to.deep.equal([0, 'Forgot sum.\n']);
  });
});
