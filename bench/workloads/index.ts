import { aggregates } from './aggregates.js';
import { byKey } from './by-key.js';
import { create } from './create.js';
import { limited } from './limited.js';
import { guarded, nested, nestedFirst } from './nested.js';
import { page } from './page.js';
import { wide } from './wide.js';
import type { Workload } from './workload.js';

export type { Workload } from './workload.js';

export const WORKLOADS: readonly Workload[] = [byKey, page, nestedFirst, nested, guarded, create, wide, aggregates, limited];
