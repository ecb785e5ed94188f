import { expect } from 'chai';
import type { Limits } from '../../../lib/index.js';
import { limitProblems, limitsFrom } from '../../../lib/plan/limit-options.js';
import { DEFAULT_LIMITS } from '../../../lib/plan/limits.js';
import { createHandler } from '../../../integrations/graphql-server/index.js';
import { boot } from '../support/source.js';

const pathsOf = (limits: object): readonly string[] => limitProblems(DEFAULT_LIMITS, limits).map(({ path, code }) => `${path} ${code}`);

describe('the options of limits', () => {
  it('take undefined for left out, so that nothing is without bounds', () => {
    const { maxRows, maxDepth } = limitsFrom(DEFAULT_LIMITS, { maxRows: undefined, maxDepth: 3 } as unknown as Partial<Limits>);
    expect([maxRows, maxDepth]).to.deep.equal([DEFAULT_LIMITS.maxRows, 3]);
  });

  for (const value of [Number.NaN, -1, 1.5, '100', null]) {
    it(`refuse ${JSON.stringify(value)} (${typeof value}), by which nothing could be bounded`, () => {
      expect(pathsOf({ maxRows: value })).to.deep.equal(['limits.maxRows GM_BOOT_INVALID_OPTION']);
    });
  }

  it('refuse a limit that there is not', () => {
    expect(pathsOf({ maxrows: 1, timeoutMs: 0, maxOffset: Infinity, pageSize: undefined })).to.deep.equal([
      'limits.maxrows GM_BOOT_INVALID_OPTION',
    ]);
  });

  it('end the boot, as an empty secret does', () => {
    const { problems } = boot([], { limits: { maxRows: Number.NaN }, secret: '' });
    expect(problems.map(({ path }) => path)).to.deep.equal(['limits.maxRows', 'secret']);
  });

  it('end the making of a server', () => {
    const make = () => createHandler({} as Parameters<typeof createHandler>[0], { limits: { maxDepth: Number.NaN } });
    expect(make).to.throw('limits.maxDepth').with.property('code', 'GM_BOOT_FAILED');
  });
});
