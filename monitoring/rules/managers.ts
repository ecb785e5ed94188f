import { LABEL, METRIC, TARGET } from '../metric/names.js';
import { window, type Settings } from '../metric/settings.js';
import type { Recording } from './rule.js';

const BY = `${TARGET}, ${LABEL.manager}`;

/** What is asked of each manager and how long that takes, kept for long times and many instances. */
export function managers(settings: Settings): readonly Recording[] {
  const range = window(300, settings);
  const quantile = (share: number): string =>
    `histogram_quantile(${share}, sum by (${BY}, le) (rate(${METRIC.operations.bucket}[${range}])))`;
  return [
    {
      record: 'manager:general_manager_operation_calls:rate5m',
      expr: `sum by (${BY}, ${LABEL.outcome}) (rate(${METRIC.calls}[${range}]))`,
    },
    { record: 'manager:general_manager_operation_duration:p50_rate5m', expr: quantile(0.5) },
    { record: 'manager:general_manager_operation_duration:p95_rate5m', expr: quantile(0.95) },
    { record: 'manager:general_manager_operation_duration:p99_rate5m', expr: quantile(0.99) },
  ];
}
