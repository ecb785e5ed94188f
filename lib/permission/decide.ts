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

/** The states that an operation is decided on: a create after, a delete before, an update before and after. */
export const IMAGES: Readonly<Record<WriteOperation, readonly ('before' | 'after')[]>> = Object.freeze({
  create: ['after'],
  update: ['before', 'after'],
  delete: ['before'],
});

/** Says what is true of the state of an object before or after the change. */
export type ImageTruth = (condition: Condition, image: 'before' | 'after') => Truth;

/** Decides a bound policy on states of an object, each of which it has to allow. */
export function decideChange(truth: ImageTruth, policy: CompiledPolicy, images: readonly ('before' | 'after')[]): ChangeDecision {
  for (const image of images) {
    const by = denialOf(policy, (conditions) => conditions.map((each) => truth(each, image)));
    if (by) return { allowed: false, by, image };
  }
  return { allowed: true, by: 'allow' };
}

/** The truth of conditions on objects in memory. */
export function truthInMemory(evaluator: Evaluator, operation: WriteOperation, change: Change): ImageTruth {
  return (condition, image) => {
    const { [image]: object } = change;
    if (!object) throw new TypeError(`the ${operation} of an object is decided without its state ${image}`);
    return evaluator.truth(condition, object, change);
  };
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
