import { Grade, Mood, ODD_VALUES } from './parts.js';

/** One value at the edge of a kind. */
export interface Edge {
  /** As MikroORM is given it; absent where only SQL can write it. */
  readonly value?: unknown;
  /** As SQL writes it, where MikroORM cannot. */
  readonly sql?: string;
  /** As GraphQL shows it. Default: the value itself. */
  readonly shown?: unknown;
  /** As a GraphQL client filters by it. Default: as it is shown. */
  readonly asked?: unknown;
  /** As the Bucket API gives it, where that is another value than MikroORM's. */
  readonly read?: unknown;
  /** Why `eq` cannot find just this row. */
  readonly unfindable?: string;
}

const plain = (...values: readonly unknown[]): readonly Edge[] => values.map((value) => ({ value }));
const shownAs = (shown: (value: never) => unknown, ...values: readonly unknown[]): readonly Edge[] =>
  values.map((value) => ({ value, shown: shown(value as never) }));
const inSql = (...values: readonly string[]): readonly Edge[] => values.map((value) => ({ sql: `'${value}'`, shown: value }));
const INFINITE = 'GraphQL has no such number';
const FINER = 'a Date has milliseconds only';

const TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  `it's "quoted" \\ \\n %_ $1 ? ?? :a {b}`,
  'line\nbreak\ttab\r\u0001',
  'e\u0301',
  'é',
  'שלום ‏עולם',
  '👩‍👩‍👧‍👦 🇩🇪 𝒳',
  'null',
  'ﬃ İ ß',
] as const;

const iso = (value: Date): string => value.toISOString();
const wallClock = (value: Date): string => value.toISOString().slice(0, -1);
const day = (value: Date): string => value.toISOString().slice(0, 10);
const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');
const all =
  (show: (value: never) => unknown) =>
  (values: readonly unknown[]): readonly unknown[] =>
    values.map((value) => (value === null ? null : show(value as never)));

const DATES = [
  '0001-01-01T00:00:00.000Z',
  '1582-10-10T12:00:00.000Z',
  '1899-12-31T23:59:59.999Z',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
  '2024-02-29T12:34:56.789Z',
  '2024-03-31T01:30:00.000Z',
  '9999-12-31T23:59:59.999Z',
].map((each) => new Date(each));

const BYTES = [
  Buffer.alloc(0),
  Buffer.from([0]),
  Buffer.from("\\x00 it's"),
  Buffer.from(Array.from({ length: 256 }, (_each, byte) => byte)),
];
const BIG_BLOB = Buffer.alloc(2 ** 20, 'general manager ');

const DOCUMENTS: readonly unknown[] = [
  {},
  [],
  '',
  'text "quoted" \\ é 👍',
  0,
  -1.5e-7,
  9_007_199_254_740_991,
  true,
  false,
  [null, [null], {}],
  { null: null, 'a.b': { '': [1, { c: 'd' }] }, '👍': '\u2028', ['__proto__']: 1 },
];

const name =
  (values: Readonly<Record<string, unknown>>) =>
  (value: unknown): string | undefined =>
    Object.entries(values).find(([, each]) => each === value)?.[0];
const moodName = name(Mood);
const gradeName = name(Grade);
const ODD_NAMES = ['IN_ACTIVE', '_1ST', 'EMPTY', 'IT_S_ODD_', 'GRO_E', '_1f44d', 'TRUE', 'A_B'] as const;
const oddName = (value: unknown): unknown => ODD_NAMES[ODD_VALUES.findIndex((each) => each === value)];

const BIGS = [0n, 1n, -1n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];

