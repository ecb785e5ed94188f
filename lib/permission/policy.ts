import { and, evaluate, or, type Actor } from './evaluate.js';
import type { PolicyOperation, Rule } from './rule.js';

/** What decides about one operation of one manager. */
export interface OperationPolicy {
  /** At least one must be true. */
  readonly allow: readonly Rule[];
  /** None may be true; unknown counts as true. */
  readonly deny: readonly Rule[];
  /** Every one must be true. */
  readonly require: readonly Rule[];
}

/** What decides about the operations of one manager. */
export type Policy = Readonly<Record<PolicyOperation, OperationPolicy>>;

/** The answer to "may this actor do this?". */
export interface Decision {
  readonly allowed: boolean;
  /** Which part decided: no policy at all, no allow that is true, a deny, or a require that is not true. */
  readonly by: 'allow' | 'no-policy' | 'no-allow' | 'deny' | 'require' | 'system';
}

/**
 * Decides: some allow is true, no deny is true or unknown, every require is true.
 *
 * Independent of order; no policy means denied.
 */
export function decide({ allow, deny, require }: OperationPolicy, actor: Actor): Decision {
  if (allow.length === 0) return { allowed: false, by: 'no-policy' };
  if (or(deny.map((rule) => evaluate(rule, actor))) !== false) return { allowed: false, by: 'deny' };
  if (and(require.map((rule) => evaluate(rule, actor))) !== true) return { allowed: false, by: 'require' };
  const allowed = or(allow.map((rule) => evaluate(rule, actor))) === true;
  return { allowed, by: allowed ? 'allow' : 'no-allow' };
}

/** Tells whether a policy lets everyone through whoever acts, so that nothing can be hidden by it. */
export function isOpen({ allow, deny, require }: OperationPolicy): boolean {
  return deny.length === 0 && require.every(isEveryone) && allow.some(isEveryone);
}

const isEveryone = (rule: Rule): boolean => rule.kind === 'everyone';
