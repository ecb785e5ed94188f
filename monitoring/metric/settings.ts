/** What rules are made for. */
export interface Settings {
  /** The job of Prometheus that scrapes the application. */
  readonly job: string;
  /** Share of the requests that do not fail. */
  readonly availability: number;
  /** Share of the requests that are answered in time. */
  readonly punctuality: number;
  /** Seconds in which a request is in time; a boundary of the histogram. */
  readonly inTime: number;
  /** Where runbooks are; the name of the alert, in small letters, follows. */
  readonly runbooks: string;
  /** How many times shorter every time is than in production; the drill does not have three days. */
  readonly speed: number;
}

/** What the committed files are made for. */
export const PRODUCTION: Settings = Object.freeze({
  job: 'general-manager',
  availability: 0.999,
  punctuality: 0.99,
  inTime: 0.5,
  runbooks: 'docs/runbooks.md#',
  speed: 1,
});

/** Rates need several scrapes, which the drill has every half second. */
const SHORTEST_WINDOW = 3;

/** A time in which something is counted. */
export const window = (seconds: number, { speed }: Settings): string =>
  duration(Math.max(seconds / speed, Math.min(seconds, SHORTEST_WINDOW)));

/** A time that passes, or is told of. */
export const seconds = (time: number, { speed }: Settings): number => Math.round((time / speed) * 1000) / 1000;

/** As PromQL has it: `5m`, `1500ms`. */
export function duration(time: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'm'],
    [1, 's'],
  ];
  const [size, unit] = units.find(([size]) => time >= size && time % size === 0) ?? [0.001, 'ms'];
  return `${Math.round(time / size)}${unit}`;
}
