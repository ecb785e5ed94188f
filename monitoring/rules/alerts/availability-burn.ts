import { burnsTooFast } from '../burn-rate.js';
import { requests, WHERE } from '../cases.js';
import type { Alert } from '../rule.js';

const summary = 'Requests to {{ $labels.service }} in {{ $labels.environment }} fail';
const value = '{{ $value | humanizePercentage }} of the requests fail.';

export const availabilityBurnFast: Alert = {
  name: 'GeneralManagerAvailabilityBurnFast',
  severity: 'critical',
  summary: `${summary}: the error budget lasts for hours.`,
  value,
  lasting: 120,
  expr: (settings) => burnsTooFast('availability', 'fast', settings),
  cases: [
    {
      title: 'a tenth of the requests fails for a quarter of an hour',
      series: { [requests('ok')]: '0+540x100', [requests('failed')]: '0x60 60+60x30' },
      at: '1h15m',
      firing: [{ labels: WHERE, value: '2.703% of the requests fail.' }],
    },
    {
      title: 'it has been over for half an hour',
      series: { [requests('ok')]: '0+540x120', [requests('failed')]: '0x60 60+60x14 900x60' },
      at: '1h50m',
      firing: [],
    },
    {
      title: 'one of two thousand requests fails, within the budget',
      series: { [requests('ok')]: '0+1999x100', [requests('failed')]: '0+1x100' },
      at: '1h30m',
      firing: [],
    },
    {
      title: 'callers do wrong: refused, invalid, missing',
      series: { [requests('ok')]: '0+10x100', [requests('refused')]: '0+600x100', [requests('invalid')]: '0+600x100' },
      at: '1h30m',
      firing: [],
    },
    {
      title: 'next to nothing is asked, and a few of it fail',
      series: { [requests('ok')]: '0+0.05x100', [requests('failed')]: '0+0.02x100' },
      at: '1h30m',
      firing: [],
    },
  ],
};

export const availabilityBurnSlow: Alert = {
  name: 'GeneralManagerAvailabilityBurnSlow',
  severity: 'warning',
  summary: `${summary}: the error budget ends too early.`,
  value,
  lasting: 900,
  expr: (settings) => burnsTooFast('availability', 'slow', settings),
  cases: [
    {
      days: true,
      title: 'four of a thousand requests fail for a day',
      series: { [requests('ok')]: '0+1992x750', [requests('failed')]: '0+8x750' },
      at: '1d',
      firing: [{ labels: WHERE, value: '0.4% of the requests fail.' }],
    },
    {
      days: true,
      title: 'half of the budget is used',
      series: { [requests('ok')]: '0+3998x750', [requests('failed')]: '0+2x750' },
      at: '1d',
      firing: [],
    },
    {
      days: true,
      title: 'it was bad, and has been good for more than six hours',
      series: { [requests('ok')]: '0+1992x750', [requests('failed')]: '0+8x350 2800x400' },
      at: '20h',
      firing: [],
    },
  ],
};
