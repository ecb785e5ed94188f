import { LABEL, METRIC, TARGET } from '../../metric/names.js';
import { seconds } from '../../metric/settings.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const LONGEST = 300;

const lag = (consumer: string): string => series(METRIC.eventsLag, { instance: 'fleet-1:9464', [LABEL.consumer]: consumer });

export const outboxLag: Alert = {
  name: 'GeneralManagerOutboxLag',
  severity: 'warning',
  summary: `Events for {{ $labels.${LABEL.consumer} }} of {{ $labels.service }} in {{ $labels.environment }} are not delivered.`,
  value: 'The oldest one has waited for {{ $value | humanizeDuration }}.',
  lasting: 120,
  expr: (settings) => `max by (${TARGET}, ${LABEL.consumer}) (${METRIC.eventsLag}) > ${seconds(LONGEST, settings)}`,
  cases: [
    {
      title: 'nothing is delivered to one consumer',
      series: { [lag('mail')]: '0+60x20', [lag('search')]: '0x20' },
      at: '10m',
      firing: [{ labels: { ...WHERE, [LABEL.consumer]: 'mail' }, value: 'The oldest one has waited for 10m 0s.' }],
    },
    { title: 'it takes a while, and is delivered', series: { [lag('mail')]: '0+60x6 0x20' }, at: '7m', firing: [] },
    { title: 'it always takes a while', series: { [lag('mail')]: '200x30' }, at: '20m', firing: [] },
  ],
};
