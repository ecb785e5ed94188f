export { openTelemetry } from './plugin.js';
export type { OpenTelemetryOptions } from './options.js';
export { ATTRIBUTES, METRICS, type MetricDescription } from './names.js';
export type { Outcome } from './outcome.js';
