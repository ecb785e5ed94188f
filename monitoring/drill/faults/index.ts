import type { Fault } from '../fault.js';
import { away } from './away.js';
import { denied } from './denied.js';
import { failingMarket } from './failing-market.js';
import { lockedTable, slowTable } from './locked-table.js';
import { noDatabase } from './no-database.js';
import { refusedNotices } from './refused-notices.js';
import { stutter } from './stutter.js';

/** Every fault; those last whose alerts look back longest. */
export const FAULTS: readonly Fault[] = [away, stutter, denied, refusedNotices, lockedTable, slowTable, failingMarket, noDatabase];
