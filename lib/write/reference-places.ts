import type { ApplicationModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import type { ReferencePlace } from './gathered.js';
import { hasOneInverse } from './parse-link.js';
import type { LinkWrite, ObjectWrite, RelatedWrite } from './write-plan.js';

/** Everything that writes only link to, wherever it is nested. */
export function referencePlaces(model: ApplicationModel, writes: readonly (ObjectWrite | RelatedWrite)[]): readonly ReferencePlace[] {
  return writes.flatMap((write): readonly ReferencePlace[] => {
    switch (write.kind) {
      case 'create':
      case 'update':
        return write.links.flatMap((link) => placesOf(model, link));
      case 'connectOrCreate':
        return referencePlaces(model, [write.create]);
      default:
        // Which half of an upsert happens is not known yet.
        return [];
    }
  });
}

/** What keeps the link itself is changed by it, and found otherwise. */
function placesOf(model: ApplicationModel, { field, writes }: LinkWrite): readonly ReferencePlace[] {
  const nested = referencePlaces(model, writes);
  if (hasOneInverse(model, field)) return nested;
  return [...nested, ...writes.flatMap((write) => namedIn(write).map((where) => ({ manager: write.manager, where })))];
}

/** What a write along a relation names and does not change, unless it keeps the link itself. */
export function namedIn(write: RelatedWrite): readonly Condition[] {
  switch (write.kind) {
    case 'connect':
      return [write.where];
    case 'set':
      return write.where;
    case 'disconnect':
      return write.where ? [write.where] : [];
    default:
      return [];
  }
}
