import { expect } from 'chai';
import * as fc from 'fast-check';
import { scalarField, type ValueField } from 'general-manager/plugin';
import { compileDomain } from '../../integrations/calculation/compile/compile-domain.js';
import type { DomainOptions } from '../../integrations/calculation/declare/options.js';
import { contains, valuesOf } from '../../integrations/calculation/domain/domain.js';

const FIELDS = {
  date: scalarField('x', 'date'),
  int: scalarField('x', 'int'),
  bigint: scalarField('x', 'bigint'),
  decimal: scalarField('x', 'decimal'),
  text: scalarField('x', 'string'),
};

const all = (field: ValueField, options: DomainOptions, asked = {}, max = 100): readonly unknown[] | 'unbounded' =>
  valuesOf(compileDomain(field, options).domainOf({}), field, asked, max);
const has = (field: ValueField, options: DomainOptions, value: unknown): boolean =>
  contains(compileDomain(field, options).domainOf({}), field, value);

describe('the domain of an input', () => {
  it('has days, weeks, months, quarters and years at their starts and ends', () => {
    const between = { from: '2024-01-30', to: '2024-04-01' };
    const days = (options: DomainOptions): unknown => all(FIELDS.date, { ...between, ...options });
    expect(days({ to: '2024-02-01' })).to.deep.equal(['2024-01-30', '2024-01-31', '2024-02-01']);
    expect(days({ every: 'week', to: '2024-02-14' })).to.deep.equal(['2024-01-30', '2024-02-06', '2024-02-13']);
    expect(days({ every: 'month' })).to.deep.equal(['2024-02-01', '2024-03-01', '2024-04-01']);
    expect(days({ every: 'month', at: 'end' })).to.deep.equal(['2024-01-31', '2024-02-29', '2024-03-31']);
    expect(days({ every: 'quarter' })).to.deep.equal(['2024-04-01']);
    expect(days({ every: 'quarter', at: 'end' })).to.deep.equal(['2024-03-31']);
    expect(days({ every: 'year', from: '2023-12-31' })).to.deep.equal(['2024-01-01']);
    expect(days({ every: 'month', from: '2024-01', to: '2024-02', at: 'end' })).to.deep.equal(['2024-01-31', '2024-02-29']);
  });

  it('counts weeks from Mondays where it has no beginning', () => {
    expect(all(FIELDS.date, { every: 'week' }, { from: '2026-11-20', to: '2026-12-01' })).to.deep.equal(['2026-11-23', '2026-11-30']);
  });

  it('has exact numbers in steps', () => {
    expect(all(FIELDS.decimal, { from: '0.1', to: '0.35', step: '0.05' })).to.deep.equal(['0.10', '0.15', '0.20', '0.25', '0.30', '0.35']);
    expect(all(FIELDS.int, { from: 3, to: 10, step: 3 })).to.deep.equal([3, 6, 9]);
    expect(all(FIELDS.bigint, { from: 9007199254740993n, to: 9007199254740995n })).to.deep.equal([
      9007199254740993n,
      9007199254740994n,
      9007199254740995n,
    ]);
    expect(has(FIELDS.decimal, { from: '0.1', step: '0.05' }, '0.2')).to.equal(true);
    expect(has(FIELDS.decimal, { from: '0.1', step: '0.05' }, '0.22')).to.equal(false);
    expect(has(FIELDS.int, { from: 3, to: 10, step: 3 }, 12)).to.equal(false);
  });

  it('has no end where nothing bounds it, also where only a list could', () => {
    expect(all(FIELDS.date, {})).to.equal('unbounded');
    expect(all(FIELDS.int, { from: 1 }, { from: 2 })).to.equal('unbounded');
    expect(all(FIELDS.int, { from: 1 }, { to: 2 })).to.deep.equal([1, 2]);
    expect(all(FIELDS.text, {}, { from: 'a', to: 'b' })).to.equal('unbounded');
    expect(all(FIELDS.decimal, { from: '0', to: '1' })).to.equal('unbounded');
    expect(all(FIELDS.text, {}, { values: ['b', 'a', 'b'] })).to.deep.equal(['b', 'a']);
  });

  it('gives one value more than may be looked at, and no more', () => {
    expect(all(FIELDS.int, { from: 0, to: 1_000_000_000 }, {}, 5)).to.have.length(6);
    expect(all(FIELDS.date, { from: '0001-01-01', to: '9999-12-31' }, {}, 3)).to.deep.equal([
      '0001-01-01',
      '0001-01-02',
      '0001-01-03',
      '0001-01-04',
    ]);
  });

  it('has what functions give, which is checked then', () => {
    const { domainOf, faults } = compileDomain(FIELDS.int, { values: ({ list }: { readonly list: unknown }) => list });
    expect(faults).to.deep.equal([]);
    expect(domainOf({ list: [1, '2'] }).values).to.deep.equal([1, 2]);
    for (const list of [['secret'], 'secret', [null]])
      expect(() => domainOf({ list }), String(list))
        .to.throw(TypeError)
        .and.not.match(/secret/);
  });

  it('contains just what it gives, of dates at every pace', () => {
    const date = fc
      .date({ min: new Date('1999-12-01T00:00:00Z'), max: new Date('2002-03-01T00:00:00Z'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10));
    const options = fc.record({
      every: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'quarter' as const, 'year' as const),
      at: fc.constantFrom('start' as const, 'end' as const),
      from: date,
      to: date,
    });
    fc.assert(
      fc.property(options, date, (given, value) => {
        const values = all(FIELDS.date, given, {}, 2000) as readonly string[];
        expect(values.includes(value)).to.equal(has(FIELDS.date, given, value));
        expect(values.toSorted((left, right) => left.localeCompare(right))).to.deep.equal(values);
      }),
      { seed: 20261126, numRuns: 300 },
    );
  });

  it('contains just what it gives, of numbers', () => {
    const number = fc.integer({ min: -30, max: 30 });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 9 }), number, (from, to, step, value) => {
        const options = { from: String(from / 10), to: String(to / 10), step: String(step / 10) };
        const expected: string[] = [];
        for (let each = from; each <= to; each += step) expected.push((each / 10).toFixed(1));
        const values = all(FIELDS.decimal, options) as readonly string[];
        expect(values.map((each) => Number(each).toFixed(1).replace('-0.0', '0.0'))).to.deep.equal(
          expected.map((each) => each.replace('-0.0', '0.0')),
        );
        expect(has(FIELDS.decimal, options, String(value / 10))).to.equal(value >= from && value <= to && (value - from) % step === 0);
      }),
      { seed: 20261126, numRuns: 300 },
    );
  });
});
