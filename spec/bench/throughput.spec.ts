import { expect } from 'chai';
import { scaleOf } from '../../bench/database/fill.js';
import { openDatabase } from '../../bench/database/open.js';
import { sourceOf } from '../../bench/database/source.js';
import { parseOptions } from '../../bench/options.js';
import { throughput } from '../../bench/throughput.js';

describe('the bench', function () {
  // Starts four processes.
  this.timeout(120_000).slow(10_000);

  it('compares the answers of servers, measures them in rounds, and tells ratios', async () => {
    const options = parseOptions(
      '--source --only W1,W5 --rounds 1 --seconds 0.1 --connections 2 --artists 10 --contenders floor-text,ours --chinook nowhere'.split(
        ' ',
      ),
    );
    if (options === 'help') throw new Error('Options were taken for a cry for help.');
    const database = await openDatabase(process.env['TEST_PG_URL'], sourceOf(options.chinook), scaleOf(options.artists));
    const printed: string[] = [];
    try {
      const summary = await throughput(options, database, (text) => printed.push(text));
      const { rows } = await database.pool.query('select count(*)::int from track');
      expect(rows).to.deep.equal([{ count: 1000 }]);
      for (const name of ['W1', 'W5']) expect(summary[name]).to.have.property('vsFloor').that.is.above(0);
    } finally {
      await database.close();
    }
    const text = printed.join('\n');
    expect(text).to.match(/W1, 2 at a time: .*\n.*of the floor.*\n +SQL by hand, text +1\.00.*1\.00\n +General Manager .* 1\.00\n/);
  });
});
