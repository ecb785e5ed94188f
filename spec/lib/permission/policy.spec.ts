import { expect } from 'chai';
import * as fc from 'fast-check';
import { actor } from '../../../lib/permission/actor-reference.js';
import { isOpen, type OperationPolicy } from '../../../lib/permission/policy.js';
import { allOf, anyOf, authenticated, everyone, nobody, not, type Rule } from '../../../lib/permission/rule.js';
import { decide } from './support.js';

const SEED = 815;
const UNKNOWN = actor('nothing').eq(1);

// What a rule says of somebody is all that counts here: true, false or unknown.
const rule = fc.constantFrom<Rule>(everyone(), nobody(), UNKNOWN, not(UNKNOWN), authenticated(), not(authenticated()));
const rules = fc.array(rule, { maxLength: 3 });
const policies: fc.Arbitrary<OperationPolicy> = fc.record({ allow: rules, deny: rules, require: rules });
const who = fc.constantFrom({}, null);

const check = <Ts extends [unknown, ...unknown[]]>(property: fc.IProperty<Ts>): void => fc.assert(property, { seed: SEED, numRuns: 1000 });
const allowed = (policy: OperationPolicy, actor: object | null): boolean => decide(policy, actor).allowed;

describe('deciding', () => {
  const cases: readonly (readonly [string, Partial<OperationPolicy>, boolean, string])[] = [
    ['nothing', {}, false, 'no-policy'],
    ['only a deny', { deny: [nobody()] }, false, 'no-policy'],
    ['only a require', { require: [everyone()] }, false, 'no-policy'],
    ['an allow that is true', { allow: [everyone()] }, true, 'allow'],
    ['an allow that is false', { allow: [nobody()] }, false, 'no-allow'],
    ['an allow that is unknown', { allow: [UNKNOWN] }, false, 'no-allow'],
    ['one of several allows', { allow: [nobody(), UNKNOWN, everyone()] }, true, 'allow'],
    ['an empty allow', { allow: [anyOf()] }, false, 'no-allow'],
    ['an empty conjunction', { allow: [allOf()] }, false, 'no-allow'],
    ['a deny that is true', { allow: [everyone()], deny: [nobody(), everyone()] }, false, 'deny'],
    ['a deny that is unknown', { allow: [everyone()], deny: [UNKNOWN] }, false, 'deny'],
    ['a deny that is false', { allow: [everyone()], deny: [nobody()] }, true, 'allow'],
    ['a require that is false', { allow: [everyone()], require: [everyone(), nobody()] }, false, 'require'],
    ['a require that is unknown', { allow: [everyone()], require: [UNKNOWN] }, false, 'require'],
    ['requires that are true', { allow: [everyone()], require: [everyone(), everyone()] }, true, 'allow'],
  ];
  for (const [name, policy, allows, by] of cases) {
    it(`by ${name}: ${allows ? 'allowed' : 'denied'}`, () => {
      expect(decide({ allow: [], deny: [], require: [], ...policy }, null)).to.deep.equal({ allowed: allows, by });
    });
  }

  it('never widens by a further deny or require, and never narrows by a further allow', () => {
    check(
      fc.property(policies, rule, who, (policy, further, actor) => {
        const before = allowed(policy, actor);
        if (!before) {
          expect(allowed({ ...policy, deny: [...policy.deny, further] }, actor)).to.equal(false);
          expect(allowed({ ...policy, require: [...policy.require, further] }, actor)).to.equal(false);
        } else {
          expect(allowed({ ...policy, allow: [...policy.allow, further] }, actor)).to.equal(true);
        }
      }),
    );
  });

  it('does not depend on order', () => {
    check(
      fc.property(policies, who, (policy, actor) => {
        const { allow, deny, require } = policy;
        const reversed = { allow: allow.toReversed(), deny: deny.toReversed(), require: require.toReversed() };
        expect(decide(reversed, actor)).to.deep.equal(decide(policy, actor));
      }),
    );
  });

  it('takes what is unknown for a no, wherever it stands', () => {
    check(
      fc.property(policies, who, (policy, actor) => {
        expect(allowed({ ...policy, deny: [...policy.deny, UNKNOWN] }, actor)).to.equal(false);
        expect(allowed({ ...policy, require: [...policy.require, UNKNOWN] }, actor)).to.equal(false);
        expect(allowed({ ...policy, allow: [...policy.allow, UNKNOWN] }, actor)).to.equal(allowed(policy, actor));
      }),
    );
  });

  it('knows policies that let everyone through, and is never wrong about it', () => {
    check(
      fc.property(policies, who, (policy, actor) => {
        if (isOpen(policy)) expect(allowed(policy, actor)).to.equal(true);
      }),
    );
    expect(isOpen({ allow: [nobody(), everyone()], deny: [], require: [everyone()] })).to.equal(true);
    for (const closed of [
      {},
      { allow: [authenticated()] },
      { allow: [everyone()], deny: [nobody()] },
      { allow: [everyone()], require: [authenticated()] },
    ]) {
      expect(isOpen({ allow: [], deny: [], require: [], ...closed })).to.equal(false);
    }
  });
});
