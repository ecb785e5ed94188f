import { LABEL, METRIC, TARGET } from '../../metric/names.js';
import { window } from '../../metric/settings.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const BY = `${TARGET}, ${LABEL.manager}`;
const FEWEST = 10;
const SHARE = 0.05;

const calls = (outcome: string, manager = 'Ship'): string => series(METRIC.calls, { [LABEL.manager]: manager, [LABEL.outcome]: outcome });

/** Budgets are those of the whole service: what fails of one manager may be little of it. */
export const errorBurst: Alert = {
  name: 'GeneralManagerErrorBurst',
  severity: 'warning',
  summary: `Operations on {{ $labels.${LABEL.manager} }} of {{ $labels.service }} in {{ $labels.environment }} fail.`,
  value: '{{ $value | humanizePercentage }} of the operations fail.',
  lasting: 0,
  expr: (settings) => {
    const range = window(300, settings);
    const failed = `${METRIC.calls}{${LABEL.outcome}="failed"}[${range}]`;
    const share = `sum by (${BY}) (rate(${failed})) / sum by (${BY}) (rate(${METRIC.calls}[${range}]))`;
    return `${share} > ${SHARE}\nand\nsum by (${BY}) (increase(${failed})) >= ${FEWEST}`;
  },
  cases: [
    {
      title: 'a fifth of the operations on one manager fails',
      series: { [calls('ok')]: '0+80x30', [calls('failed')]: '0+20x30', [calls('ok', 'Port')]: '0+5000x30' },
      at: '15m',
      firing: [{ labels: { ...WHERE, [LABEL.manager]: 'Ship' }, value: '20% of the operations fail.' }],
    },
    { title: 'a few fail', series: { [calls('ok')]: '0+1x30', [calls('failed')]: '0+1x30' }, at: '15m', firing: [] },
    { title: 'a small share fails', series: { [calls('ok')]: '0+980x30', [calls('failed')]: '0+20x30' }, at: '15m', firing: [] },
    { title: 'it is over', series: { [calls('ok')]: '0+80x30', [calls('failed')]: '0+20x10 200x20' }, at: '17m', firing: [] },
  ],
};
