/** What Grafana shows, before it is JSON. */
export interface Dashboard {
  /** In the address, and the name of its file. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether one manager can be picked. */
  readonly picksManager: boolean;
  readonly rows: readonly Row[];
}

/** Panels under a heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A panel, with one query or several. */
export interface Panel {
  /** Unique in its dashboard: runbooks name it. */
  readonly title: string;
  readonly description: string;
  /** A line over time, one number, a row of each series, or how a histogram moves. */
  readonly kind: 'lines' | 'number' | 'table' | 'heatmap';
  /** As Grafana calls it: `s`, `reqps`, `percentunit`, `short`, `bytes`. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Of 24 columns. Default: 12, of numbers 6. */
  readonly width?: number;
  /** Where it becomes yellow, and red. */
  readonly limits?: readonly [number, number];
}

/** A query, and what its series are called. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** The instances that are looked at. */
export const CHOSEN = 'environment=~"$environment", service=~"$service"';

/** A selector of a metric, at the chosen instances, with further matchers. */
export const at = (metric: string, ...matchers: readonly string[]): string => `${metric}{${[CHOSEN, ...matchers].join(', ')}}`;

/** The rate of a counter, summed. */
export const rate = (by: string, metric: string, ...matchers: readonly string[]): string =>
  `sum by (${by}) (rate(${at(metric, ...matchers)}[$__rate_interval]))`;

/** A quantile of a histogram, for each of some labels. */
export function quantile(share: number, by: string, bucket: string, ...matchers: readonly string[]): string {
  const labels = by === '' ? 'le' : `${by}, le`;
  return `histogram_quantile(${share}, ${rate(labels, bucket, ...matchers)})`;
}

/** The median and what few exceed, each a line. */
export const quantiles = (bucket: string, ...matchers: readonly string[]): readonly Query[] =>
  [0.5, 0.95, 0.99].map((share) => ({ expr: quantile(share, '', bucket, ...matchers), legend: `p${share * 100}` }));
