import { LABEL, METRIC } from '../metric/names.js';
import { at, quantile, rate, type Dashboard } from './dashboard.js';

const OPERATION = `${LABEL.upstream}, ${LABEL.upstreamOperation}`;
const named = `{{${LABEL.upstream}}} {{${LABEL.upstreamOperation}}}`;
const gauge = (metric: string): string => `max by (instance, ${LABEL.upstream}) (${at(metric)})`;
const ELSEWHERE = `${LABEL.interface}!="database"`;

/** Services behind HTTP. */
export const upstreams: Dashboard = {
  name: 'upstreams',
  title: 'Upstreams',
  description: 'Services behind HTTP resources and interfaces of your own.',
  picksManager: false,
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          title: 'Requests by outcome',
          description: 'To each upstream, with their repetitions.',
          kind: 'lines',
          unit: 'reqps',
          queries: [
            {
              expr: rate(`${LABEL.upstream}, ${LABEL.outcome}`, METRIC.upstreams.count),
              legend: `{{${LABEL.upstream}}} {{${LABEL.outcome}}}`,
            },
          ],
        },
        {
          title: 'Duration of requests',
          description: 'p95 of each operation, with waits and repetitions.',
          kind: 'lines',
          unit: 's',
          queries: [{ expr: quantile(0.95, OPERATION, METRIC.upstreams.bucket), legend: named }],
        },
        {
          title: 'Attempts by error',
          description: 'Attempts that ended, by what was wrong with them; without a code nothing was.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: rate(`${LABEL.upstream}, ${LABEL.errorType}`, METRIC.attempts),
              legend: `{{${LABEL.upstream}}} {{${LABEL.errorType}}}`,
            },
          ],
        },
        {
          title: 'Repetitions and timeouts',
          description: 'Attempts after others that failed, and attempts that ran out of time.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            { expr: rate(OPERATION, METRIC.retries), legend: `${named} again` },
            { expr: rate(OPERATION, METRIC.timeouts), legend: `${named} out of time` },
          ],
        },
        {
          title: 'Second attempts of slow reads',
          description: 'Reads that were sent again as the first attempt took long; whoever answers first counts.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(OPERATION, METRIC.hedges), legend: named }],
        },
        {
          title: 'Tokens',
          description: 'Tokens that were fetched, by outcome. Without one, requests fail.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: rate(`${LABEL.upstream}, ${LABEL.outcome}`, METRIC.tokens),
              legend: `{{${LABEL.upstream}}} {{${LABEL.outcome}}}`,
            },
          ],
        },
      ],
    },
    {
      title: 'Sparing them',
      panels: [
        {
          title: 'Circuit breakers',
          description: '0 is closed, 1 half open, 2 open: requests are refused at once.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: gauge(METRIC.breaker), legend: `{{instance}} {{${LABEL.upstream}}}` }],
        },
        {
          title: 'Changes of circuit breakers',
          description: 'By the state that they change to.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: rate(`${LABEL.upstream}, ${LABEL.breaker}`, METRIC.breakerChanges),
              legend: `{{${LABEL.upstream}}} {{${LABEL.breaker}}}`,
            },
          ],
        },
        {
          title: 'Under way and in line',
          description: 'Requests that are on their way, and those that wait for their turn.',
          kind: 'lines',
          unit: 'short',
          queries: [
            { expr: gauge(METRIC.upstreamRunning), legend: `{{instance}} {{${LABEL.upstream}}} under way` },
            { expr: gauge(METRIC.upstreamQueue), legend: `{{instance}} {{${LABEL.upstream}}} in line` },
          ],
        },
        {
          title: 'Waits for rate limits',
          description: 'Seconds that are waited in each second.',
          kind: 'lines',
          unit: 's',
          queries: [{ expr: rate(OPERATION, METRIC.limitWaits.sum), legend: named }],
        },
      ],
    },
    {
      title: 'Managers behind them',
      panels: [
        {
          title: 'Operations by outcome',
          description: 'Operations on managers whose data is not in the database.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: rate(`${LABEL.manager}, ${LABEL.outcome}`, METRIC.calls, ELSEWHERE),
              legend: `{{${LABEL.manager}}} {{${LABEL.outcome}}}`,
            },
          ],
        },
        {
          title: 'p95 of operations',
          description: 'With all waits, repetitions and pages.',
          kind: 'lines',
          unit: 's',
          queries: [{ expr: quantile(0.95, LABEL.manager, METRIC.operations.bucket, ELSEWHERE), legend: `{{${LABEL.manager}}}` }],
        },
        {
          title: 'Errors by code',
          description: 'GM_UPSTREAM_… tells what kept the upstream from answering.',
          kind: 'lines',
          unit: 'ops',
          width: 24,
          queries: [
            {
              expr: rate(`${LABEL.manager}, ${LABEL.errorType}`, METRIC.errors, ELSEWHERE),
              legend: `{{${LABEL.manager}}} {{${LABEL.errorType}}}`,
            },
          ],
        },
      ],
    },
  ],
};
