import { expect } from 'chai';
import * as fc from 'fast-check';
import { allConstraints, compareBounds, type ValueConstraints } from '../../../lib/factory/constraints.js';
import { decimalText, exactRange, planOfExact, planOfFloats } from '../../../lib/factory/number-values.js';
import { hashOf, Random } from '../../../lib/factory/random.js';
import { planOfTexts } from '../../../lib/factory/text-values.js';
import { planOfDates, planOfMoments } from '../../../lib/factory/time-values.js';
import type { ValuePlan } from '../../../lib/factory/value-plan.js';

const RUNS = { seed: 3, numRuns: 300 };
const random = new Random();
const draw = (plan: ValuePlan, index: number, attempt = 0): unknown =>
  plan.generate({ random: random.seed(hashOf('spec'), index, attempt), serial: index, index, attempt });
const distinct = (plan: ValuePlan, serial: number): unknown =>
  plan.distinct?.generate({ random: random.seed(hashOf('spec'), serial), serial, index: serial, attempt: 0 });

/** The first few values, as far as there are so many. */
const someDistinct = (plan: ValuePlan, most = 200): readonly unknown[] =>
  Array.from({ length: Math.min(most, plan.distinct?.count ?? 0) }, (_each, serial) => distinct(plan, serial));

describe('random numbers of a path', () => {
  it('are the same for the same path, and others for another', () => {
    const numbers = (...path: readonly (string | number)[]): readonly number[] => {
      const { next } = { next: () => random.next() };
      random.seed(hashOf(...path), 5);
      return Array.from({ length: 4 }, next);
    };
    expect(numbers('Track', 'name')).to.deep.equal(numbers('Track', 'name'));
    expect(numbers('Track', 'name')).not.to.deep.equal(numbers('Trackn', 'ame'));
    expect(numbers(1, 'a')).not.to.deep.equal(numbers(2, 'a'));
    // A fixed point: data of a seed stays what it is from version to version.
    expect(random.seed(hashOf('fixed', 'point'), 1).int(0, 1e9)).to.equal(random.seed(hashOf('fixed', 'point'), 1).int(0, 1e9));
  });

  it('stay within their bounds and reach them', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat({ max: 20 }), fc.nat(), (least, span, index) => {
        fc.pre(Number.isSafeInteger(least + span));
        const value = random.seed(hashOf('int'), index).int(least, least + span);
        expect(value).to.be.within(least, least + span);
      }),
      RUNS,
    );
    const seen = new Set(Array.from({ length: 500 }, (_each, index) => random.seed(hashOf('die'), index).int(1, 6)));
    expect([...seen].toSorted((one, other) => one - other)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }),
        fc.bigInt({ min: 0n, max: 2n ** 64n }),
        fc.nat(),
        (least, span, index) => {
          const value = random.seed(hashOf('bigint'), index).bigint(least, least + span);
          expect(value >= least && value <= least + span).to.equal(true);
        },
      ),
      RUNS,
    );
  });
});

describe('numbers of factories', () => {
  const bounds = fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.nat({ max: 900 }));

  it('are within limits and constraints, at whatever scale, and distinct where they have to be', () => {
    fc.assert(
      fc.property(bounds, fc.nat({ max: 6 }), fc.nat({ max: 9 }), fc.boolean(), ([low, span], scale, attempt, exclusive) => {
        const constraints: ValueConstraints = exclusive ? { above: low, below: low + span + 2 } : { min: low, max: low + span };
        const plan = planOfExact(exactRange({ limits: { precision: 12, scale }, constraints }, scale), (value) =>
          decimalText(value, scale),
        );
        for (const value of [draw(plan, 1, attempt), draw(plan, 2, attempt), ...someDistinct(plan, 20)]) {
          const number = Number(value);
          if (exclusive) expect(number > low && number < low + span + 2, `${number}`).to.equal(true);
          else expect(number).to.be.within(low, low + span);
        }
        const values = someDistinct(plan);
        expect(new Set(values).size).to.equal(values.length);
      }),
      RUNS,
    );
  });

  it('are multiples, and have few digits where a column does', () => {
    const dozens = planOfExact(exactRange({ limits: {}, constraints: { multipleOf: 12, min: 7 } }, 0), Number);
    for (let index = 0; index < 50; index += 1) expect(Number(draw(dozens, index)) % 12).to.equal(0);
    const tiny = planOfExact(exactRange({ limits: { precision: 2, scale: 2 }, constraints: {} }, 2), (value) => decimalText(value, 2));
    for (let index = 0; index < 50; index += 1) expect(Number(draw(tiny, index))).to.be.within(0, 0.99);
    expect(tiny.distinct?.count).to.equal(99);
  });

  it('with a fraction are within bounds', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.nat(),
        (low, span, index) => {
          const plan = planOfFloats({ limits: {}, constraints: { above: low, max: low + span } });
          expect(draw(plan, index)).to.satisfy((value: number) => value > low && value <= low + span);
        },
      ),
      RUNS,
    );
  });
});

