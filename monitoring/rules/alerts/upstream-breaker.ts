import { LABEL, METRIC, TARGET } from '../../metric/names.js';
import { window } from '../../metric/settings.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const BY = `${TARGET}, ${LABEL.upstream}`;
const OPEN = 2;

const breaker = (instance: string): string => series(METRIC.breaker, { instance, [LABEL.upstream]: 'market' });

/** A breaker that is open tries again and again: the highest state of a minute tells. */
export const upstreamBreakerOpen: Alert = {
  name: 'GeneralManagerUpstreamBreakerOpen',
  severity: 'critical',
  summary: `{{ $labels.service }} in {{ $labels.environment }} has given up asking {{ $labels.${LABEL.upstream} }}.`,
  value: 'The circuit breaker is open, and requests are refused at once.',
  lasting: 120,
  expr: (settings) => `max by (${BY}) (max_over_time(${METRIC.breaker}[${window(60, settings)}])) == ${OPEN}`,
  cases: [
    {
      title: 'it opens, tries, and opens again',
      series: { [breaker('fleet-1:9464')]: '0 0 2 2 1 2 2 1 2x10', [breaker('fleet-2:9464')]: '0x20' },
      at: '8m',
      firing: [
        { labels: { ...WHERE, [LABEL.upstream]: 'market' }, value: 'The circuit breaker is open, and requests are refused at once.' },
      ],
    },
    { title: 'it opens once, and closes', series: { [breaker('fleet-1:9464')]: '0 0 2 0x20' }, at: '4m', firing: [] },
    { title: 'it has closed', series: { [breaker('fleet-1:9464')]: '0 2x8 0x20' }, at: '12m', firing: [] },
  ],
};
