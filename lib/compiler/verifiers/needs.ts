import { UnknownNeeds } from '../../error/computed-errors.js';
import type { Problem } from '../../error/problem.js';
import type { FieldModel } from '../../model/field.js';
import type { Draft, DraftManager } from '../draft.js';

/** What a page of related objects is narrowed by. */
const PAGE: readonly string[] = ['select', 'filter', 'sort', 'first', 'offset'];

/** What is needed before something is computed is there, and can be read. */
export function verifyNeeds(draft: Draft): readonly Problem[] {
  return draft.managers.flatMap((manager) =>
    (manager.description.needs ?? []).flatMap(({ path, needs, hidden = false }) =>
      unknownIn({ draft, hidden }, manager, needs, []).map((name) =>
        UnknownNeeds.problem(`${manager.name}.${path}`, { manager: manager.name, member: path, needs: name }),
      ),
    ),
  );
}

/** Where names are looked up, and whether those count that the API hides. */
interface Known {
  readonly draft: Draft;
  readonly hidden: boolean;
}

function unknownIn(known: Known, manager: DraftManager | undefined, needs: unknown, above: readonly string[]): readonly string[] {
  if (typeof needs !== 'object' || needs === null || Array.isArray(needs)) return [above.join('.')];
  return Object.entries(needs).flatMap(([name, value]: [string, unknown]): readonly string[] => {
    const at = [...above, name];
    if (manager?.computed?.get(name)?.field.exposed && value === true) return [];
    const field: FieldModel | undefined = manager?.fields.get(name);
    if (!field || !(field.exposed || known.hidden) || (value !== true && typeof value !== 'object') || value === null) return [at.join('.')];
    if (value === true) return [];
    if (field.kind !== 'relation') return field.kind === 'embedded' ? [] : [at.join('.')];
    const target = known.draft.managers.find((each) => each.name === field.target);
    if (field.cardinality === 'one') return unknownIn(known, target, value, at);
    const { select = {}, ...rest } = value as Readonly<Record<string, unknown>>;
    const strange = Object.keys(rest).filter((key) => !PAGE.includes(key));
    return [...strange.map((key) => [...at, key].join('.')), ...(select === true ? [] : unknownIn(known, target, select, at))];
  });
}
