import type { Platform } from '@mikro-orm/core';
import { above, BELOW_ALL, exactly, type Place } from '../codec.js';

const LAST_DAY = '9999-12-31';

/** Where a day lies among those of four-digit years: `YYYY-MM-DD`, of later years or `BC`. */
export function placeDay(value: unknown): Place {
  const [, year = '', rest = '', era] = /^(\d+)(-\d\d-\d\d)( BC)?$/.exec(String(value)) ?? [];
  if (era !== undefined || Number(year) < 1) return BELOW_ALL;
  return Number(year) > 9999 ? above(LAST_DAY) : exactly(`${String(Number(year)).padStart(4, '0')}${rest}`);
}

/** A time of day as text that orders: `HH:MM:SS`, with the fraction that is not zero, without a zone. */
export function timeText(value: unknown): string {
  const [, minutes = '', seconds = ':00', fraction = ''] = /^(-?\d+:\d\d)(:\d\d)?(\.\d+)?/.exec(String(value)) ?? [];
  return `${minutes}${seconds}${fraction.replace(/\.?0+$/, '')}`;
}

/** Where a Date lies among the texts of columns that know no zone. */
export function placeMoment(platform: Platform, value: unknown): Place {
  const date = new Date((value as Date).getTime() - behindUtc(platform, value as Date));
  const year = date.getUTCFullYear();
  if (year < 1) return BELOW_ALL;
  return year > 9999 ? above(`${LAST_DAY} 23:59:59.999999`) : exactly(date.toISOString().slice(0, 23).replace('T', ' '));
}

/** The Date of such a text, in the zone that MikroORM reads them in. */
export function momentOf(platform: Platform, text: string): unknown {
  const zone = platform.getTimezone();
  const local = text.slice(0, 23).replace(' ', 'T');
  return platform.parseDate(zone === undefined || zone === 'local' ? local : `${local}${zone}`);
}

/** Milliseconds by which MikroORM's zone for such columns is behind UTC. */
function behindUtc(platform: Platform, date: Date): number {
  const zone = platform.getTimezone();
  if (zone === undefined || zone === 'local') return date.getTimezoneOffset() * 60_000;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return (sign === '-' ? 1 : -1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
