import { expect } from 'chai';
import { everyone, where } from '../../../decorators/index.js';
import { compareValue, equalValues } from '../../../lib/permission/compare-value.js';
import type { StoredForm } from '../../../lib/permission/stored-form.js';
import type { Operator } from '../../../lib/model/scalar.js';
import { scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';

const field = scalar('value', 'custom');
const compared = (form: StoredForm, operator: Operator, value: unknown, operand: unknown): unknown =>
  compareValue({ field }, operator, value, operand, form);

/** Prices such as `1.50 EUR`, stored as decimals. */
const PRICE: StoredForm = { type: 'decimal', convert: (value) => (typeof value === 'string' ? value.replace(' EUR', '') : undefined) };
/** Numbers in columns of single precision. */
const WEIGHT: StoredForm = { type: 'float', comparison: 'single', convert: Number };
/** Points as lists of two numbers, stored as texts. */
const POINT: StoredForm = { type: 'string', convert: (value) => (Array.isArray(value) ? value.join() : undefined) };

describe('values of types of their own', () => {
  it('are the same where what is stored is the same to the database', () => {
    expect(compared(PRICE, 'eq', '1.5 EUR', '1.50 EUR')).to.equal(true);
    expect(compared(PRICE, 'eq', '1.5 EUR', '1.51 EUR')).to.equal(false);
    expect(compared(PRICE, 'in', '1.5 EUR', ['2 EUR', '1.50 EUR'])).to.equal(true);
    expect(compared(WEIGHT, 'eq', '0.1', 0.1 + 1e-12)).to.equal(true);
    expect(equalValues(field, '1.5 EUR', '1.50 EUR', PRICE)).to.equal(true);
    expect(equalValues(field, '1.5 EUR', '1.6 EUR', PRICE)).to.equal(false);
    expect(equalValues(field, '0.1', 0.1 + 1e-12, WEIGHT)).to.equal(true);
    expect(equalValues(field, '1.5 EUR', 1.5, PRICE)).to.equal(undefined);
    expect(equalValues(field, 1.5, '1.5 EUR', PRICE)).to.equal(undefined);
    expect(equalValues(scalar('value', 'time', { comparison: 'zoned' }), '10:00', '10:00')).to.equal(undefined);
  });

  it('may be lists themselves', () => {
    expect(compared(POINT, 'eq', [1, 2], [1, 2])).to.equal(true);
    expect(compared(POINT, 'eq', [1, 2], [2, 1])).to.equal(false);
    expect(compared(POINT, 'notIn', [1, 2], [[2, 1]])).to.equal(true);
    expect(
      compared(
        POINT,
        'in',
        [1, 2],
        [
          [2, 1],
          [1, 2],
        ],
      ),
    ).to.equal(true);
  });

  it('are not compared where the interface cannot tell what it stores', () => {
    const problemsOf = (condition: Readonly<Record<string, unknown>>): readonly string[] => {
      const odd = source('Odd', { fields: [scalar('value', 'custom', { nullable: true })], permission: { read: where(condition) } });
      return boot([odd, source('Other', { permission: { read: everyone() } })]).problems.map(({ code }) => code);
    };
    expect(problemsOf({ value: null })).to.deep.equal([]);
    expect(problemsOf({ value: 'x' })).to.deep.equal(['GM_PERM_INEXACT_OPERATOR']);
  });
});
