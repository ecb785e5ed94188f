import { LABEL, METRIC, TARGET } from '../metric/names.js';
import { at, CHOSEN, quantiles, rate, type Dashboard } from './dashboard.js';

const share = (objective: 'failed' | 'late', over: string): string =>
  `service:general_manager_graphql_${objective}:ratio_rate${over}{${CHOSEN}}`;
const BURNS = ['5m', '1h', '6h', '1d', '3d'] as const;

const burn = (objective: 'failed' | 'late') => BURNS.map((over) => ({ expr: share(objective, over), legend: `{{service}} over ${over}` }));

/** Whether all is well, and where it is not. */
export const overview: Dashboard = {
  name: 'overview',
  title: 'Overview',
  description: 'Whether all is well: instances, requests, and how fast error budgets are used up.',
  picksManager: false,
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Instances',
          description: 'Instances that answer Prometheus.',
          kind: 'number',
          unit: 'short',
          queries: [{ expr: `sum(${at('up', 'job="general-manager"')})`, legend: 'up' }],
        },
        {
          title: 'Requests per second',
          description: 'GraphQL requests.',
          kind: 'number',
          unit: 'reqps',
          queries: [{ expr: `sum(rate(${at(METRIC.requests.count)}[$__rate_interval]))`, legend: 'requests' }],
        },
        {
          title: 'Failed',
          description: 'Share of the requests of the last hour that failed. What a caller did wrong is no failure.',
          kind: 'number',
          unit: 'percentunit',
          limits: [0.001, 0.01],
          queries: [{ expr: `max(${share('failed', '1h')})`, legend: 'failed' }],
        },
        {
          title: 'Late',
          description: 'Share of the requests of the last hour that took longer than half a second.',
          kind: 'number',
          unit: 'percentunit',
          limits: [0.01, 0.1],
          queries: [{ expr: `max(${share('late', '1h')})`, legend: 'late' }],
        },
      ],
    },
    {
      title: 'Requests',
      panels: [
        {
          title: 'Requests by outcome',
          description: 'How requests went; refused, invalid, missing, conflict and limit are what callers did wrong.',
          kind: 'lines',
          unit: 'reqps',
          queries: [{ expr: rate(LABEL.outcome, METRIC.requests.count), legend: `{{${LABEL.outcome}}}` }],
        },
        {
          title: 'Duration of requests',
          description: 'Of all requests, answered or not.',
          kind: 'lines',
          unit: 's',
          queries: quantiles(METRIC.requests.bucket),
        },
      ],
    },
    {
      title: 'Error budgets',
      panels: [
        {
          title: 'Share of requests that failed',
          description: 'Over the windows that alerts look at. The budget is 0.1 %.',
          kind: 'lines',
          unit: 'percentunit',
          queries: burn('failed'),
        },
        {
          title: 'Share of requests that were late',
          description: 'Over the windows that alerts look at. The budget is 1 %.',
          kind: 'lines',
          unit: 'percentunit',
          queries: burn('late'),
        },
      ],
    },
    {
      title: 'Where',
      panels: [
        {
          title: 'Operations by service',
          description: 'Operations on managers, of each service.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(TARGET, METRIC.calls), legend: '{{service}} in {{environment}}' }],
        },
        {
          title: 'Failed operations by manager',
          description: 'Managers whose operations fail, most first.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: `topk(10, ${rate(`service, ${LABEL.manager}`, METRIC.calls, `${LABEL.outcome}="failed"`)})`,
              legend: `{{service}} {{${LABEL.manager}}}`,
            },
          ],
        },
      ],
    },
  ],
};
