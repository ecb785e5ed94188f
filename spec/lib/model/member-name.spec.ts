import { expect } from 'chai';
import * as fc from 'fast-check';
import { memberName } from '../../../lib/model/member-name.js';

describe('names of enum members', () => {
  for (const [value, name] of [
    ['in-active', 'IN_ACTIVE'],
    ['1st', '_1ST'],
    [7, '_7'],
    [-1, '_1'],
    ['', 'EMPTY'],
    ['größe', 'GRO_E'],
    ['👍', '_1f44d'],
    ['_ 0', '_0'],
    ['__type', '_TYPE'],
    ['___', '_5f_5f_5f'],
  ] as const) {
    it(`are ${name} for ${JSON.stringify(value)}`, () => {
      expect(memberName(value)).to.equal(name);
    });
  }

  it('are names in GraphQL, whatever the value', () => {
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('_', ' ', '0', 'a', '-', 'é') }),
      fc.integer(),
    );
    const isName = (value: string | number): boolean => /^(?!__)[A-Za-z_][A-Za-z_0-9]*$/.test(memberName(value));
    fc.assert(fc.property(values, isName), { seed: 1, numRuns: 2000 });
  });
});
