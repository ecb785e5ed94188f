import type { Change } from './change.js';
import type { CompiledPolicy } from './compile-rule.js';
import type { Evaluator } from './evaluate.js';
import type { Decision } from './policy.js';
import type { PolicyOperation } from './rule.js';
import { and, or, type Truth } from './truth.js';
import type { Condition } from '../plan/condition.js';

/** The operations that change something. */
export type WriteOperation = Exclude<PolicyOperation, 'read'>;

/** The answer to "may this actor make this change?". */
export interface ChangeDecision extends Decision {
  /** The state of the object that the rules deny; absent where the change is allowed. */
  readonly image?: 'before' | 'after';
  /** The field whose own rules deny; absent where those of the object do. */
  readonly field?: string;
}

const IMAGES: Readonly<Record<WriteOperation, readonly ('before' | 'after')[]>> = Object.freeze({
  create: ['after'],
  update: ['before', 'after'],
  delete: ['before'],
});

/** Decides a bound policy on every state that the operation has: a create after, a delete before, an update before and after. */
export function decideChange(evaluator: Evaluator, policy: CompiledPolicy, operation: WriteOperation, change: Change): ChangeDecision {
  for (const image of IMAGES[operation]) {
    const { [image]: object } = change;
    if (!object) throw new TypeError(`the ${operation} of an object is decided without its state ${image}`);
    const truths = (conditions: readonly Condition[]): readonly Truth[] => conditions.map((each) => evaluator.truth(each, object, change));
    const by = denialOf(policy, truths);
    if (by) return { allowed: false, by, image };
  }
  return { allowed: true, by: 'allow' };
}

function denialOf(
  { allow, deny, require }: CompiledPolicy,
  truths: (conditions: readonly Condition[]) => readonly Truth[],
): Exclude<Decision['by'], 'allow' | 'rows' | 'system'> | undefined {
  if (allow.length === 0) return 'no-policy';
  if (or(truths(deny)) !== false) return 'deny';
  if (and(truths(require)) !== true) return 'require';
  return or(truths(allow)) === true ? undefined : 'no-allow';
}
