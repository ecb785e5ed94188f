import { isClosed, type ManagerModel } from '../../../lib/plugin.js';
import { GeneratedType, type ArgDeclaration } from '../generated/generated-type.js';
import type { Emission } from './emission.js';

/** The argument that asks for softly deleted objects as well; none where nobody could see any. */
export function deletedArgs(emission: Emission, { lifecycle: { softDeletion } }: ManagerModel): readonly ArgDeclaration[] {
  if (!softDeletion || isClosed(softDeletion.read)) return [];
  const description =
    'Whether objects that were deleted are there, too, as far as the actor may see them, here and below. Default: EXCLUDE.';
  return [{ name: 'deleted', type: deletedType(emission), description }];
}

function deletedType(emission: Emission): GeneratedType {
  const name = 'DeletedObjects';
  const description = 'What becomes of softly deleted objects.';
  const values = { EXCLUDE: false, INCLUDE: true };
  return emission.type(name, 'every list of what is softly deleted', () => new GeneratedType({ kind: 'enum', name, description, values }));
}
