export { Exemplars, type Exemplar } from './exemplars.js';
export { HistogramProducer } from './histogram-producer.js';
export { metricsHandler, type MetricsHandlerOptions } from './metrics-handler.js';
export { openTelemetry } from './plugin.js';
export type { OpenTelemetryOptions } from './options.js';
export { ATTRIBUTES, METRICS, type MetricDescription } from './names.js';
export type { Outcome } from './outcome.js';
