import type { ApplicationModel, ManagerModel } from '../../../lib/plugin.js';
import { relationOf } from '../drift/relation-of.js';
import { keyColumnNames } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import { indexOfRelation } from './index-of-relation.js';
import { indexesOfPolicy } from './indexes-of-policy.js';
import type { WantedIndex } from './wanted-index.js';

/** Every index that relations, policies and keys of the managers of a database are found by. */
export function wantedIndexes(entities: Entities, model: ApplicationModel, managers: readonly ManagerModel[]): readonly WantedIndex[] {
  return managers.flatMap((manager) => [
    ...keyIndex(entities, manager),
    ...[...manager.fields.values()].flatMap((field) =>
      field.kind === 'relation' && !field.match ? (indexOfRelation(entities, manager, field) ?? []) : [],
    ),
    ...indexesOfPolicy(entities, model, manager),
  ]);
}

/** Pages are in the order of the key where nothing else is asked for, and by it in the end where something is. */
function keyIndex(entities: Entities, manager: ManagerModel): readonly WantedIndex[] {
  if (!manager.key) return [];
  const meta = entities.meta(manager);
  const why = `pages of ${manager.name} are in the order of its key, and objects are found by it`;
  return [{ table: relationOf(entities.orm, meta), columns: keyColumnNames(meta), by: 'key', why }];
}
