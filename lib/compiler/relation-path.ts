import type { FieldModel } from '../model/field.js';
import type { Draft, DraftManager } from './draft.js';

/** Whether a dotted path, such as `'album.artist'`, leads along relations to managers. */
export function leadsAlongRelations(draft: Draft, manager: DraftManager, path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  const field: FieldModel | undefined = manager.fields.get(first);
  // What is matched by its fields is in no unit of work.
  if (field?.kind !== 'relation' || field.match) return false;
  const target = draft.managers.find(({ name }) => name === field.target);
  return rest.length === 0 || (target !== undefined && leadsAlongRelations(draft, target, rest.join('.')));
}
