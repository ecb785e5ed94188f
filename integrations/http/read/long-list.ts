import type { Condition } from '../../../lib/plugin.js';
import { filterKey, type CompiledFilter, type CompiledList, type Resource } from '../resource/resource.js';
import { ownPath, staysWhole } from './push.js';

/** Values of a field that a list can be asked for, a part of them at a time. */
export interface LongList {
  readonly list: CompiledList;
  readonly filter: CompiledFilter;
  readonly values: readonly unknown[];
}

/** A comparison with more values than one request takes: whatever else is asked, what matches has one of them. */
export function longList({ lists }: Resource, condition: Condition): LongList | undefined {
  for (const part of condition.kind === 'and' ? condition.all : [condition]) {
    if (part.kind !== 'compare' || part.operator !== 'in' || part.path.guard) continue;
    const key = filterKey(ownPath(part.path) ?? '', 'in');
    const list = lists.find(({ filters, required }) => required.length === 0 && filters.get(key)?.decides === 'here');
    const filter = list?.filters.get(key);
    const values = part.value as readonly unknown[];
    if (list && filter && values.length > filter.maxValues && staysWhole(filter, values)) return { list, filter, values };
  }
  return undefined;
}
