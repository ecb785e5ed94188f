import { RUNTIME, TARGET } from '../../metric/names.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const LONGEST = 0.2;
const FROM = { instance: 'fleet-1:9464' };

const delay = series(RUNTIME.delayP99, FROM);

export const eventLoopDelay: Alert = {
  name: 'GeneralManagerEventLoopDelay',
  severity: 'warning',
  summary: 'The process of {{ $labels.instance }} of {{ $labels.service }} in {{ $labels.environment }} is held up.',
  value: 'One of a hundred turns of its event loop is late by {{ $value | humanizeDuration }}.',
  lasting: 300,
  expr: () => `max by (${TARGET}, instance) (${RUNTIME.delayP99}) > ${LONGEST}`,
  cases: [
    {
      title: 'half a second, for ten minutes',
      series: { [delay]: '0.01x5 0.5x20' },
      at: '15m',
      firing: [{ labels: { ...WHERE, ...FROM }, value: 'One of a hundred turns of its event loop is late by 500ms.' }],
    },
    { title: 'once', series: { [delay]: '0.01x5 0.5 0.01x20' }, at: '12m', firing: [] },
    { title: 'always a little', series: { [delay]: '0.05x20' }, at: '12m', firing: [] },
  ],
};
