import { burnsTooFast } from '../burn-rate.js';
import { requests, requestsWithin, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const summary = 'Requests to {{ $labels.service }} in {{ $labels.environment }} are late';
const value = '{{ $value | humanizePercentage }} of the requests are late.';

export const latencyBurnFast: Alert = {
  name: 'GeneralManagerLatencyBurnFast',
  severity: 'critical',
  summary: `${summary}: the budget lasts for hours.`,
  value,
  lasting: 120,
  expr: (settings) => burnsTooFast('latency', 'fast', settings),
  cases: [
    {
      title: 'half of the requests take longer',
      series: { [requests('ok')]: '0+600x120', [requestsWithin(0.5)]: '0+300x120', [requestsWithin(1)]: '0+600x120' },
      at: '1h30m',
      firing: [{ labels: WHERE, value: '50% of the requests are late.' }],
    },
    {
      title: 'one of two hundred takes longer, within the budget',
      series: { [requests('ok')]: '0+600x120', [requestsWithin(0.5)]: '0+597x120' },
      at: '1h30m',
      firing: [],
    },
    {
      title: 'requests fail, which is another alert',
      series: { [requests('ok')]: '0+600x120', [requestsWithin(0.5)]: '0+600x120', [requests('failed')]: '0+600x120' },
      at: '1h30m',
      firing: [],
    },
  ],
};

export const latencyBurnSlow: Alert = {
  name: 'GeneralManagerLatencyBurnSlow',
  severity: 'warning',
  summary: `${summary}: the budget ends too early.`,
  value,
  lasting: 900,
  expr: (settings) => burnsTooFast('latency', 'slow', settings),
  cases: [
    {
      days: true,
      title: 'four of a hundred requests are late for a day',
      series: { [requests('ok')]: '0+1000x750', [requestsWithin(0.5)]: '0+960x750' },
      at: '1d',
      firing: [{ labels: WHERE, value: '4% of the requests are late.' }],
    },
    {
      days: true,
      title: 'half of the budget is used',
      series: { [requests('ok')]: '0+1000x750', [requestsWithin(0.5)]: '0+995x750' },
      at: '1d',
      firing: [],
    },
  ],
};
