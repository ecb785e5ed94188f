/** A date that is one; an infinite timestamp gives none. */
export const validDate = (value: unknown): Date | undefined =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;

/** The day of a Date, in the form of PostgreSQL: ISO 8601 counts a year 0 and has a sign from the year 10,000 on. */
export function dayText(value: unknown): string | undefined {
  const date = validDate(value);
  if (!date) return undefined;
  const year = date.getUTCFullYear();
  const [, month, day] = /-(\d{2})-(\d{2})T/.exec(date.toISOString()) ?? [];
  return year > 0 ? `${pad(year)}-${month}-${day}` : `${pad(1 - year)}-${month}-${day} BC`;
}

const pad = (year: number): string => String(year).padStart(4, '0');