describe('times of factories', () => {
  const reference = new Date('2025-01-01T00:00:00Z');

  it('are before the reference where nothing bounds them, and within bounds otherwise', () => {
    for (let index = 0; index < 50; index += 1) {
      expect(draw(planOfDates({}, reference), index)).to.match(/^202[34]-\d\d-\d\d$|^2025-01-01$/);
      const bounded = planOfMoments({ above: new Date('2020-02-29T12:00:00Z'), max: '2020-02-29T12:00:10' }, reference);
      expect((draw(bounded, index) as Date).toISOString()).to.match(/^2020-02-29T12:00:(0[1-9]|10)/);
    }
  });
});

describe('texts of factories', () => {
  it('fit, and differ wherever their serials do', () => {
    const constraints = fc.record({ minLength: fc.nat({ max: 20 }), room: fc.nat({ max: 40 }) }).map(({ minLength, room }) => {
      return { minLength, maxLength: Math.max(3, minLength + room) };
    });
    const format = fc.constantFrom(undefined, 'alpha' as const, 'alphanumeric' as const, 'numeric' as const);
    const textCase = fc.constantFrom(undefined, 'upper' as const, 'lower' as const);
    fc.assert(
      fc.property(constraints, format, textCase, (lengths, wanted, wantedCase) => {
        const plan = planOfTexts({ ...lengths, ...(wanted && { format: wanted }), ...(wantedCase && { textCase: wantedCase }) }, undefined);
        if (!plan) throw new Error('no plan');
        const values = someDistinct(plan, 300) as readonly string[];
        expect(new Set(values).size, 'distinct').to.equal(values.length);
        for (const value of [...values, draw(plan, 1) as string, draw(plan, 2) as string]) {
          expect(value.length, value).to.be.within(lengths.minLength, lengths.maxLength);
          if (wantedCase) expect(value).to.equal(wantedCase === 'upper' ? value.toUpperCase() : value.toLowerCase());
          if (wanted === 'alpha') expect(value).to.match(/^[a-z]+$/i);
          if (wanted === 'numeric') expect(value).to.match(/^\d+$/);
        }
      }),
      RUNS,
    );
  });

  it('of addresses differ before the sign', () => {
    const plan = planOfTexts({ format: 'email', maxLength: 20 }, () => 'somebody.with.a.long.name@example.com');
    const values = plan ? (someDistinct(plan, 100) as readonly string[]) : [];
    expect(new Set(values).size).to.equal(100);
    for (const value of values)
      expect(value)
        .to.match(/^[\w.]+@[\w.]+$/)
        .and.to.satisfy((text: string) => text.length <= 20);
  });
});

describe('constraints together', () => {
  it('are as narrow as the narrowest of them', () => {
    const joined = allConstraints(
      { min: 1, max: 10, maxLength: 9, in: [1, 2, 3], notIn: [1], items: { min: 2 } },
      { min: 5n, max: '7.5', maxLength: 12, in: [2, 3, 4], notIn: [2], items: { max: 3 }, required: true },
    );
    expect(joined).to.deep.equal({
      min: 5n,
      max: '7.5',
      maxLength: 9,
      in: [2, 3],
      notIn: [1, 2],
      items: { min: 2, max: 3 },
      required: true,
    });
    expect(compareBounds('2020-01-02', new Date('2020-01-01T00:00:00Z'))).to.equal(1);
    expect(compareBounds(2, 10n)).to.equal(-1);
  });
});
