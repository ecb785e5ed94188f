import { isWritable, type ManagerModel } from '../../../lib/plugin.js';

/** What data of an object is for. */
export interface DataShape {
  readonly manager: ManagerModel;
  readonly mode: 'create' | 'update';
  /** The property of the field that the place of the data says: the link to the object above. */
  readonly without?: string | undefined;
}

/** How the names of types differ that leave out a field. */
export function withoutName({ manager, mode, without = '' }: DataShape): string {
  const field = manager.fields.get(without);
  if (!field || !isWritable(manager, field, mode)) return '';
  return `Without${field.publicName.charAt(0).toUpperCase()}${field.publicName.slice(1)}`;
}
