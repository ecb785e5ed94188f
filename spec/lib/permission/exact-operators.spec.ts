import { expect } from 'chai';
import { where } from '../../../decorators/index.js';
import { exactOperators, isFinerThanDate } from '../../../lib/permission/exact-operators.js';
import type { ScalarType } from '../../../lib/model/scalar.js';
import { member, scalar } from '../../integrations/type-graphql/support/fields.js';
import { World } from './world.js';

const EQUALITY = ['eq', 'ne', 'in', 'notIn', 'isNull'];
const ORDER = [...EQUALITY, 'gt', 'gte', 'lt', 'lte'];
const TEXT = [...EQUALITY, 'contains', 'startsWith', 'endsWith', 'like'];
const LIST = ['has', 'hasSome', 'hasEvery', 'isEmpty', 'isNull'];

const OPERATORS: Readonly<Record<ScalarType, readonly string[]>> = {
  string: TEXT,
  int: ORDER,
  float: ORDER,
  bigint: ORDER,
  decimal: ORDER,
  date: ORDER,
  time: ORDER,
  datetime: ORDER,
  localDatetime: ORDER,
  interval: ORDER,
  boolean: EQUALITY,
  uuid: EQUALITY,
  blob: EQUALITY,
  json: [...EQUALITY, 'contains', 'startsWith', 'endsWith'],
  custom: ['isNull'],
};

describe('the operators of rules', () => {
  for (const [type, operators] of Object.entries(OPERATORS)) {
    it(`are those that memory and database decide alike: ${type}`, () => {
      expect(exactOperators(scalar('value', type as ScalarType), false)).to.deep.equal(operators);
    });
  }

  it('are those of equality where the stored form of a type is known', () => {
    expect(exactOperators(scalar('value', 'custom'), true)).to.deep.equal(EQUALITY);
    expect(exactOperators(member('value', 'Mood'), false)).to.deep.equal(EQUALITY);
  });

  it('ask for null alone where the source compares in a way of its own', () => {
    expect(exactOperators(scalar('value', 'string', { comparison: 'own' }), false)).to.deep.equal(['isNull']);
    expect(exactOperators(scalar('value', 'string', { comparison: 'own', list: true }), false)).to.deep.equal(['isEmpty', 'isNull']);
    expect(exactOperators(scalar('value', 'float', { comparison: 'single' }), false)).to.deep.equal(ORDER);
  });

  it('look into lists, except into those of instants that are finer than a Date', () => {
    expect(exactOperators(scalar('value', 'string', { list: true }), false)).to.deep.equal(LIST);
    expect(exactOperators(member('value', 'Mood', { list: true }), false)).to.deep.equal(LIST);
    expect(exactOperators(scalar('value', 'datetime', { list: true }), false)).to.deep.equal(['isEmpty', 'isNull']);
    expect(exactOperators(scalar('value', 'datetime', { list: true, precision: 3 }), false)).to.deep.equal(LIST);
  });

  it('take instants for finer than a Date from the fourth digit on', () => {
    for (const type of ['datetime', 'localDatetime'] as const) {
      expect(isFinerThanDate(scalar('value', type))).to.equal(true);
      expect(isFinerThanDate(scalar('value', type, { precision: 4 }))).to.equal(true);
      expect(isFinerThanDate(scalar('value', type, { precision: 3 }))).to.equal(false);
    }
    expect(isFinerThanDate(scalar('value', 'time'))).to.equal(false);
    expect(isFinerThanDate(member('value', 'Mood'))).to.equal(false);
  });

  it('are refused otherwise', () => {
    const world = new World();
    const refused: readonly Readonly<Record<string, unknown>>[] = [
      { label: { gt: 'a' } },
      { label: { ieq: 'a' } },
      { folded: 'a' },
      { odd: 'a' },
      { pin: 'a', odd: 'b' },
      { facts: { icontains: 'a' } },
      { code: { gt: '00000000-0000-4000-8000-000000000001' } },
      { tags: { eq: ['a'] } },
    ];
    for (const condition of refused) {
      expect(() => world.condition(where(condition)), JSON.stringify(condition))
        .to.throw()
        .with.property('code', 'GM_PERM_INEXACT_OPERATOR');
    }
  });
});
