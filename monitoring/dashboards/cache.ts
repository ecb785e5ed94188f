import { LABEL, METRIC } from '../metric/names.js';
import { at, rate, type Dashboard } from './dashboard.js';

const NAME = LABEL.cacheName;
const KEPT = `${LABEL.cacheOutcome}=~"hit|wait"`;
const gauge = (metric: string): string => `max by (instance) (${at(metric)})`;

/** What is kept, and whether that helps. */
export const cache: Dashboard = {
  name: 'cache',
  title: 'Cache',
  description: 'Questions to the cache, how they went, and what is kept.',
  picksManager: false,
  rows: [
    {
      title: 'Questions',
      panels: [
        {
          title: 'Questions by outcome',
          description: 'hit and wait are answered by what is kept; miss, stale, bypass and error ask the source.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(LABEL.cacheOutcome, METRIC.cacheQuestions), legend: `{{${LABEL.cacheOutcome}}}` }],
        },
        {
          title: 'Share that is answered',
          description: 'Of the questions about each manager and computation.',
          kind: 'lines',
          unit: 'percentunit',
          queries: [{ expr: `${rate(NAME, METRIC.cacheQuestions, KEPT)} / ${rate(NAME, METRIC.cacheQuestions)}`, legend: `{{${NAME}}}` }],
        },
        {
          title: 'Questions by name',
          description: 'Managers and computations whose answers are kept, and for how long.',
          kind: 'lines',
          unit: 'ops',
          queries: [{ expr: rate(`${NAME}, ${LABEL.cacheScope}`, METRIC.cacheQuestions), legend: `{{${NAME}}} {{${LABEL.cacheScope}}}` }],
        },
        {
          title: 'Asked of the source',
          description: 'Questions that the cache did not answer, by why.',
          kind: 'lines',
          unit: 'ops',
          queries: [
            {
              expr: rate(`${NAME}, ${LABEL.cacheOutcome}`, METRIC.cacheQuestions, `${LABEL.cacheOutcome}!~"hit|wait"`),
              legend: `{{${NAME}}} {{${LABEL.cacheOutcome}}}`,
            },
          ],
        },
      ],
    },
    {
      title: 'What is kept',
      panels: [
        {
          title: 'Answers',
          description: 'Kept by each process.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: gauge(METRIC.cacheEntries), legend: '{{instance}}' }],
        },
        {
          title: 'Memory',
          description: 'What these take, about.',
          kind: 'lines',
          unit: 'bytes',
          queries: [{ expr: gauge(METRIC.cacheSize), legend: '{{instance}}' }],
        },
        {
          title: 'Being computed',
          description: 'Answers that somebody computes, and others may wait for.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: gauge(METRIC.cacheComputing), legend: '{{instance}}' }],
        },
        {
          title: 'Store of several processes',
          description: '0 answers, 1 is left alone since it fails; also 0 where there is none.',
          kind: 'lines',
          unit: 'short',
          queries: [{ expr: gauge(METRIC.cacheStore), legend: '{{instance}}' }],
        },
      ],
    },
  ],
};
