import type { Actor, ExplainedPolicy, ExplainedRule, Explanation, GeneralManager, PolicyOperation } from '../../lib/index.js';
import { PolicyDiffers } from './errors.js';

/** What decides. */
export interface PolicyExpectation {
  /** A rule that decides so, or a part of its words, such as `role(critic)`. Default: whatever decides. */
  readonly because?: string;
}

/** An operation of an actor on an object, of which is said whether it is allowed. */
export interface PolicyCase {
  /**
   * Allowed, because of a rule that is true.
   *
   * @throws GM_TEST_POLICY with what the policies say
   */
  isAllowed(expectation?: PolicyExpectation): Promise<void>;
  /**
   * Denied, because a rule denies it, one that is required is not true, or none allows it.
   *
   * @throws GM_TEST_POLICY with what the policies say
   */
  isDenied(expectation?: PolicyExpectation): Promise<void>;
}

/** An actor and an object. */
export interface PolicySubject {
  /** With `field`, what decides about that field as well; with `action`, which is an update, what decides about that action. */
  when(operation: PolicyOperation, options?: { readonly field?: string; readonly action?: string }): PolicyCase;
}

/** What is asked of the application. */
type Explaining = Pick<GeneralManager, 'explain'>;

/**
 * Says what policies are meant to say: given an actor and an object, when an operation, then allowed or denied, because of a rule.
 *
 * @example
 * const policies = policySpec(gm);
 * await policies.given(user, Track, 1).when('update').isDenied({ because: 'role(curator)' });
 */
export function policySpec(gm: Explaining): { given(actor: Actor, target: object | string, key: unknown): PolicySubject } {
  return {
    given: (actor, target, key) => ({
      when: (operation, options = {}) => {
        const explained = async (): Promise<Explanation> => gm.explain(actor, operation, target, key, options);
        return {
          isAllowed: async (expectation) => verify(await explained(), true, expectation),
          isDenied: async (expectation) => verify(await explained(), false, expectation),
        };
      },
    }),
  };
}

function verify(explanation: Explanation, wanted: boolean, { because }: PolicyExpectation = {}): void {
  const { manager, operation, action = operation, allowed, found, also = [] } = explanation;
  const reasons = [explanation, ...also].flatMap((policy) => (allowed ? trueRules(policy.allow) : reasonsAgainst(policy)));
  const isMeant = found && allowed === wanted && (because === undefined || reasons.some((reason) => reason.includes(because)));
  if (isMeant) return;
  throw PolicyDiffers.create({
    manager,
    operation: action,
    verdict: found ? (allowed ? 'allowed' : 'denied') : 'about an object that is not there',
    wanted,
    because,
    reasons,
  });
}

const trueRules = (rules: readonly ExplainedRule[]): readonly string[] =>
  rules.filter(({ truth }) => truth === 'true').map(({ rule }) => rule);

/** What denies; where nothing does, what would have to be true. */
function reasonsAgainst({ allowed, allow, deny, require, policy }: Omit<ExplainedPolicy, 'of'>): readonly string[] {
  if (allowed) return [];
  const against = [...deny.filter(({ truth }) => truth !== 'false'), ...require.filter(({ truth }) => truth !== 'true')];
  if (allow.some(({ truth }) => truth === 'true')) return against.map(({ rule }) => rule);
  return [...against, ...allow].map(({ rule }) => rule).concat(allow.length === 0 ? [policy] : []);
}
