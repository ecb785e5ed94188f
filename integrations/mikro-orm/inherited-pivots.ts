import type { Orm } from './metadata.js';

/**
 * Completes what MikroORM leaves out: where the inverse side of a many-to-many relation is declared in a class at the top of a hierarchy, only that
 * class is told the table between. Objects of the classes below could not be flushed after such a link has changed.
 */
export function inheritPivots(orm: Orm): void {
  const metadata = orm.getMetadata();
  for (const { relations } of metadata.getAll().values()) {
    for (const property of relations) {
      if (property.kind !== 'm:n' || property.owner || property.pivotEntity !== undefined) continue;
      const owning = property.targetMeta?.properties[property.mappedBy];
      if (owning?.pivotEntity !== undefined) property.pivotEntity = owning.pivotEntity;
    }
  }
}
