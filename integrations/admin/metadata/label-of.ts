import type { ApplicationModel, ManagerModel } from '../../../lib/index.js';
import { UnknownAdminLabel } from '../errors.js';
import type { AdminField, AdminKeyPart } from './metadata.js';

/** Fields that tell which object it is, by the name of a manager. */
export type LabelOptions = Readonly<Record<string, string | readonly string[]>>;

/** How people call what tells objects apart. */
const USUAL: readonly string[] = ['name', 'title', 'label', 'displayName', 'fullName', 'subject', 'reference', 'code', 'number', 'email'];

/** @throws GM_ADMIN_UNKNOWN_LABEL */
export function labelOptions(model: ApplicationModel, options: LabelOptions): ReadonlyMap<string, readonly string[]> {
  const entries = Object.entries(options).map(([manager, names]): readonly [string, readonly string[]] => [manager, [names].flat()]);
  for (const [manager, names] of entries) {
    const fields = [...(model.managers.get(manager)?.fields.values() ?? [])].filter(({ exposed }) => exposed);
    const unknown = names.find((name) => !fields.some(({ publicName }) => publicName === name));
    if (unknown !== undefined || fields.length === 0) throw UnknownAdminLabel.create({ manager, field: unknown ?? names.join(', ') });
  }
  return new Map(entries);
}

/** The fields that tell people which object it is: what is usual, a unique text, or what its key is made of. */
export function labelOf(
  { fields }: Pick<ManagerModel, 'fields'>,
  shown: readonly AdminField[],
  key: readonly AdminKeyPart[] = [],
): readonly string[] {
  const texts = shown.filter(({ kind, type, list, ruled }) => kind === 'scalar' && type === 'string' && !list && !ruled);
  const usual = USUAL.find((name) => texts.some((field) => field.name === name));
  if (usual !== undefined) return [usual];
  const relations = key.filter(({ parts }) => parts !== undefined);
  if (relations.length > 0) return key.map(({ field }) => field);
  const unique = texts.find(({ name }) =>
    [...fields.values()].some((field) => field.publicName === name && 'unique' in field && field.unique),
  );
  const found = unique ?? texts.find(({ nullable, primary }) => !nullable && !primary);
  return found ? [found.name] : key.map(({ field }) => field);
}
