import { LABEL, METRIC } from '../metric/names.js';

/** Who the series of tests come from. */
export const WHERE = Object.freeze({ environment: 'production', service: 'fleet' });

/** A series of the tested service, or of another one. */
export function series(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ ...WHERE, ...labels }).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${all.join(',')}}`;
}

/** Counts requests by how they went. */
export const requests = (outcome: string): string => series(METRIC.requests.count, { [LABEL.outcome]: outcome });

/** Counts requests that took no longer than some seconds. */
export const requestsWithin = (seconds: number): string => series(METRIC.requests.bucket, { [LABEL.outcome]: 'ok', le: String(seconds) });
