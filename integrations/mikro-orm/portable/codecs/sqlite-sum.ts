import { UnsupportedRead } from '../../errors.js';
import type { Property } from '../../metadata.js';
import { above, BELOW_ALL, codec, type Addition, type Codec, type Place } from '../codec.js';
import { bind, raw, sql, type Sql } from '../sql.js';
import { placeByScale, shifted } from './decimal.js';

// SQLite adds up to 64 bits only. The upper and lower halves of numbers are added up on their own, and put together as text: both halves
// with leading zeros, the upper one moved beyond zero, so that texts have the order of the sums.
const HALF = 32n;
const LOWER = 2n ** HALF - 1n;
const MOVED = 2n ** 62n;
const UPPER_DIGITS = 19;
const LOWER_DIGITS = 10;

const encode = (sum: bigint): string =>
  `${String((sum >> HALF) + MOVED).padStart(UPPER_DIGITS, '0')}${String(sum & LOWER).padStart(LOWER_DIGITS, '0')}`;

const decode = (text: string): bigint => ((BigInt(text.slice(0, UPPER_DIGITS)) - MOVED) << HALF) + BigInt(text.slice(UPPER_DIGITS));

/** The sum of whole numbers as such a text. */
function wholeSum(numbers: Sql): Sql {
  const [upper, lower] = [sql`sum(${numbers} >> 32)`, sql`sum(${numbers} & ${raw(String(LOWER))})`];
  const format = raw(`'%0${UPPER_DIGITS}d%0${LOWER_DIGITS}d'`);
  const halves = sql`${upper} + (${lower} >> 32) + ${raw(String(MOVED))}, ${lower} & ${raw(String(LOWER))}`;
  return sql`(case when count(${numbers}) > 0 then printf(${format}, ${halves}) end)`;
}

/** How sums travel that have some digits behind the point. */
function totalOf(scale: number, value: (text: string) => unknown): Codec {
  const text = (encoded: unknown): string => shifted(decode(String(encoded)), scale);
  return codec({
    text,
    decode: (encoded) => value(text(encoded)),
    bound: (decimal) => bind(encode(BigInt(decimal.replace('.', '')))),
    place: (operand) => placeSum(placeByScale(operand, scale), scale),
  });
}

/** An operand beyond every sum lies there. */
function placeSum(place: Place, scale: number): Place {
  if (place.text === undefined) return BELOW_ALL;
  const digits = BigInt(place.text.replace('.', ''));
  const limit = MOVED << HALF;
  if (digits >= limit) return above(shifted(limit - 1n, scale));
  return digits < -limit ? BELOW_ALL : place;
}

/** Sums of whole numbers. */
export const WHOLE: Addition = { sum: wholeSum, total: totalOf(0, BigInt) };

/** Sums of decimals, which are floating-point numbers, at the scale of their column. */
export function decimals({ scale, columnTypes }: Property): Addition {
  const declared = /\(\d+(?:,\s*(\d+))?\)/.exec(columnTypes?.[0] ?? '');
  const digits = scale ?? (declared ? Number(declared[1] ?? 0) : undefined);
  const sum = (expression: Sql): Sql => {
    if (digits === undefined) throw UnsupportedRead.create({ what: 'a sum or average of decimals without a scale' });
    return wholeSum(sql`cast(round(${expression} * ${raw(`1e${digits}`)}) as integer)`);
  };
  return { sum, total: totalOf(digits ?? 0, String) };
}
