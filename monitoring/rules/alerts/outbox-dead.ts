import { LABEL, METRIC, TARGET } from '../../metric/names.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const dead = (instance: string): string => series(METRIC.eventsDead, { instance, [LABEL.consumer]: 'mail' });

/** A dead event holds up the later ones of its object, and waits for somebody. */
export const outboxDead: Alert = {
  name: 'GeneralManagerOutboxDead',
  severity: 'warning',
  summary: `Events for {{ $labels.${LABEL.consumer} }} of {{ $labels.service }} in {{ $labels.environment }} were given up.`,
  value: '{{ $value }} were given up.',
  lasting: 60,
  // Every instance tells of the same events.
  expr: () => `max by (${TARGET}, ${LABEL.consumer}) (${METRIC.eventsDead}) > 0`,
  cases: [
    {
      title: 'three events, which two instances tell of',
      series: { [dead('fleet-1:9464')]: '0 0 3x10', [dead('fleet-2:9464')]: '0 0 3x10' },
      at: '5m',
      firing: [{ labels: { ...WHERE, [LABEL.consumer]: 'mail' }, value: '3 were given up.' }],
    },
    { title: 'they were replayed', series: { [dead('fleet-1:9464')]: '0 3 3 3 0x10' }, at: '6m', firing: [] },
  ],
};
