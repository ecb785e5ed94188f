import { LABEL, METRIC, TARGET } from '../../metric/names.js';
import { window } from '../../metric/settings.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const FEWEST = 50;
const TIMES = 4;

const denied = (manager = 'Ship'): string =>
  series(METRIC.decisions, { [LABEL.manager]: manager, [LABEL.operation]: 'read', [LABEL.decision]: 'denied' });

/** Somebody tries what is there, or a release asks for what its users may not see. */
export const permissionDenials: Alert = {
  name: 'GeneralManagerPermissionDenials',
  severity: 'warning',
  summary: 'More is denied than usual in {{ $labels.service }} in {{ $labels.environment }}.',
  value: '{{ $value | humanize }} were denied.',
  lasting: 0,
  expr: (settings) => {
    const [short, long] = [window(300, settings), window(3600, settings)];
    const selector = `${METRIC.decisions}{${LABEL.decision}="denied"}`;
    const rate = (range: string): string => `sum by (${TARGET}) (rate(${selector}${range}))`;
    return `sum by (${TARGET}) (increase(${selector}[${short}])) >= ${FEWEST}\nunless\n${rate(`[${short}]`)} <= ${TIMES} * ${rate(`[${long}] offset ${short}`)}`;
  },
  cases: [
    {
      title: 'sixty a minute, where there was one',
      series: { [denied()]: '0+1x90 150+60x30' },
      at: '1h37m',
      firing: [{ labels: WHERE, value: '300 were denied.' }],
    },
    {
      title: 'as many for the first time',
      series: { [denied('Claim')]: '0+20x10', [denied('Purchase')]: '0+20x10' },
      at: '6m',
      firing: [{ labels: WHERE, value: '200 were denied.' }],
    },
    { title: 'as many as ever', series: { [denied()]: '0+60x120' }, at: '1h30m', firing: [] },
    { title: 'more than usual, but few', series: { [denied()]: '0x90 2+2x30' }, at: '1h40m', firing: [] },
  ],
};
