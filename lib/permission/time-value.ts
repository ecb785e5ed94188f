const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?$/i;

/** A time of day in microseconds, and the seconds by which its zone is ahead of UTC, where it says one. */
export interface TimeOfDay {
  readonly microseconds: number;
  readonly offset?: number;
}

/** Reads `HH:MM[:SS[.ffffff]]` with or without an offset; undefined where it is no time. */
export function timeOf(value: unknown): TimeOfDay | undefined {
  const [found, hour, minute, second, fraction = '', zone] = TIME.exec(String(value)) ?? [];
  if (found === undefined) return undefined;
  const microseconds = (Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0)) * 1_000_000 + Number(fraction.padEnd(6, '0'));
  return { microseconds, ...(zone !== undefined && { offset: offsetOf(zone) }) };
}

function offsetOf(zone: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = (zone.match(/\d{2}/g) ?? []).map(Number);
  const size = hours * 3600 + minutes * 60 + seconds;
  return zone.startsWith('-') ? -size : size;
}

/** Orders times of day; a zone that is written counts for nothing, as in a column without one. */
export function orderTimes(left: unknown, right: unknown): number | undefined {
  const [first, second] = [timeOf(left), timeOf(right)];
  return first && second && first.microseconds - second.microseconds;
}

/**
 * Orders times with an offset as PostgreSQL does: by the instant, then by the zone, so that they are equal only where both are. One that
 * says no offset means what the session's time zone makes of it, which nobody knows here.
 */
export function orderZonedTimes(left: unknown, right: unknown): number | undefined {
  const [first, second] = [timeOf(left), timeOf(right)];
  if (first?.offset === undefined || second?.offset === undefined) return undefined;
  const instant = ({ microseconds, offset = 0 }: TimeOfDay): number => microseconds - offset * 1_000_000;
  return instant(first) - instant(second) || second.offset - first.offset;
}
