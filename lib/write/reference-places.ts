import type { ApplicationModel } from '../model/model.js';
import type { ReferencePlace } from './object-finder.js';
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
  return [...nested, ...writes.flatMap((write) => (write.kind === 'connect' ? [{ manager: write.manager, where: write.where }] : []))];
}