/** Values at the edges of each kind of property. */
export const EDGES: Readonly<Record<string, readonly Edge[]>> = {
  whole: plain(1, -1, 2_147_483_647, -2_147_483_648),
  small: plain(0, 32_767, -32_768),
  real: [...plain(0, 0.1, -1.5, 16_777_216, 3.402_823_5e38, 1e-45), ...numbersBeyond()],
  double: [
    ...plain(0.1, 0.1 + 0.2, -1e21, 1.797_693_134_862_315_7e308, 5e-324, 9_007_199_254_740_992),
    { sql: `'-0'`, shown: 0 },
    ...numbersBeyond(),
  ],
  big: shownAs(String, ...BIGS),
  bigText: plain(...BIGS.map(String)),
  bigNumber: shownAs(String, 0, 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  decimal: [
    ...plain('0.00000000000000000000', '12345678901234567890.12345678901234567890', '-0.00000000000000000001', '0.10000000000000000000'),
    ...plain('99999999999999999999.99999999999999999999'),
    { sql: `'NaN'`, shown: 'NaN', unfindable: INFINITE },
  ],
  decimalNumber: shownAs(String, 0, 0.1, -123_456_789.125, 999_999_999.999),
  numeric: [
    ...plain('0', '1.500', `1${'0'.repeat(100)}.${'0'.repeat(49)}1`, '-7'),
    { sql: `'-Infinity'`, shown: '-Infinity', unfindable: INFINITE },
  ],
  flag: plain(true),
  label: plain(...TEXTS),
  short: plain('', '12345678901234567890', '👍'.repeat(20)),
  text: plain(...TEXTS, 'long '.repeat(50_000)),
  char: shownAs((value: string) => value.padEnd(5), 'abcde', 'b    ', "'é\\  ", '👍    '),
  day: [
    ...plain('0001-01-01', '1582-10-10', '1899-12-31', '1970-01-01', '2024-02-29', '9999-12-31'),
    ...inSql('10000-01-01', '0044-03-15 BC'),
  ],
  dayDate: shownAs(
    day,
    ...['0001-01-01', '1582-10-10', '1899-12-31', '1970-01-01', '2024-02-29', '9999-12-31'].map((each) => new Date(each)),
  ),
  time: plain('00:00:00', '12:34:56', '23:59:59', '24:00:00'),
  timeMicro: plain('00:00:00', '00:00:00.000001', '23:59:59.999999'),
  timeZoned: plain('12:00:00+00', '12:00:00+05:30', '12:00:00.000001-12', '07:00:00-05'),
  moment: [
    ...shownAs(iso, ...DATES),
    { sql: `'2024-02-29 12:34:56.123456+05:30'`, shown: '2024-02-29T07:04:56.123Z', unfindable: FINER },
    { sql: `'1969-12-31 23:59:58.999999+00'`, shown: '1969-12-31T23:59:58.999Z', unfindable: FINER },
  ],
  momentSeconds: shownAs(iso, ...DATES.filter((each) => each.getMilliseconds() === 0)),
  local: [...shownAs(wallClock, ...DATES), { sql: `'2024-02-29 12:34:56.123456'`, shown: '2024-02-29T12:34:56.123', unfindable: FINER }],
  // MikroORM makes objects of them, though its type says text.
  span: ['00:00:00', '1 year 2 mons -3 days +04:05:06.789', '-00:00:00.000001', '178000000 years'].map((sql) => ({
    sql: `'${sql}'`,
    shown: sql,
    read: sql,
  })),
  code: plain('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '0190a9c2-7b1e-7c3d-8e4f-5a6b7c8d9e0f'),
  data: [...plain(...DOCUMENTS), { sql: `'null'`, shown: null, unfindable: 'a JSON null is a null' }],
  facts: plain({ weight: 1.5, tags: ['a', 'ü'] }, { weight: 0, tags: [] }),
  plainJson: plain(...DOCUMENTS),
  blob: [...shownAs(base64, ...BYTES), { value: BIG_BLOB, shown: base64(BIG_BLOB) }],
  bytes: shownAs(base64, ...BYTES.map((each) => Uint8Array.from(each))),
  words: [
    ...plain([], [''], ['a'], ['a', 'b'], ['b', 'a'], ['a,b', '{c}', '"d"', '\\e']),
    { sql: textArray(TEXTS), shown: TEXTS },
    { sql: `array[null, 'NULL', 'null']`, shown: [null, 'NULL', 'null'], unfindable: 'no null can be asked for' },
  ],
  numbers: plain([], [0], [2_147_483_647, -2_147_483_648, 1, 1]),
  doubles: plain([], [0.1, -1e21, 5e-324]),
  bigs: shownAs(all(String), [], [0n], BIGS),
  moods: shownAs(all(moodName), [], [Mood.Wild], [Mood.Calm, Mood.Wild, Mood.Calm]),
  tints: shownAs(all(moodName), [], [Mood.Wild], [Mood.Calm, Mood.Wild, Mood.Calm]),
  grades: shownAs(all(gradeName), [], [Grade.Below], [Grade.Low, Grade.High]),
  mood: shownAs(moodName, Mood.Calm, Mood.Wild),
  grade: shownAs(gradeName, Grade.Low, Grade.High, Grade.Below),
  tint: shownAs(moodName, Mood.Calm, Mood.Wild),
  odd: shownAs(oddName, ...ODD_VALUES),
  oddNative: shownAs(oddName, ...ODD_VALUES),
  celsius: plain(0, -273.1, 36.6),
  euro: plain('0.00', '12.34', '-0.01', '21474836.47'),
  pair: plain([1, 2], [0.5]),
  preset: plain('', 'other'),
  notes: plain('', 'read later'),
  renamed: plain('', 'another'),
};

/** MikroORM writes them as if they were columns. */
function numbersBeyond(): readonly Edge[] {
  return ['NaN', 'Infinity', '-Infinity'].map((value) => ({ sql: `'${value}'`, shown: null, unfindable: INFINITE }));
}

/** MikroORM takes blank texts and the text `null` in lists for something else. */
function textArray(texts: readonly string[]): string {
  return `array[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')}]`;
}
