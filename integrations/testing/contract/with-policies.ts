import type { Condition, ReadPlan } from '../../../lib/plugin.js';

/** Parts of plans in which no policy is, or that are no plans. */
const KEPT: ReadonlySet<string> = new Set(['manager', 'target', 'field', 'relation', 'value', 'keys', 'embedded', 'scope']);

/** A plan with policies of one's own, by managers, wherever it meets these: at its root, at each relation, in filters, sorts and measures. */
export function withPolicies(plan: ReadPlan, policies: ReadonlyMap<string, Condition>): ReadPlan {
  return mapped(plan, policies) as ReadPlan;
}

function mapped(value: unknown, policies: ReadonlyMap<string, Condition>): unknown {
  if (Array.isArray(value)) return value.map((each) => mapped(each, policies));
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key as unknown, mapped(each, policies)]));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => {
    if (key === 'policy') return [key, policies.get(ownerOf(value) ?? '') ?? (each as unknown)];
    return [key, KEPT.has(key) ? (each as unknown) : mapped(each, policies)];
  });
  return Object.fromEntries(entries);
}

/** Whose policy it is that something has: that of what it leads to, or of the plan itself. */
function ownerOf(holder: object): string | undefined {
  const owner: unknown = 'target' in holder ? holder.target : 'manager' in holder ? holder.manager : undefined;
  return typeof owner === 'object' && owner !== null && 'name' in owner ? String(owner.name) : undefined;
}
