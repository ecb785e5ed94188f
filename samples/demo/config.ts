import { portOf } from '../logistics/config.js';

/** What the environment tells the demo. */
export interface DemoConfig {
  readonly port: number;
  readonly metricsPort: number;
  readonly statusPort: number;
  /** Requests a second, on average. */
  readonly rate: number;
}

/** Reads PORT, METRICS_PORT, STATUS_PORT and LOAD_RATE; a variable without text counts as missing. */
export function configOf(environment: Readonly<Record<string, string | undefined>>): DemoConfig {
  const port = (name: string, otherwise: number): number => portOf(name, environment[name] || String(otherwise));
  return {
    port: port('PORT', 4000),
    metricsPort: port('METRICS_PORT', 9464),
    statusPort: port('STATUS_PORT', 4001),
    rate: rateOf(environment['LOAD_RATE'] || '20'),
  };
}

/** Requests a second that the environment names. */
export function rateOf(text: string): number {
  const rate = Number(text);
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw new Error(`LOAD_RATE is "${text}": it has to be a number above 0, requests a second.`);
}
