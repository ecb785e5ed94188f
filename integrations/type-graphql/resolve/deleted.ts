import type { ReadContext } from '../../../lib/plugin.js';
import { argumentsOf } from './arguments-of.js';
import type { DocumentInfo } from './collect-fields.js';
import type { Occurrence } from './variants.js';

/** Whether a query asks for softly deleted objects, too. */
export const deletedOf = (info: DocumentInfo, places: readonly Occurrence[]): Pick<ReadContext, 'deleted'> =>
  argumentsOf(info, places)['deleted'] === true ? { deleted: true } : {};
