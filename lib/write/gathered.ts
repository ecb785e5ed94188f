import { keyText } from '../model/key.js';
import type { ManagerModel } from '../model/model.js';
import { partsOf } from '../permission/composite.js';
import { canonical } from '../plan/canonical.js';
import type { Condition } from '../plan/condition.js';

/** Objects that are asked for together where each needs a question of its own: the answers to all questions come with every row. */
const TOGETHER = 100;

/** Where something that is only linked to stands. */
export interface ReferencePlace {
  readonly manager: ManagerModel;
  readonly where: Condition;
}

/** Objects of one manager that are asked for together: by their keys, and by what else names them. */
interface Gathered {
  readonly manager: ManagerModel;
  readonly keys: readonly (readonly unknown[])[];
  readonly named: readonly Condition[];
}

/** What stands in many places, by manager; each of it once. */
export function gathered(places: readonly ReferencePlace[]): readonly Gathered[] {
  const byManager = new Map<ManagerModel, Map<string, Condition>>();
  for (const { manager, where } of places) {
    const known = byManager.get(manager) ?? new Map<string, Condition>();
    byManager.set(manager, known.set(locatorText(where), where));
  }
  return [...byManager].flatMap(([manager, known]): readonly Gathered[] => {
    const all = [...known.values()];
    const keys = all.flatMap((where) => (where.kind === 'key' ? where.keys : []));
    const [first = [], ...rest] = chunks(all.filter(({ kind }) => kind !== 'key'));
    return [{ manager, keys, named: first }, ...rest.map((named) => ({ manager, keys: [], named }))];
  });
}

/** A list in parts that are not too long. */
export const chunks = <Item>(list: readonly Item[], size = TOGETHER): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_each, index) => list.slice(index * size, (index + 1) * size));

/** The same text for what names the same object in the same way. */
export function locatorText(where: Condition): string {
  switch (where.kind) {
    case 'key':
      return where.keys.map(keyText).join();
    case 'compare':
      return `${where.path.field.name}=${canonical(where.value)}`;
    case 'relation':
      return `${where.field.name}=${locatorText(where.where)}`;
    case 'and':
      return partsOf(where).map(locatorText).join('&');
    default:
      return where.kind;
  }
}
