import type { Fault } from '../fault.js';
import { away } from './away.js';
import { coldCache } from './cold-cache.js';
import { denied } from './denied.js';
import { failingMarket } from './failing-market.js';
import { lockedTable, slowTable } from './locked-table.js';
import { noDatabase } from './no-database.js';
import { refusedNotices } from './refused-notices.js';
import { stutter } from './stutter.js';

/** Every fault, in an order in which none makes an alert of a later one fire. */
export const FAULTS: readonly Fault[] = [
  away,
  stutter,
  slowTable,
  noDatabase,
  failingMarket,
  lockedTable,
  refusedNotices,
  coldCache,
  denied,
];
