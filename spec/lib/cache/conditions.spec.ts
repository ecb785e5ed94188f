import { expect } from 'chai';
import * as fc from 'fast-check';
import { everyone, where } from '../../../decorators/index.js';
import { decodeCondition, encodeCondition } from '../../../lib/cache/condition-codec.js';
import { ownCondition } from '../../../lib/cache/own-condition.js';
import { PossibleTruths, type Image } from '../../../lib/cache/possible-truths.js';
import { Evaluator } from '../../../lib/permission/evaluate.js';
import { isCondition, notCondition, type Condition } from '../../../lib/plan/condition.js';
import { World } from '../permission/world.js';

const SEED = 4711;

type Filter = Readonly<Record<string, unknown>>;

const pick = fc.constantFrom;
const one = (name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> => value.map((each) => ({ [name]: each }));
const text = pick('', 'a', 'A', 'ab', '%');
const number = pick(0, 1, 2);
const day = pick('2024-02-29', '1970-01-01');
const instant = pick(0, 1, 1_700_000_000_123).map((each) => new Date(each));

const comparisons: readonly fc.Arbitrary<Filter>[] = [
  ...['eq', 'ne', 'contains', 'startsWith', 'like'].map((operator) => one('label', one(operator, text))),
  ...['eq', 'gt', 'lte'].flatMap((operator) => ['size', 'id'].map((name) => one(name, one(operator, number)))),
  ...['in', 'notIn'].map((operator) => one('size', one(operator, fc.array(number, { maxLength: 2 })))),
  one('serial', one('gte', pick(0n, 9_007_199_254_740_993n))),
  one('price', one('lt', pick('1.5', '0'))),
  one('fragile', one('eq', fc.boolean())),
  one('made', one('gt', day)),
  one('seen', one('lte', instant)),
  one('mood', one('in', fc.array(pick('calm', 'wild'), { minLength: 1, maxLength: 2 }))),
  one('size', one('isNull', fc.boolean())),
  one('measure', one('width', one('gt', number))),
  one('shelf', pick<unknown>(null, {}, { id: 1 }, { id: { in: [1, 2] } }, { floor: 1 }, { id: 2, floor: { gt: 0 } })),
  one('shelf', number),
];

const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: fc.oneof(...comparisons) },
    { weight: 1, arbitrary: one('not', tie('filter')) },
    { weight: 2, arbitrary: fc.tuple(pick('and', 'or'), fc.array(tie('filter'), { maxLength: 3 })).map(([key, all]) => ({ [key]: all })) },
  ),
})).filter;

const some = <T>(...values: readonly T[]): fc.Arbitrary<T | null> => fc.constantFrom(null, ...values);
const things = fc.record({
  id: number,
  label: some('', 'a', 'A', 'ab', '%'),
  size: some(0, 1, 2),
  serial: some(0n, 9_007_199_254_740_993n),
  price: some('1.50', '0.1'),
  fragile: some(true, false),
  made: some('2024-02-29', '1970-01-01'),
  seen: some(new Date(0), new Date(1_700_000_000_123)),
  mood: some('calm', 'wild'),
  measure: some({ width: 1 }, { width: null }),
  shelf: some({ id: 1, floor: 1 }, { id: 2, floor: 0 }, { id: 3, floor: null }),
});

describe('cache: conditions on what an object tells by itself', () => {
  const world = new World({ Thing: { update: everyone() }, Shelf: { read: everyone() } });
  const evaluator = new Evaluator(world.model);
  const truths = new PossibleTruths(world.model);

  /** A condition with `not` and `is` around it, as policies have them. */
  const conditionOf = (filter: Filter, wraps: readonly string[]): Condition => {
    const bound = world.bound(where(filter), null);
    return wraps.reduce((inner, wrap) => (wrap === 'not' ? notCondition(inner) : isCondition(wrap === 'true', inner)), bound);
  };
  const conditions = fc.tuple(filters, fc.array(pick('not', 'true', 'false'), { maxLength: 2 }));

  it('can hold of whatever is left of an object of which the whole condition is true', () => {
    let held = 0;
    let refused = 0;
    const property = fc.property(
      conditions,
      things,
      fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }),
      ([filter, wraps], values, kept) => {
        const condition = conditionOf(filter, wraps);
        const thing = world.thing(values);
        const image: Image = Object.fromEntries(Object.entries(values).filter((_entry, index) => kept[index]));
        const truth = evaluator.truth(condition, thing) === true;
        const own = ownCondition(condition);
        const possible = truths.canHold(own, image);
        if (truth) expect(possible, fc.stringify([filter, wraps, image])).to.equal(true);
        held += Number(truth);
        refused += Number(!possible);
      },
    );
    fc.assert(property, { seed: SEED, numRuns: 6000 });
    // It is neither never asked nor always said.
    expect(held).to.be.above(1500);
    expect(refused).to.be.above(1000);
  });

  it('comes back from plain JSON', () => {
    const property = fc.property(conditions, things, ([filter, wraps], values) => {
      const own = ownCondition(conditionOf(filter, wraps));
      const read = decodeCondition(world.model, JSON.parse(JSON.stringify(encodeCondition(own))));
      expect(truths.canHold(read, values)).to.equal(truths.canHold(own, values));
      expect(encodeCondition(read)).to.deep.equal(encodeCondition(own));
    });
    fc.assert(property, { seed: SEED, numRuns: 1500 });
  });
});
