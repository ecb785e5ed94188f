import type { CacheExplanation, EntryDescription, GeneralManager } from '../../lib/index.js';
import { isTracked } from '../../lib/plugin.js';
import type { FieldPlan, OperationPlan } from '../index.js';
import { table } from './table.js';

/** How long reads of each manager are kept, and what that rests on. */
export function explainManagers({ model, runtime }: GeneralManager, json: boolean): string {
  const managers = [...model.managers.values()].map((manager) => ({
    manager: manager.name,
    interface: manager.adapter.name,
    scope: typeof manager.cache === 'object' ? `${manager.cache.timeoutMs} ms` : (manager.cache ?? 'none'),
    changes: isTracked(manager) ? 'told' : 'not told',
    shared: manager.adapter.ignoresCallers ? 'between actors with the same plan' : 'by the same actor alone',
  }));
  if (json) return `${JSON.stringify({ keeps: runtime.cache.isKeeping, managers }, null, 2)}\n`;
  const head = runtime.cache.isKeeping ? '' : 'The application is given no cache, so that nothing is kept beyond requests.\n\n';
  return (
    head +
    table(
      ['manager', 'interface', 'kept', 'changes', 'shared'],
      managers.map((each) => Object.values(each)),
    )
  );
}

/** What the cache makes of the reads of one operation, as text for people or as JSON for machines. */
export function explainOperation({ fields }: OperationPlan, json: boolean): string {
  if (json) {
    const told = fields.map(({ key, field, route, reason, read }) => ({
      key,
      field,
      route,
      reason,
      problem: read?.problem,
      cache: read?.cache,
    }));
    return `${JSON.stringify(told, null, 2)}\n`;
  }
  return fields.map(fieldText).join('\n');
}

function fieldText({ key, field, reason, read }: FieldPlan): string {
  const name = key === field ? key : `${key}: ${field}`;
  const { cache, problem } = read ?? {};
  const lines = cache
    ? cacheText(cache)
    : [problem ? `${problem.code}: ${problem.message}` : `not explained, since ${reason ?? 'nothing is read'}`];
  return [name, ...lines.map((line) => `  ${line}`)].map((line) => `${line}\n`).join('');
}

function cacheText({ scope, timeoutMs, key, dependencies, untold, entry }: CacheExplanation): readonly string[] {
  const kept = timeoutMs === undefined ? scope : `${scope}, ${timeoutMs} ms`;
  const depends = dependencies.flatMap(({ manager, tables, objects, fields }) => [
    `  ${manager}${tables.length > 0 ? ` (${tables.join(', ')})` : ''}`,
    `    ${objects === 'true' ? 'all objects' : `where ${objects}`}`,
    `    ${fields ? `fields ${fields.join(', ')}` : 'any field'}`,
  ]);
  return [
    `kept: ${kept}`,
    'key',
    ...key.map((part) => `  ${part}`),
    'depends on',
    ...depends,
    ...(untold === undefined ? [] : [`cannot be kept until something changes: ${untold}`]),
    `entry: ${ENTRY[entry.state]}`,
    ...(entry.since ?? []).map((each) => `  ${each}`),
  ];
}

const ENTRY: Readonly<Record<EntryDescription['state'], string>> = Object.freeze({
  valid: 'is there, and is right',
  absent:
    'is not there: it was never kept, had to make room, was taken out when it was found to be old, or is in the memory of another process',
  unreadable: 'is there, and is not understood: of another secret, of another version of the model, or damaged',
  expired: 'is there, and its time is over',
  written: 'is there, and old: written through the application since were',
  changed: 'is there, and old: since it was read, something was written that touches',
  unknown: 'is there, and its source does not answer whether it is right',
  unkept: 'none is kept beyond requests',
  unkeyed: 'none: what the actor consists of is no plain data, or other sources decide first what is asked',
});
