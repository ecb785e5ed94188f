import type { Advice } from '../../lib/plugin.js';

/** Advice as text for people, with the cures as SQL, or as JSON for machines. */
export function advice(found: readonly Advice[], json: boolean): string {
  if (json) return `${JSON.stringify(found, null, 2)}\n`;
  return found.length === 0 ? 'Nothing is missing.\n' : found.map(textOf).join('\n');
}

function textOf({ kind, severity, what, why, cure }: Advice): string {
  return [`${severity}: ${what} (${kind})`, ...why.map((each) => `  ${each}`), ...cure.map((each) => `  ${each};`), ''].join('\n');
}
