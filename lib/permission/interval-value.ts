const POSTGRES =
  /^(?:([+-]?\d{1,9}) years? ?)?(?:([+-]?\d{1,10}) mons? ?)?(?:([+-]?\d{1,10}) days? ?)?(?:([+-])?(\d{2,10}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?)?$/;
const ISO =
  /^P(?:(-?\d{1,9})Y)?(?:(-?\d{1,10})M)?(?:(-?\d{1,10})W)?(?:(-?\d{1,10})D)?(?:T(?:(-?\d{1,10})H)?(?:(-?\d{1,10})M)?(?:(-?)(\d{1,13})(?:\.(\d{1,6}))?S)?)?$/;
const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;
const MAX_INT = 2n ** 31n;
const MAX_BIGINT = 2n ** 63n;

/** An interval as PostgreSQL keeps it. */
export interface Interval {
  readonly months: bigint;
  readonly days: bigint;
  readonly microseconds: bigint;
}

/** Reads an interval: PostgreSQL's own text, ISO 8601, or an object of years, months, …; undefined where it is none, or too long. */
export function intervalOf(value: unknown): Interval | undefined {
  const found = typeof value === 'string' ? (postgres(value) ?? iso(value)) : parts(value);
  return found && fits(found) ? found : undefined;
}

/** An interval in ISO 8601, which PostgreSQL reads alike whatever its settings. */
export function intervalText({ months, days, microseconds }: Interval): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  const seconds = `${microseconds < 0n ? '-' : ''}${size / SECOND}.${String(size % SECOND).padStart(6, '0')}`;
  return `P${months}M${days}DT${seconds}S`;
}

/** Orders intervals as PostgreSQL does: a month has thirty days, a day 24 hours. */
export function orderIntervals(left: unknown, right: unknown): number | undefined {
  const [first, second] = [spanOf(left), spanOf(right)];
  if (first === undefined || second === undefined) return undefined;
  return first < second ? -1 : first > second ? 1 : 0;
}

function spanOf(value: unknown): bigint | number | undefined {
  // From PostgreSQL 17 on, intervals can be endless.
  if (value === 'infinity') return Infinity;
  if (value === '-infinity') return -Infinity;
  const interval = intervalOf(value);
  return interval && interval.microseconds + (interval.days + interval.months * 30n) * DAY;
}

const fits = ({ months, days, microseconds }: Interval): boolean =>
  [months, days].every((each) => each >= -MAX_INT && each < MAX_INT) && microseconds >= -MAX_BIGINT && microseconds < MAX_BIGINT;

function postgres(text: string): Interval | undefined {
  const [found, years, months, days, sign, hours, minutes, seconds, fraction = ''] = POSTGRES.exec(text) ?? [];
  if (!found) return undefined;
  const time = whole(hours) * 3600n + whole(minutes) * 60n + whole(seconds);
  const microseconds = time * SECOND + BigInt(fraction.padEnd(6, '0'));
  return { months: whole(years) * 12n + whole(months), days: whole(days), microseconds: sign === '-' ? -microseconds : microseconds };
}

function iso(text: string): Interval | undefined {
  const [found, years, months, weeks, days, hours, minutes, sign, seconds, fraction = ''] = ISO.exec(text) ?? [];
  if (!found || found === 'P' || found.endsWith('T')) return undefined;
  const size = whole(seconds) * SECOND + BigInt(fraction.padEnd(6, '0'));
  const time = (whole(hours) * 3600n + whole(minutes) * 60n) * SECOND;
  return {
    months: whole(years) * 12n + whole(months),
    days: whole(weeks) * 7n + whole(days),
    microseconds: time + (sign === '-' ? -size : size),
  };
}

const UNITS = ['years', 'months', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'] as const;

/** What drivers make of an interval: an object with a number for each unit; only milliseconds have fractions. */
function parts(value: unknown): Interval | undefined {
  if (typeof value !== 'object' || value === null || !UNITS.some((unit) => unit in value)) return undefined;
  const numbers = UNITS.map((unit): unknown => Reflect.get(value, unit) ?? 0);
  const milliseconds = numbers.pop();
  if (!Number.isFinite(milliseconds) || !numbers.every(Number.isSafeInteger)) return undefined;
  const [years = 0n, months = 0n, days = 0n, hours = 0n, minutes = 0n, seconds = 0n] = numbers.map((each) => BigInt(each as number));
  const time = ((hours * 60n + minutes) * 60n + seconds) * SECOND;
  return { months: years * 12n + months, days, microseconds: time + BigInt(Math.round(Number(milliseconds) * 1000)) };
}

const whole = (digits: string | undefined): bigint => BigInt(digits ?? 0);
