import { LABEL, METRIC, TARGET } from '../../metric/names.js';
import { window, type Settings } from '../../metric/settings.js';
import { series, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const BY = `${TARGET}, ${LABEL.cacheName}`;
const FEWEST = 50;
/** Of what was usual. */
const SHARE = 0.5;

const asked = (outcome: string): string => series(METRIC.cacheQuestions, { [LABEL.cacheName]: 'Item', [LABEL.cacheOutcome]: outcome });

/** The share of the questions that were answered by what was kept. */
function kept(range: string): string {
  const all = `sum by (${BY}) (rate(${METRIC.cacheQuestions}${range}))`;
  const given = `sum by (${BY}) (rate(${METRIC.cacheQuestions}{${LABEL.cacheOutcome}=~"hit|wait"}${range}))`;
  return `(${given} or ${all} * 0) / (${all} > 0)`;
}

function expr(settings: Settings): string {
  const [short, long] = [window(300, settings), window(3600, settings)];
  const enough = `sum by (${BY}) (increase(${METRIC.cacheQuestions}[${short}])) >= ${FEWEST}`;
  return `${kept(`[${short}]`)} < ${SHARE} * (${kept(`[${long}] offset ${short}`)})\nand\n${enough}`;
}

/** What the cache does not answer, sources have to: whether it helps as much as an hour ago. New processes begin without anything that is kept. */
export const cacheDegraded: Alert = {
  name: 'GeneralManagerCacheDegraded',
  severity: 'warning',
  summary: `The cache of {{ $labels.${LABEL.cacheName} }} of {{ $labels.service }} in {{ $labels.environment }} answers less than usual.`,
  value: 'It answers {{ $value | humanizePercentage }} of the questions.',
  lasting: 600,
  expr,
  cases: [
    {
      title: 'nine of ten questions were answered, now one is',
      series: { [asked('hit')]: '0+90x90 8110+10x40', [asked('miss')]: '0+10x90 990+90x40' },
      at: '1h50m',
      firing: [{ labels: { ...WHERE, [LABEL.cacheName]: 'Item' }, value: 'It answers 10% of the questions.' }],
    },
    {
      title: 'nothing is answered any more',
      series: { [asked('hit')]: '0+90x90 8100x40', [asked('error')]: '0x90 100+100x40' },
      at: '1h50m',
      firing: [{ labels: { ...WHERE, [LABEL.cacheName]: 'Item' }, value: 'It answers 0% of the questions.' }],
    },
    { title: 'it never answered more', series: { [asked('hit')]: '0+10x120', [asked('miss')]: '0+90x120' }, at: '1h50m', firing: [] },
    {
      title: 'little is asked',
      series: { [asked('hit')]: '0+9x90 810+1x40', [asked('miss')]: '0+1x90 90+8x40' },
      at: '1h50m',
      firing: [],
    },
    {
      title: 'a process that has just begun',
      series: { [asked('hit')]: '0+90x90 8110+10x4 8150+90x40', [asked('miss')]: '0+10x90 990+90x4 1350+10x40' },
      at: '1h38m',
      firing: [],
    },
  ],
};
