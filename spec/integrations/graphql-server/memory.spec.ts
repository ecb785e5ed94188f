import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { createHandler } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is reachable, in bytes. */
function reachable(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

describe('graphql-server: memory', () => {
  it('is not filled by documents that are all different', async function () {
    this.timeout(300_000);
    const { fetch } = createHandler(new TestApplication());
    const filler = '#'.repeat(1600);
    const kinds: readonly ((index: number) => string)[] = [
      (index) => `{ a${index}: hello }`,
      (index) => `{ hello${index} }`,
      (index) => `{ hello( ${index}`,
      (index) => `query Q${index}($v${index}: Int) { count }`,
    ];
    const ask = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index += 1) {
        const query = `${kinds[index % kinds.length]?.(index) ?? ''} ${filler}`;
        const answer = await fetch('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        await answer.text();
      }
    };
    // By then the caches are full: 524,288 characters each.
    await ask(0, 2000);
    const before = reachable();
    await ask(2000, 10_000);
    // The texts of 8,000 documents alone would be more than 12 MB.
    expect(reachable() - before).to.be.below(4_000_000);
  });
});
