import type { Steps } from './steps.js';

const DAY = 86_400_000;
/** 1970-01-05: weeks count from Mondays. */
const MONDAY = 4;
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** How often days of an input follow each other. */
export interface Pace {
  readonly every: 'day' | 'week' | keyof typeof MONTHS;
  readonly at: 'start' | 'end';
}

/** Days that follow each other; `from` is where weeks count from. */
export function dateSteps({ every, at }: Pace, from: string | undefined): Steps {
  if (every === 'day') return daySteps(1, 0);
  if (every === 'week') return daySteps(7, from === undefined ? MONDAY : dayOf(from));
  return monthSteps(MONTHS[every], at);
}

function daySteps(size: number, anchor: number): Steps {
  return {
    at: (place) => textOf(anchor + place * size),
    floor: (value) => Math.floor((dayOf(String(value)) - anchor) / size),
    ceil: (value) => Math.ceil((dayOf(String(value)) - anchor) / size),
  };
}

function monthSteps(size: number, at: Pace['at']): Steps {
  const dayAt = (place: number): number => (at === 'start' ? firstDay(place * size) : firstDay((place + 1) * size) - 1);
  const around = (value: unknown): number => Math.floor(monthOf(String(value)) / size);
  return {
    at: (place) => textOf(dayAt(place)),
    floor: (value) => around(value) - (dayAt(around(value)) > dayOf(String(value)) ? 1 : 0),
    ceil: (value) => around(value) + (dayAt(around(value)) < dayOf(String(value)) ? 1 : 0),
  };
}

/** Days since 1970. */
const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);

const textOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Months since the year 0. */
const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

function firstDay(month: number): number {
  const date = new Date(0);
  // Date.UTC takes the years before 100 for those of the last century.
  date.setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1);
  return Math.round(date.getTime() / DAY);
}
