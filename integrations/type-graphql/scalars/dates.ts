/** A date that is one; an infinite timestamp gives none. */
export const validDate = (value: unknown): Date | undefined =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;

/** The instant of a text in ISO 8601; Date itself takes the 30th of February for a day of March. */
export function instantOf(text: string): Date | undefined {
  const [day = ''] = /^[+-]?\d+-\d{2}-\d{2}/.exec(text) ?? [];
  const start = validDate(new Date(`${day}T00:00:00Z`));
  return start?.toISOString().includes(`${day.slice(-6)}T`) ? validDate(new Date(text)) : undefined;
}

/** The day of a Date, in the form of PostgreSQL: ISO 8601 counts a year 0 and has a sign from the year 10,000 on. */
export function dayText(value: unknown): string | undefined {
  const date = validDate(value);
  if (!date) return undefined;
  const year = date.getUTCFullYear();
  const [, month, day] = /-(\d{2})-(\d{2})T/.exec(date.toISOString()) ?? [];
  return year > 0 ? `${pad(year)}-${month}-${day}` : `${pad(1 - year)}-${month}-${day} BC`;
}

const pad = (year: number): string => String(year).padStart(4, '0');
