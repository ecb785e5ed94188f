import { LABEL, METRIC } from '../metric/names.js';
import { at, quantile, rate, type Dashboard } from './dashboard.js';

// Every instance tells of the same events.
const largest = (metric: string): string => `max by (service, ${LABEL.consumer}) (${at(metric)})`;
const named = `{{service}} {{${LABEL.consumer}}}`;

/** Durable events, from the write to their consumers. */
export const outbox: Dashboard = {
  name: 'outbox',
  title: 'Outbox and workers',
  description: 'Durable events that are not delivered, and those that were given up.',
  picksManager: false,
  rows: [
    {
      title: 'Events',
      panels: [
        {
          title: 'Waiting',
          description: 'Events that are not delivered.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: largest(METRIC.eventsPending), legend: named }],
        },
        {
          title: 'Age of the oldest event',
          description: 'How long the oldest event has waited, dead ones included.',
          kind: 'lines',
          unit: 's',
          queries: [{ expr: largest(METRIC.eventsLag), legend: named }],
        },
        {
          title: 'Dead',
          description: 'Events that were given up; they wait for somebody to replay or skip them.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: largest(METRIC.eventsDead), legend: named }],
        },
        {
          title: 'Growth',
          description: 'How many more events wait, for each second; workers keep up where it is none.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: `max by (service, ${LABEL.consumer}) (deriv(${at(METRIC.eventsPending)}[$__rate_interval]))`, legend: named }],
        },
      ],
    },
    {
      title: 'Deliveries',
      panels: [
        {
          title: 'Deliveries by outcome',
          description: 'Attempts to deliver, by consumer and how they went.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: rate(`${LABEL.consumer}, ${LABEL.outcome}, ${LABEL.errorType}`, METRIC.deliveries.count),
              legend: `{{${LABEL.consumer}}} {{${LABEL.outcome}}} {{${LABEL.errorType}}}`,
            },
          ],
        },
        {
          title: 'Duration of deliveries',
          description: 'p95: what one of twenty attempts exceeds.',
          kind: 'lines',
          unit: 's',
          queries: [{ expr: quantile(0.95, LABEL.consumer, METRIC.deliveries.bucket), legend: `{{${LABEL.consumer}}}` }],
        },
      ],
    },
  ],
};
