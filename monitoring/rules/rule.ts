import type { Settings } from '../metric/settings.js';

/** An expression that Prometheus keeps under a name. */
export interface Recording {
  readonly record: string;
  readonly expr: string;
}

/** How much it matters: somebody is woken, or sees it in the morning. */
export type Severity = 'critical' | 'warning';

/** Something that somebody has to look at. */
export interface Alert {
  readonly name: string;
  readonly severity: Severity;
  /** In one line, with `{{ $labels.x }}`. */
  readonly summary: string;
  /** What it says, with `{{ $value }}`. */
  readonly value: string;
  /** Seconds for which it has to be so. */
  readonly lasting: number;
  readonly expr: (settings: Settings) => string;
  /** What Prometheus is shown in tests of the rules: at least one in which it fires, and one in which it just does not. */
  readonly cases: readonly AlertCase[];
}

/** Series, and what comes of them. */
export interface AlertCase {
  readonly title: string;
  /** Over days, values are two minutes from each other, and rules are evaluated every ten. */
  readonly days?: boolean;
  /** Values a minute from each other, as `promtool test rules` has them, by series. */
  readonly series: Readonly<Record<string, string>>;
  /** When it is looked at, as a duration. */
  readonly at: string;
  /** Which alerts there are, by their labels besides the severity, and the value as it is told; empty where it does not fire. */
  readonly firing: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[];
}
