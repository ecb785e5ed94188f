import type { Alert } from '../rule.js';
import { series, WHERE } from '../cases.js';

const instance = 'fleet-1:9464';
const up = series('up', { job: 'general-manager', instance });

export const down: Alert = {
  name: 'GeneralManagerDown',
  severity: 'critical',
  summary: '{{ $labels.instance }} of {{ $labels.service }} in {{ $labels.environment }} does not answer.',
  value: 'No answer.',
  lasting: 60,
  expr: ({ job }) => `up{job="${job}"} == 0`,
  cases: [
    {
      title: 'an instance that is away',
      series: { [up]: '1 1 0 0 0 0' },
      at: '4m',
      firing: [{ labels: { ...WHERE, job: 'general-manager', instance }, value: 'No answer.' }],
    },
    { title: 'one scrape that was lost', series: { [up]: '1 1 0 1 1 1' }, at: '2m30s', firing: [] },
    { title: 'an instance of something else', series: { [series('up', { job: 'postgres', instance })]: '0x10' }, at: '5m', firing: [] },
  ],
};
