/** How a worker works; everything has a default. */
export interface WorkerOptions {
  /** Events in hand at a time. Default: 10. */
  readonly concurrency?: number;
  /** Milliseconds that an attempt may take before somebody else may try. Default: 60,000. */
  readonly leaseMs?: number;
  /** Milliseconds after which it looks for events that nobody told it of. Default: 1,000. */
  readonly pollMs?: number;
  /** Attempts after which an event is dead. Default: 10. */
  readonly maxAttempts?: number;
  /** Milliseconds before the second attempt at most; doubles up to an hour. Default: 1,000. */
  readonly backoffMs?: number;
  /** Plugins whose events it takes. Default: all with durable events. */
  readonly consumers?: readonly string[];
  /** Whether the process goes on for as long as the worker works. Default: false. */
  readonly keepAlive?: boolean;
  /** Stops the worker. */
  readonly signal?: AbortSignal;
}

/** The settings of a worker. */
export type WorkerSettings = Required<Omit<WorkerOptions, 'signal' | 'consumers'>>;

const DEFAULTS: WorkerSettings = Object.freeze({
  concurrency: 10,
  leaseMs: 60_000,
  pollMs: 1_000,
  maxAttempts: 10,
  backoffMs: 1_000,
  keepAlive: false,
});

/** @throws RangeError where a number makes no sense */
export function workerSettings(options: WorkerOptions): WorkerSettings {
  const settings = { ...DEFAULTS, ...options };
  for (const name of ['concurrency', 'leaseMs', 'pollMs', 'maxAttempts'] as const) {
    if (!(settings[name] >= 1)) throw new RangeError(`${name} of a worker is at least 1`);
  }
  if (!(settings.backoffMs >= 0)) throw new RangeError('backoffMs of a worker is at least 0');
  return settings;
}
