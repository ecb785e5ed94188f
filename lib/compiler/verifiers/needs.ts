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
  return Object.entries(needs).flatMap(([name, value]: [string, unknown]) => unknownOf(known, manager, [name, value], [...above, name]));
}

function unknownOf(
  known: Known,
  manager: DraftManager | undefined,
  [name, value]: [string, unknown],
  at: readonly string[],
): readonly string[] {
  if (value === true && manager?.computed?.get(name)?.field.exposed) return [];
  const field = manager?.fields.get(name);
  if (!field || !isReadable(known, field) || !isSelection(value)) return [at.join('.')];
  if (value === true || field.kind === 'embedded') return [];
  if (field.kind !== 'relation') return [at.join('.')];
  const target = known.draft.managers.find((each) => each.name === field.target);
  if (field.cardinality === 'one') return unknownIn(known, target, value, at);
  return unknownInPage(known, target, value, at);
}

/** A list of related objects, as far as it is narrowed. */
function unknownInPage(known: Known, target: DraftManager | undefined, page: unknown, at: readonly string[]): readonly string[] {
  const { select = {}, ...rest } = page as Readonly<Record<string, unknown>>;
  const strange = Object.keys(rest).filter((key) => !PAGE.includes(key));
  return [...strange.map((key) => [...at, key].join('.')), ...(select === true ? [] : unknownIn(known, target, select, at))];
}

const isReadable = ({ hidden }: Known, { exposed }: FieldModel): boolean => exposed || hidden;

const isSelection = (value: unknown): boolean => value === true || (typeof value === 'object' && value !== null);
