import { expect } from 'chai';
import { where } from '../../../decorators/index.js';
import type { Condition } from '../../../lib/plan/condition.js';
import { World } from './world.js';

const world = new World();
const operandOf = (condition: Condition): unknown => (condition.kind === 'compare' ? condition.value : condition.kind);
const read = (field: string, operator: string, operand: unknown): unknown =>
  operandOf(world.condition(where({ [field]: { [operator]: operand } })));

describe('operands of rules', () => {
  it('are taken as they are where they mean the same everywhere', () => {
    expect(read('size', 'eq', 1)).to.equal(1);
    expect(read('opens', 'eq', '10:00')).to.equal('10:00');
    expect(read('shuts', 'in', ['10:00+01'])).to.deep.equal(['10:00+01']);
    expect(read('mood', 'eq', 'calm')).to.equal('calm');
    expect(read('shade', 'eq', ' Red')).to.equal(' Red');
    expect(read('shade', 'isNull', true)).to.equal(true);
    expect(read('label', 'startsWith', 'x')).to.equal('x');
    expect(read('tags', 'hasSome', ['a'])).to.deep.equal(['a']);
    expect(read('tags', 'isEmpty', true)).to.equal(true);
  });

  it('are intervals in one form', () => {
    for (const operator of ['eq', 'ne', 'gt', 'gte', 'lt', 'lte']) expect(read('lasts', operator, '1 day')).to.equal('P0M1DT0.000000S');
    for (const operator of ['in', 'notIn'])
      expect(read('lasts', operator, ['1 mon', 'PT1S'])).to.deep.equal(['P1M0DT0.000000S', 'P0M0DT1.000000S']);
  });

  it('are intervals in one form in lists, too', () => {
    expect(read('spans', 'has', '1 day')).to.equal('P0M1DT0.000000S');
    for (const operator of ['hasSome', 'hasEvery']) expect(read('spans', operator, ['1 day'])).to.deep.equal(['P0M1DT0.000000S']);
  });

  it('are refused where they do not', () => {
    const refused = (field: string, operator: string, operand: unknown, expected: string): void => {
      expect(() => read(field, operator, operand))
        .to.throw()
        .that.includes({
          code: 'GM_PERM_INVALID_CONDITION',
          message: `The condition of a rule cannot be understood: The value given for ${field}.${operator} is not ${expected}.`,
        });
    };
    const zoned = 'a time with an offset, such as "12:00+01"';
    const interval = 'an interval such as "1 day 02:00:00" or "P1DT2H"';
    const stored = 'a value that its type can store';
    for (const operator of ['eq', 'ne', 'gt', 'gte', 'lt', 'lte']) {
      refused('shuts', operator, '10:00', zoned);
      refused('lasts', operator, '1 fortnight', interval);
    }
    for (const operator of ['in', 'notIn']) {
      refused('shuts', operator, ['10:00+01', '10:00'], zoned);
      refused('lasts', operator, ['1 day', '1 fortnight'], interval);
      refused('shade', operator, ['red', 'boom'], stored);
    }
    refused('shade', 'eq', 7, stored);
    refused('shade', 'ne', 'boom', stored);
  });
});
