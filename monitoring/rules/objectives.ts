import { LABEL, METRIC, TARGET } from '../metric/names.js';
import { window, type Settings } from '../metric/settings.js';
import type { Recording } from './rule.js';

/** Seconds that error budgets are looked at over. */
const WINDOWS = [300, 1800, 3600, 7200, 21_600, 86_400, 259_200] as const;

/** A time that a share is recorded over. */
export type ObjectiveWindow = (typeof WINDOWS)[number];

/** What is promised of requests: that they do not fail, and that they are in time. */
export type Objective = 'availability' | 'latency';

const NAMES: Readonly<Record<ObjectiveWindow, string>> = Object.freeze({
  300: '5m',
  1800: '30m',
  3600: '1h',
  7200: '2h',
  21_600: '6h',
  86_400: '1d',
  259_200: '3d',
});

const FAILED = `${LABEL.outcome}="failed"`;
const ANSWERED = `${LABEL.outcome}!="failed"`;

/** The recorded share of requests that broke the promise. The name tells the window of production, whatever the speed. */
export const broken = (objective: Objective, over: ObjectiveWindow): string =>
  `service:general_manager_graphql_${objective === 'availability' ? 'failed' : 'late'}:ratio_rate${NAMES[over]}`;

/** Prometheus 3 keeps the bound 1 as 1.0; earlier ones keep it as it is told. */
const inTimeLabel = ({ inTime }: Settings): string => (Number.isInteger(inTime) ? `le=~"${inTime}(\\\\.0)?"` : `le="${inTime}"`);

/** How many requests broke the promise. */
export function countBroken(objective: Objective, over: ObjectiveWindow, settings: Settings): string {
  const range = window(over, settings);
  const { bucket, count } = METRIC.requests;
  if (objective === 'availability') return `sum by (${TARGET}) (increase(${count}{${FAILED}}[${range}]))`;
  const inTime = `sum by (${TARGET}) (increase(${bucket}{${ANSWERED}, ${inTimeLabel(settings)}}[${range}]))`;
  return `sum by (${TARGET}) (increase(${count}{${ANSWERED}}[${range}])) - ${inTime}`;
}

/** Shares over every window. A request that failed is not late as well. */
export function objectives(settings: Settings): readonly Recording[] {
  return WINDOWS.flatMap((over) => [
    { record: broken('availability', over), expr: failed(window(over, settings)) },
    { record: broken('latency', over), expr: late(window(over, settings), settings) },
  ]);
}

function failed(range: string): string {
  const { count } = METRIC.requests;
  const all = `sum by (${TARGET}) (rate(${count}[${range}]))`;
  // Where nothing has failed yet there is no series of it.
  return `(sum by (${TARGET}) (rate(${count}{${FAILED}}[${range}])) or ${all} * 0) / (${all} > 0)`;
}

function late(range: string, settings: Settings): string {
  const { bucket, count } = METRIC.requests;
  const all = `sum by (${TARGET}) (rate(${count}{${ANSWERED}}[${range}]))`;
  return `1 - sum by (${TARGET}) (rate(${bucket}{${ANSWERED}, ${inTimeLabel(settings)}}[${range}])) / (${all} > 0)`;
}
