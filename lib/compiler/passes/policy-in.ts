import { declarationOf } from '../../declaration/declaration.js';
import { policyOf, type FieldPolicy, type Policy } from '../../permission/policy.js';

/**
 * The policy of a class. In a single-table hierarchy a class that says nothing has that of the class above, and one that does still has the
 * rules for fields from above: a subclass cannot show by accident what its base hides.
 */
export function policyIn(target: object, root: object | undefined): Policy {
  const own = declarationOf(target)?.permission;
  const base: unknown = Object.getPrototypeOf(target);
  if (root === undefined || target === root || typeof base !== 'function') return policyOf(own ?? []);
  const above = policyIn(base, root);
  if (!own) return above;
  const policy = policyOf(own);
  return { ...policy, fields: merged(above.fields, policy.fields) };
}

function merged(above: Policy['fields'], own: Policy['fields']): Policy['fields'] {
  const names = new Set([...Object.keys(above), ...Object.keys(own)]);
  return Object.fromEntries(
    [...names].map((name): [string, FieldPolicy] => [name, own[name] ? { ...above[name], ...own[name] } : (above[name] ?? {})]),
  );
}
