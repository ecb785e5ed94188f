import type { ApplicationCache } from '../cache/application-cache.js';
import type { DurableEvents } from '../event/durable-events.js';
import type { FactoryOptions } from '../factory/options.js';
import type { Plugin } from '../hook/plugin.js';
import type { ApplicationModel } from '../model/model.js';
import type { Policies } from '../permission/policies.js';
import type { CursorSealer } from '../plan/cursor.js';
import type { Limits } from '../plan/limits.js';
import type { SharedCache } from '../plan/shared-cache.js';
import type { Validator } from '../write/validator.js';
import type { Logger } from './logger.js';
import type { Observers } from './observers.js';

/** What the pipelines work with. */
export interface PipelineOptions {
  readonly model: ApplicationModel;
  readonly policies: Policies;
  readonly limits: Limits;
  readonly cursors: CursorSealer;
  /** Compiled statements of prepared reads, weighed by their length. */
  readonly statements: SharedCache;
  readonly plugins: readonly Plugin[];
  readonly observers: Observers;
  readonly cache: ApplicationCache;
  readonly logger: Logger;
  readonly events: DurableEvents;
  /** What looks at objects before they are written. */
  readonly validators: readonly Validator[];
  /** What factories are told. */
  readonly factories?: Partial<FactoryOptions> | undefined;
}
