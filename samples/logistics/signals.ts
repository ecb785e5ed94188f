import type { Logger, Plugin } from 'general-manager';
import { openTelemetry } from 'general-manager/opentelemetry';
import type { Config } from './config.js';
import { startExport } from './export.js';
import { makeLogger } from './logger.js';
import { startMetrics } from './metrics.js';

/** What the app tells of itself: metrics, traces and logs. */
export interface Signals {
  readonly plugins: readonly Plugin[];
  readonly logger: Logger;
  /** Sends and forgets what is left. */
  stop(): Promise<void>;
}

/** Begins to tell what the environment asks for: metrics for Prometheus, traces and logs for a collector. */
export async function startSignals({ metricsPort, host, exported }: Config): Promise<Signals> {
  const exporting = exported ? startExport() : undefined;
  const metrics = metricsPort === undefined ? undefined : await startMetrics(metricsPort, host);
  const observed = metrics !== undefined || exporting !== undefined;
  return {
    plugins: observed ? [openTelemetry(metrics?.options)] : [],
    logger: makeLogger(exporting?.logger),
    stop: async () => {
      await metrics?.stop();
      await exporting?.stop();
    },
  };
}
