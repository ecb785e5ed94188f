import { expect } from 'chai';
import { parseChecks } from '../../../integrations/mikro-orm/factory/parse-check.js';
import type { Meta } from '../../../integrations/mikro-orm/metadata.js';

/** What is read of a check constraint of the columns `a`, `b` and `c_d`, the last of which is the property `cd`. */
function read(expression: string): unknown {
  const props = [
    { name: 'a', fieldNames: ['a'] },
    { name: 'b', fieldNames: ['b'] },
    { name: 'cd', fieldNames: ['c_d'] },
  ];
  const { constraints, comparisons } = parseChecks({ props, checks: [{ name: 'it', expression }] } as unknown as Meta);
  return {
    ...Object.fromEntries(constraints),
    ...(comparisons.length > 0 && { comparisons: comparisons.map(({ left, operator, right }) => left + operator + right) }),
  };
}

describe('check constraints that factories understand', () => {
  const CASES: readonly (readonly [expression: string, read: unknown])[] = [
    ['a >= 0', { a: { min: 0 } }],
    ['(a > 1.5)', { a: { above: 1.5 } }],
    ['((a)::int < 3)', {}],
    ['"c_d" <= -2', { cd: { max: -2 } }],
    ['5 > a', { a: { below: 5 } }],
    ["0 <= a and a < 10 and b = 'x'", { a: { min: 0, below: 10 }, b: { in: ['x'] } }],
    ['a between 1 and 5', { a: { min: 1, max: 5 } }],
    ['a between 1 and 5 and b > 2', { a: { min: 1, max: 5 }, b: { above: 2 } }],
    ["b in ('x', 'it''s', 'a, b')", { b: { in: ['x', "it's", 'a, b'] } }],
    ["b <> ''", { b: { minLength: 1, notIn: [''] } }],
    ["b <> 'x' and b != 'y'", { b: { notIn: ['x', 'y'] } }],
    ['length(b) >= 3 and char_length(b) < 9', { b: { minLength: 3, maxLength: 8 } }],
    ["c_d > '2020-01-01'::date", { cd: { above: '2020-01-01' } }],
    ['a is not null', { a: { required: true } }],
    ['a < b', { comparisons: ['a<b'] }],
    ['(a <= c_d) and (a >= 1)', { a: { min: 1 }, comparisons: ['a<=cd'] }],
    // Of everything else nothing is read: it is only asked.
    ['a > 0 or b > 0', {}],
    ['a % 2 = 1', {}],
    ['(a > 0 or b > 0) and a < 9', { a: { below: 9 } }],
    ["b ~ '^x and y$'", {}],
    ['unknown > 3', {}],
    ['', {}],
  ];

  for (const [expression, expected] of CASES) {
    it(expression || 'nothing', () => {
      expect(read(expression)).to.deep.equal(expected);
    });
  }
});
