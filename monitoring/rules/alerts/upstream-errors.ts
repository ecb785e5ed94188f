import { LABEL, METRIC, TARGET } from '../../metric/names.js';
import { window } from '../../metric/settings.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const BY = `${TARGET}, ${LABEL.upstream}`;
const FEWEST = 10;
const SHARE = 0.2;

const asked = (outcome: string): string => series(METRIC.upstreams.count, { [LABEL.upstream]: 'market', [LABEL.outcome]: outcome });

/** An upstream that fails now and then keeps its breaker closed, and its readers from answers. */
export const upstreamErrors: Alert = {
  name: 'GeneralManagerUpstreamErrors',
  severity: 'warning',
  summary: `Requests of {{ $labels.service }} in {{ $labels.environment }} to {{ $labels.${LABEL.upstream} }} fail.`,
  value: '{{ $value | humanizePercentage }} of the requests fail, repetitions included.',
  lasting: 0,
  expr: (settings) => {
    const range = window(300, settings);
    const failed = `${METRIC.upstreams.count}{${LABEL.outcome}="failed"}[${range}]`;
    const share = `sum by (${BY}) (rate(${failed})) / sum by (${BY}) (rate(${METRIC.upstreams.count}[${range}]))`;
    return `${share} > ${SHARE}\nand\nsum by (${BY}) (increase(${failed})) >= ${FEWEST}`;
  },
  cases: [
    {
      title: 'half of the requests fail',
      series: { [asked('ok')]: '0+30x20', [asked('failed')]: '0+30x20' },
      at: '10m',
      firing: [{ labels: { ...WHERE, [LABEL.upstream]: 'market' }, value: '50% of the requests fail, repetitions included.' }],
    },
    { title: 'a tenth fails', series: { [asked('ok')]: '0+90x20', [asked('failed')]: '0+10x20' }, at: '10m', firing: [] },
    {
      title: 'what it is asked for is not there',
      series: { [asked('ok')]: '0+30x20', [asked('missing')]: '0+30x20' },
      at: '10m',
      firing: [],
    },
  ],
};
