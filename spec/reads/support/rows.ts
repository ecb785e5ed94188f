import * as fc from 'fast-check';
import { Grade, Mood } from './shelf.js';

/** Texts that collations, LIKE patterns, quoting and JSON treat specially, and that tie. */
export const TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'ä',
  'a\u0308',
  'ß',
  'İ',
  '😀',
  '日本',
  '%',
  '_',
  '\\',
  '%a_',
  "'",
  '"',
  'a b',
  'ab',
  'ba',
  'null',
  '0',
  '\n',
];

export const MOODS = Object.values(Mood);
const GRADES = [Grade.Low, Grade.High];
export const STAMPS = [
  '0001-01-01T00:00:00',
  '1969-12-31T23:59:59.999999',
  '2024-02-29T12:00:00.123456',
  '2024-02-29T12:00:00.123457',
  '2024-02-29T12:00:00.124',
  '9999-12-31T23:59:59.999999',
];
export const UUIDS = [
  '00000000-0000-0000-0000-000000000000',
  '7f3c0c1e-53a5-4b7a-9d1e-0242ac120002',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

const some = <T>(...values: readonly T[]): fc.Arbitrary<T | null> => fc.constantFrom(null, ...values);
/** Any text; strings of fast-check with the unit `binary` take seconds to learn all code points. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10_f7ff }), { maxLength: 4 })
  .map((points) => String.fromCodePoint(...points.map((point) => (point < 0xd800 ? point : point + 0x800))));

const text = fc.oneof({ weight: 4, arbitrary: some(...TEXTS) }, { weight: 1, arbitrary: anyText });
// PostgreSQL cannot hold U+0000, nor half a surrogate pair.
const storable = text.map((each) => each && Buffer.from(each.replaceAll('\u0000', '')).toString());

/** A row of `thing` as its columns are called; few values of each, so that they tie. */
export const thingRow = fc.record({
  label: storable,
  secret: storable,
  size: some(-2147483648, -1, 0, 1, 2, 2147483647),
  weight: some<number | string>(-1.5, 0, 0.1, 0.30000000000000004, 1e300, 5e-324, 'Infinity', '-Infinity', 'NaN'),
  serial: some('-9223372036854775808', '0', '9007199254740992', '9007199254740993', '9223372036854775807'),
  price: some('-1.5000', '0', '1.0001', '1.0010', '1.001', '9999999999999999.9999'),
  fragile: some(true, false),
  made: some('0001-01-01', '1970-01-01', '2024-02-29', '9999-12-31'),
  opens: some('00:00:00', '12:30:00', '12:30:00.000001', '23:59:59.999999'),
  shuts: some('00:00:00+00', '12:00:00+02', '10:00:00+00', '12:30:00.5-03:30', '23:59:59.999999+14', '24:00:00+00', '00:00:00-05'),
  lasts: some('1 mon', '30 days', '720:00:00', '1 year', '-1 mons +30 days', '00:00:00.000001', '-00:00:01.5', '1 day 02:00:00', '0'),
  heft: some<number | string>(-1.5, 0, 0.1, 16777216, 3e38, 'Infinity', 'NaN'),
  shade: some('red', 'blue', '', 'ä'),
  share: some(0, 12, 100),
  seen: some(...STAMPS).map((each) => each && `${each}Z`),
  noted: some(...STAMPS),
  code: some(...UUIDS),
  mood: some(...MOODS),
  tint: some(...MOODS),
  grade: some(...GRADES),
  tags: fc.option(fc.array(fc.constantFrom('a', 'b', '%', '', null), { maxLength: 3 })),
  counts: fc.option(fc.array(fc.constantFrom(0, 1, 2), { maxLength: 3 })),
  facts: fc.option(fc.jsonValue({ maxDepth: 2 })),
  measure_width: some(1, 2),
  shelf_id: some(1, 2, 3, 4),
  vault_id: some(1, 2),
});

/** The rows of `shelf` that things stand on; some of their values tie, some are null. */
export const SHELVES = [
  { id: 1, name: 'b', floor: 1 },
  { id: 2, name: null, floor: 1 },
  { id: 3, name: 'a', floor: null },
  { id: 4, name: 'b', floor: 2 },
];

/** The rows of `vault`. */
export const VAULTS = [
  { id: 1, code: 'x' },
  { id: 2, code: 'y' },
];

/** Rows with keys of their own. */
export const thingRows = fc
  .array(thingRow, { maxLength: 24, size: 'max' })
  .map((rows) => rows.map((row, index) => ({ id: index + 1, ...row, facts: storableJson(row.facts) })));

/** JSON texts may not hold U+0000 either; and -0 is no number of JSON. */
function storableJson(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value)
      .replaceAll('\\u0000', '')
      .replace(/\\ud[89a-f][0-9a-f]{2}/gi, ''),
  );
}
