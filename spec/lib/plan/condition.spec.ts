import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  allOfConditions,
  anyOfConditions,
  FALSE,
  isCondition,
  notCondition,
  TRUE,
  UNKNOWN,
  type Condition,
} from '../../../lib/plan/condition.js';
import { managerNamed, type ManagerModel } from '../../../lib/plugin.js';
import { boot, source } from '../support/source.js';

const SEED = 5;

describe('conditions in normal form', () => {
  const manager: ManagerModel = managerNamed(boot([source('Track')]).runtime.model, 'Track');
  const leaf = fc.constantFrom<Condition>(TRUE, FALSE, { kind: 'key', manager, keys: [[1]] }, { kind: 'key', manager, keys: [[2]] });
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      leaf,
      tie('condition').map(notCondition),
      fc.array(tie('condition'), { maxLength: 3 }).map(allOfConditions),
      fc.array(tie('condition'), { maxLength: 3 }).map(anyOfConditions),
    ),
  }));

  const children = (each: Condition): readonly Condition[] =>
    each.kind === 'and' ? each.all : each.kind === 'or' ? each.any : each.kind === 'not' ? [each.of] : [];
  const all = (each: Condition): readonly Condition[] => [each, ...children(each).flatMap(all)];

  it('have no constants and no groups of none or one inside', () => {
    const property = fc.property(condition, (each) => {
      for (const inner of all(each)) {
        const below = children(inner).map(({ kind }) => kind);
        expect(below).not.to.include.oneOf(['true', 'false']);
        if (inner.kind === 'and' || inner.kind === 'or') expect(below.length).to.be.greaterThan(1);
        expect(below).not.to.include(inner.kind);
      }
    });
    fc.assert(property, { seed: SEED, numRuns: 500 });
  });

  it('mean what the connectives mean', () => {
    const truth = (each: Condition, known: boolean): boolean => {
      if (each.kind === 'and') return each.all.every((inner) => truth(inner, known));
      if (each.kind === 'or') return each.any.some((inner) => truth(inner, known));
      if (each.kind === 'not') return !truth(each.of, known);
      return each.kind === 'true' || (each.kind === 'key' && known);
    };
    const property = fc.property(fc.array(condition, { maxLength: 3 }), fc.boolean(), (conditions, known) => {
      const truths = conditions.map((each) => truth(each, known));
      expect(truth(allOfConditions(conditions), known)).to.equal(truths.every(Boolean));
      expect(truth(anyOfConditions(conditions), known)).to.equal(truths.some(Boolean));
      for (const each of conditions) expect(truth(notCondition(each), known)).to.equal(!truth(each, known));
    });
    fc.assert(property, { seed: SEED, numRuns: 500 });
  });

  it('are unknown only where everything in them is', () => {
    const known: Condition = { kind: 'key', manager, keys: [[1]] };
    expect(allOfConditions([UNKNOWN, UNKNOWN])).to.equal(UNKNOWN);
    expect(anyOfConditions([UNKNOWN, FALSE])).to.equal(UNKNOWN);
    expect(allOfConditions([UNKNOWN, known])).to.deep.equal({ kind: 'and', all: [UNKNOWN, known] });
    expect(anyOfConditions([UNKNOWN, known])).to.deep.equal({ kind: 'or', any: [UNKNOWN, known] });
    expect(allOfConditions([UNKNOWN, FALSE])).to.equal(FALSE);
    expect(anyOfConditions([UNKNOWN, TRUE])).to.equal(TRUE);
    expect(notCondition(UNKNOWN)).to.equal(UNKNOWN);
  });

  it('are true or false where they are asked for their truth', () => {
    const known: Condition = { kind: 'key', manager, keys: [[1]] };
    expect([TRUE, FALSE, UNKNOWN].map((each) => isCondition(true, each))).to.deep.equal([TRUE, FALSE, FALSE]);
    expect([TRUE, FALSE, UNKNOWN].map((each) => isCondition(false, each))).to.deep.equal([FALSE, TRUE, FALSE]);
    expect(isCondition(false, known)).to.deep.equal({ kind: 'is', truth: false, of: known });
  });

  it('never widen by an empty set', () => {
    expect(anyOfConditions([])).to.equal(FALSE);
    expect(allOfConditions([])).to.equal(TRUE);
    expect(anyOfConditions([FALSE])).to.equal(FALSE);
    expect(allOfConditions([TRUE, FALSE])).to.equal(FALSE);
    expect([TRUE, FALSE].every((each) => Object.isFrozen(each))).to.equal(true);
  });
});
