import type { ExplainedPolicy, ExplainedRule, Explanation } from '../../lib/index.js';

/** Why something is allowed or denied, as a tree for people, or as JSON for machines. */
export function explain(explanation: Explanation, json: boolean): string {
  if (json) return `${JSON.stringify(explanation, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`;
  const { manager, operation, action = operation, allowed, found, also = [] } = explanation;
  const verdict = found ? (allowed ? 'allowed' : 'denied') : 'there is no such object';
  const besides = also.map((each) => `and ${each.of}: ${each.allowed ? 'allowed' : 'denied'}\n${rules(each)}`);
  return `${action} ${manager}: ${verdict}\n${rules(explanation)}${besides.join('')}`;
}

function rules({ policy, allow, deny, require }: Omit<ExplainedPolicy, 'of'>): string {
  const parts = [part('allow, at least one', allow), part('require, each', require), part('deny, none', deny)];
  return `  ${policy}\n${parts.join('')}`;
}

function part(name: string, rules: readonly ExplainedRule[]): string {
  return rules.length === 0 ? '' : `${name}\n${rules.map((rule) => tree(rule, 1)).join('')}`;
}

function tree({ rule, truth, note, value, parts = [] }: ExplainedRule, depth: number): string {
  const shown =
    value === undefined ? '' : `, it is ${JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each))}`;
  return `${'  '.repeat(depth)}${truth.padEnd(7)}  ${rule}${shown}${note === undefined ? '' : ` (${note})`}\n${parts.map((each) => tree(each, depth + 1)).join('')}`;
}
