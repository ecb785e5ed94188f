import { PluginOrder } from '../error/errors.js';
import type { Problem } from '../error/problem.js';
import type { Plugin } from './plugin.js';

/** Orders plugins by their `before` and `after`, else as given; what cannot be ordered is a problem. */
export function orderPlugins(plugins: readonly Plugin[]): { readonly plugins: readonly Plugin[]; readonly problems: readonly Problem[] } {
  const twice = plugins.filter(({ name }, index) => plugins.findIndex((each) => each.name === name) !== index);
  const waiting = plugins.filter((plugin) => !twice.includes(plugin));
  const ordered: Plugin[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((plugin) => waiting.every((other) => other === plugin || !precedes(other, plugin)));
    if (next < 0) break;
    ordered.push(...waiting.splice(next, 1));
  }
  const problems = [...twice, ...waiting].map(({ name }) => PluginOrder.problem(`plugins.${name}`, { plugin: name }));
  return { plugins: ordered, problems };
}

function precedes(first: Plugin, second: Plugin): boolean {
  return Boolean(first.before?.includes(second.name)) || Boolean(second.after?.includes(first.name));
}
