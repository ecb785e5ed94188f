import { cache } from './cache.js';
import type { Dashboard } from './dashboard.js';
import { database } from './database.js';
import { graphql } from './graphql.js';
import { managers } from './managers.js';
import { outbox } from './outbox.js';
import { overview } from './overview.js';
import { runtime } from './runtime.js';
import { upstreams } from './upstreams.js';

/** Every dashboard. */
export const DASHBOARDS: readonly Dashboard[] = [overview, managers, graphql, cache, upstreams, database, outbox, runtime];
