export { collectTelemetry, type CollectedTelemetry, type CollectOptions } from './collected-telemetry.js';
