import { LABEL, METRIC } from '../metric/names.js';
import { at, quantile, quantiles, rate, type Dashboard } from './dashboard.js';

const PICKED = `${LABEL.manager}=~"$manager"`;
const OPERATION = `${LABEL.manager}, ${LABEL.operation}`;
const named = `{{${LABEL.manager}}} {{${LABEL.operation}}}`;

/** What each manager is asked, how long that takes, and what becomes of it. */
export const managers: Dashboard = {
  name: 'managers',
  title: 'Managers',
  description: 'Operations on managers: how many, how long, how they went, and what was denied.',
  picksManager: true,
  rows: [
    {
      title: 'Operations',
      panels: [
        {
          title: 'Operations',
          description: 'By manager and operation, on every way: GraphQL and TypeScript.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(OPERATION, METRIC.calls, PICKED), legend: named }],
        },
        {
          title: 'Operations by outcome',
          description: 'How operations on the picked managers went.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(LABEL.outcome, METRIC.calls, PICKED), legend: `{{${LABEL.outcome}}}` }],
        },
        {
          title: 'Errors by code',
          description: 'Errors as the catalogue has them; _OTHER is not of General Manager.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: rate(`${LABEL.manager}, ${LABEL.errorType}`, METRIC.errors, PICKED),
              legend: `{{${LABEL.manager}}} {{${LABEL.errorType}}}`,
            },
          ],
        },
        {
          title: 'Share of operations that failed',
          description: 'What callers did wrong is no failure.',
          kind: 'lines',
          unit: 'percentunit',
          queries: [
            {
              expr: `${rate(LABEL.manager, METRIC.calls, PICKED, `${LABEL.outcome}="failed"`)} / ${rate(LABEL.manager, METRIC.calls, PICKED)}`,
              legend: `{{${LABEL.manager}}}`,
            },
          ],
        },
      ],
    },
    {
      title: 'Duration',
      panels: [
        {
          title: 'Duration of operations',
          description: 'Of the picked managers together.',
          kind: 'lines',
          unit: 's',
          queries: quantiles(METRIC.operations.bucket, PICKED),
        },
        {
          title: 'p95 by operation',
          description: 'What one of twenty operations exceeds.',
          kind: 'lines',
          unit: 's',
          queries: [{ expr: quantile(0.95, OPERATION, METRIC.operations.bucket, PICKED), legend: named }],
        },
        {
          title: 'Distribution of durations',
          description: 'How many operations took how long.',
          kind: 'heatmap',
          unit: 's',
          queries: [{ expr: rate('le', METRIC.operations.bucket, PICKED), legend: '{{le}}' }],
        },
        {
          title: 'Objects per operation',
          description: 'Read or asked to be written, on average; answers that the database wrote tell none.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: `${rate(OPERATION, METRIC.rows.sum, PICKED)} / ${rate(OPERATION, METRIC.rows.count, PICKED)}`, legend: named }],
        },
      ],
    },
    {
      title: 'Statements',
      panels: [
        {
          title: 'Statements per operation',
          description: 'Or requests of its upstream; a read of the database is one.',
          kind: 'lines',
          unit: 'short',
          queries: [
            {
              expr: `${rate(OPERATION, METRIC.statements.sum, PICKED)} / ${rate(OPERATION, METRIC.statements.count, PICKED)}`,
              legend: named,
            },
          ],
        },
        {
          title: 'Most statements of an operation',
          description: 'p99: what one of a hundred operations exceeds.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: quantile(0.99, OPERATION, METRIC.statements.bucket, PICKED), legend: named }],
        },
      ],
    },
    {
      title: 'Permissions',
      panels: [
        {
          title: 'Denied',
          description: 'Decisions against the actor, also about managers on the way.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(OPERATION, METRIC.decisions, PICKED, `${LABEL.decision}="denied"`), legend: named }],
        },
        {
          title: 'Decided by',
          description: 'Which part of the policy decided.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: rate(`${LABEL.decision}, ${LABEL.decidedBy}`, METRIC.decisions, PICKED),
              legend: `{{${LABEL.decision}}} by {{${LABEL.decidedBy}}}`,
            },
          ],
        },
        {
          title: 'Managers',
          description: 'Calls since the start, by interface.',
          kind: 'table',
          unit: 'short',
          width: 24,
          queries: [
            { expr: `sum by (${LABEL.manager}, ${LABEL.interface}, ${LABEL.operation}) (${at(METRIC.calls, PICKED)})`, legend: named },
          ],
        },
      ],
    },
  ],
};
