import { LABEL, METRIC, TARGET } from '../../metric/names.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const BY = `${TARGET}, instance, ${LABEL.pool}`;
const FROM = { instance: 'fleet-1:9464', [LABEL.pool]: 'database' };

const pool = (used: string, idle: string, waiting: string): Readonly<Record<string, string>> => ({
  [series(METRIC.connections, { ...FROM, [LABEL.poolState]: 'used' })]: used,
  [series(METRIC.connections, { ...FROM, [LABEL.poolState]: 'idle' })]: idle,
  [series(METRIC.connectionsMax, FROM)]: '10x20',
  [series(METRIC.connectionsWaiting, FROM)]: waiting,
});

export const poolExhausted: Alert = {
  name: 'GeneralManagerPoolExhausted',
  severity: 'critical',
  summary: `All connections of {{ $labels.${LABEL.pool} }} are in use at {{ $labels.instance }} of {{ $labels.service }} in {{ $labels.environment }}.`,
  value: '{{ $value }} wait for a connection.',
  lasting: 60,
  expr: () => {
    const used = `sum by (${BY}) (${METRIC.connections}{${LABEL.poolState}="used"})`;
    return `max by (${BY}) (${METRIC.connectionsWaiting}) > 0\nand\n${used} >= max by (${BY}) (${METRIC.connectionsMax})`;
  },
  cases: [
    {
      title: 'all ten are in use, and four requests wait',
      series: pool('10x20', '0x20', '4x20'),
      at: '5m',
      firing: [{ labels: { ...WHERE, ...FROM }, value: '4 wait for a connection.' }],
    },
    { title: 'all ten are in use, and nobody waits', series: pool('10x20', '0x20', '0x20'), at: '5m', firing: [] },
    { title: 'somebody waits while a connection is being made', series: pool('3x20', '1x20', '1x20'), at: '5m', firing: [] },
    { title: 'a moment', series: pool('2 10 2x20', '0x20', '0 4 0x20'), at: '1m30s', firing: [] },
  ],
};
