import { defineEntity, p } from '@mikro-orm/core';
import { expect } from 'chai';
import * as fc from 'fast-check';
import type { ScalarField } from '../../../lib/model/field.js';
import { beyondColumn } from '../../../lib/write/beyond-column.js';
import { openOrm, type OpenOrm } from '../../contract/support/stores.js';

const field = (of: Partial<ScalarField>): ScalarField => ({
  kind: 'scalar',
  name: 'x',
  publicName: 'x',
  type: 'string',
  exposed: true,
  nullable: true,
  readOnly: false,
  optional: true,
  lazy: false,
  list: false,
  primary: false,
  unique: false,
  version: false,
  operators: [],
  sortable: true,
  ...of,
});

const codeOf = (of: Partial<ScalarField>, value: unknown): string | undefined => beyondColumn(field(of), value)?.[0];

describe('what columns can hold', () => {
  it('counts characters of texts, not halves of them', () => {
    expect(codeOf({ maxLength: 2 }, '🙂🙂')).to.equal(undefined);
    expect(codeOf({ maxLength: 2 }, '🙂🙂🙂')).to.equal('TOO_LONG');
  });

  it('knows both ends of whole numbers', () => {
    const range = { min: -32_768, max: 32_767 };
    const codes = [-32_769, -32_768, 32_767, 32_768].map((each) => codeOf({ type: 'int', range }, each));
    expect(codes).to.deep.equal(['OUT_OF_RANGE', undefined, undefined, 'OUT_OF_RANGE']);
  });

  it('says nothing where nothing is known', () => {
    expect([codeOf({}, 'x'.repeat(1e5)), codeOf({ type: 'int' }, 1e15), codeOf({ type: 'decimal' }, '1e9999')]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('knows numbers that are far from what can be held', () => {
    const codes = ['1e9999', '-1e9999', '1e-9999', '0e9999'].map((each) => codeOf({ type: 'decimal', precision: 10, scale: 2 }, each));
    expect(codes).to.deep.equal(['OUT_OF_RANGE', 'OUT_OF_RANGE', 'OUT_OF_RANGE', undefined]);
  });

  it('tells which end of a decimal has too many digits, and counts no zeros', () => {
    const told = (value: string): string | undefined => beyondColumn(field({ type: 'decimal', precision: 5, scale: 2 }), value)?.[1];
    expect(['123.45', '-0.10', '00123.4500', '1.2e2', '12300e-2', '.5', '1'].map(told)).to.deep.equal(Array(7).fill(undefined));
    expect([told('1234'), told('1e3'), told('999.995')]).to.deep.equal([
      'This number may have 3 digits before the point.',
      'This number may have 3 digits before the point.',
      'This number may have 2 digits after the point.',
    ]);
    expect([told('0.001'), told('19.999'), told('1e-3')]).to.deep.equal(Array(3).fill('This number may have 2 digits after the point.'));
  });

  it('looks at very long numbers once', () => {
    const started = performance.now();
    const long = `1${'0'.repeat(1e6)}1`;
    expect([long, `0.${long}`].map((each) => codeOf({ type: 'decimal', precision: 10, scale: 2 }, each))).to.deep.equal([
      'OUT_OF_RANGE',
      'OUT_OF_RANGE',
    ]);
    expect(performance.now() - started).to.be.lessThan(1000);
  });

  describe('of decimals', () => {
    let store: OpenOrm;
    before(async () => {
      store = await openOrm('postgresql', [defineEntity({ name: 'Held', properties: { id: p.integer().primary() } })]);
    });
    after(async () => store.close());

    it('is what PostgreSQL holds as it is', async () => {
      const digits = fc.stringMatching(/^[0-9]{0,8}$/);
      const text = fc
        .tuple(fc.constantFrom('', '-', '+'), digits, digits, fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined }))
        .filter(([, whole, fraction]) => whole !== '' || fraction !== '')
        .map(
          ([sign, whole, fraction, power]) =>
            `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}${power === undefined ? '' : `e${power}`}`,
        );
      const column = fc
        .tuple(fc.integer({ min: 1, max: 12 }), fc.nat(12))
        .map(([precision, scale]) => ({ precision, scale: Math.min(precision, scale) }));
      const cases = fc.sample(fc.tuple(text, column), { numRuns: 2_000, seed: 7 });
      await store.run(`create function held(value text, digits int, scale int) returns numeric language plpgsql as $$ declare result numeric; begin
        execute format('select %L::numeric(%s, %s)', value, digits, scale) into result; return result; end $$`);
      await store.run(`create function holds(value text, digits int, scale int) returns boolean language plpgsql as $$ begin
        return format('%s', value)::numeric(1000, 500) = held(value, digits, scale);
        exception when numeric_value_out_of_range then return false; end $$`);
      const values = cases.map(([value, { precision, scale }], index) => `(${index}, '${value}', ${precision}, ${scale})`).join(', ');
      const rows = (await store.orm.em
        .getConnection()
        .execute(`select holds(v, p, s) as held from (values ${values}) t(i, v, p, s) order by i`)) as { held: boolean }[];
      const said = cases.map(([value, { precision, scale }]) => codeOf({ type: 'decimal', precision, scale }, value) === undefined);
      expect(said).to.deep.equal(rows.map(({ held }) => held));
      expect(new Set(said).size).to.equal(2);
    });
  });
});
