import { LABEL, METRIC } from '../metric/names.js';
import { quantile, quantiles, rate, type Dashboard } from './dashboard.js';

const OPERATION = `${LABEL.graphqlType}, ${LABEL.graphqlName}`;
const named = `{{${LABEL.graphqlType}}} {{${LABEL.graphqlName}}}`;

/** What clients ask. */
export const graphql: Dashboard = {
  name: 'graphql',
  title: 'GraphQL',
  description: 'GraphQL requests: by operation, outcome and the codes that clients see.',
  picksManager: false,
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          title: 'Requests by operation',
          description: 'Names of trusted documents, and those that the application lists; all others are "other".',
          kind: 'lines',
          unit: 'reqps',
          queries: [{ expr: rate(OPERATION, METRIC.requests.count), legend: named }],
        },
        {
          title: 'Requests by outcome',
          description: 'By the worst error of each answer.',
          kind: 'lines',
          unit: 'reqps',
          queries: [{ expr: rate(LABEL.outcome, METRIC.requests.count), legend: `{{${LABEL.outcome}}}` }],
        },
        {
          title: 'Errors by code',
          description: 'As clients see them; codes of the application are _OTHER.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(LABEL.errorType, METRIC.requestErrors), legend: `{{${LABEL.errorType}}}` }],
        },
        {
          title: 'Errors by operation',
          description: 'Which operations have errors.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(`${OPERATION}, ${LABEL.errorType}`, METRIC.requestErrors), legend: `${named} {{${LABEL.errorType}}}` }],
        },
      ],
    },
    {
      title: 'Duration',
      panels: [
        {
          title: 'Duration of requests',
          description: 'Of all requests.',
          kind: 'lines',
          unit: 's',
          queries: quantiles(METRIC.requests.bucket),
        },
        {
          title: 'p95 by operation',
          description: 'What one of twenty requests exceeds.',
          kind: 'lines',
          unit: 's',
          queries: [{ expr: quantile(0.95, OPERATION, METRIC.requests.bucket), legend: named }],
        },
        {
          title: 'Distribution of durations',
          description: 'How many requests took how long.',
          kind: 'heatmap',
          unit: 's',
          width: 24,
          queries: [{ expr: rate('le', METRIC.requests.bucket), legend: '{{le}}' }],
        },
      ],
    },
  ],
};
