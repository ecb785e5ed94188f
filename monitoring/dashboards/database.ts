import { LABEL, METRIC } from '../metric/names.js';
import { at, quantile, quantiles, rate, type Dashboard } from './dashboard.js';

const HERE = `${LABEL.interface}="database"`;
const POOL = `instance, ${LABEL.pool}`;
const named = `{{instance}} {{${LABEL.pool}}}`;

/** Connections, and operations on what is in the database. */
export const database: Dashboard = {
  name: 'database',
  title: 'Database',
  description: 'Pools of connections, and operations on managers of the database.',
  picksManager: false,
  rows: [
    {
      title: 'Connections',
      panels: [
        {
          title: 'Connections',
          description: 'Of each pool, in use and idle, and how many there may be.',
          kind: 'lines',
          unit: 'short',
          queries: [
            { expr: `sum by (${POOL}, ${LABEL.poolState}) (${at(METRIC.connections)})`, legend: `${named} {{${LABEL.poolState}}}` },
            { expr: `max by (${POOL}) (${at(METRIC.connectionsMax)})`, legend: `${named} at most` },
          ],
        },
        {
          title: 'Waiting for a connection',
          description: 'Requests; more than a moment of this is a pool that is too small, or connections that are held too long.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: `max by (${POOL}) (${at(METRIC.connectionsWaiting)})`, legend: named }],
        },
        {
          title: 'Pool in use',
          description: 'The fullest pool.',
          kind: 'number',
          unit: 'percentunit',
          limits: [0.8, 1],
          queries: [
            {
              expr: `max(sum by (${POOL}) (${at(METRIC.connections, `${LABEL.poolState}="used"`)}) / max by (${POOL}) (${at(METRIC.connectionsMax)}))`,
              legend: 'in use',
            },
          ],
        },
      ],
    },
    {
      title: 'Operations',
      panels: [
        {
          title: 'Operations',
          description: 'On managers of the database; each read is one statement.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(LABEL.operation, METRIC.calls, HERE), legend: `{{${LABEL.operation}}}` }],
        },
        {
          title: 'Duration of operations',
          description: 'With waiting for a connection.',
          kind: 'lines',
          unit: 's',
          queries: quantiles(METRIC.operations.bucket, HERE),
        },
        {
          title: 'Slowest managers',
          description: 'p95, slowest first.',
          kind: 'lines',
          unit: 's',
          queries: [
            {
              expr: `topk(10, ${quantile(0.95, `${LABEL.manager}, ${LABEL.operation}`, METRIC.operations.bucket, HERE)})`,
              legend: `{{${LABEL.manager}}} {{${LABEL.operation}}}`,
            },
          ],
        },
        {
          title: 'Conflicts, limits and failures',
          description: 'Operations that met others, were over a limit or out of time, or failed.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            { expr: rate(LABEL.outcome, METRIC.calls, HERE, `${LABEL.outcome}=~"conflict|limit|failed"`), legend: `{{${LABEL.outcome}}}` },
          ],
        },
      ],
    },
  ],
};
