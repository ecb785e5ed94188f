import { expect } from 'chai';
import * as fc from 'fast-check';
import { CanonicalHash, NotPlain } from '../../lib/cache/canonical-hash.js';
import { readValue, writeValue } from '../../lib/cache/value-text.js';

const hashOf = (value: unknown): string => new CanonicalHash().add(value).end();

/** Values that are easily taken for each other. */
const ALIKE: readonly unknown[] = [
  1,
  '1',
  1n,
  true,
  'true',
  [1],
  ['1'],
  { 0: 1 },
  0,
  -0,
  '0',
  '-0',
  NaN,
  'NaN',
  Infinity,
  -Infinity,
  '',
  null,
  undefined,
  'null',
  'undefined',
  [],
  {},
  [null],
  [undefined],
  [[]],
  [{}],
  [''],
  ['', ''],
  [[], []],
  [['']],
  { a: undefined },
  { a: null },
  { a: '' },
  { '': 'a' },
  { a: {} },
  new Date(0),
  0n,
  '1970-01-01T00:00:00.000Z',
  new Date(NaN),
  new Date(1),
  new Uint8Array([]),
  new Uint8Array([0]),
  new Uint8Array([48]),
  'AA==',
  new Map(),
  new Map([['a', 1]]),
  new Map([[1, 'a']]),
  { a: 1 },
  new Set(),
  new Set(['a']),
  ['a'],
  ['a', 1],
  [['a', 1]],
  'a',
  'k1:a',
  's1:a',
  'ab',
  ['a', 'b'],
  ['ab'],
  ['a,b'],
  { a: 1, b: 2 },
  { a: '1', b: 2 },
  { a: { b: 2 } },
  { 'a.b': 2 },
  '\uD800',
  '\uFFFD',
  '\uDC00',
  'é',
  'e\u0301',
  '😀',
  '1n',
  false,
  'false',
  1.5,
  '1.5',
  1e21,
  '1e21',
  Number.MIN_VALUE,
  Number.MAX_SAFE_INTEGER,
  BigInt(Number.MAX_SAFE_INTEGER),
];

const leaf = fc.oneof(
  fc.constantFrom(...ALIKE),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.double(),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array({ maxLength: 4 }),
);

const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(fc.tuple(fc.string({ maxLength: 2 }), tie('value')), { maxLength: 2 }).map((entries) => new Map(entries)),
    fc.array(fc.string({ maxLength: 2 }), { maxLength: 2 }).map((each) => new Set(each)),
  ),
}));

/** What tells values apart, written down once more: types by words, and every part in its place. */
function told(value: unknown): unknown {
  if (typeof value === 'number') return ['number', Object.is(value, -0) ? '-0' : String(value)];
  if (value === null) return ['null'];
  if (typeof value === 'string') return ['string', units(value)];
  if (typeof value !== 'object')
    return [typeof value, JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each)) ?? ''];
  if (value instanceof Date) return ['date', String(value.getTime())];
  if (value instanceof Uint8Array) return ['bytes', [...value]];
  if (value instanceof Map) return ['map', [...value].map(([key, each]) => [told(key), told(each)])];
  if (value instanceof Set) return ['set', [...value].map(told)];
  if (Array.isArray(value)) return ['list', value.map(told)];
  const names = Object.keys(value).toSorted();
  return ['object', names.map((name) => [units(name), told(Reflect.get(value, name))])];
}

const units = (text: string): readonly number[] => Array.from({ length: text.length }, (_each, index) => text.charCodeAt(index));

describe('keys of the cache', () => {
  it('differ for values that are easily taken for each other', () => {
    const hashes = new Map<string, unknown>();
    for (const value of ALIKE) {
      const hash = hashOf(value);
      expect(hashes.has(hash), `${String(value)} and ${String(hashes.get(hash))}`).to.equal(false);
      hashes.set(hash, value);
    }
  });

  it('are the same for two values exactly where these are the same', () => {
    const pair = fc.oneof(
      fc.tuple(anything, anything),
      anything.map((each) => [each, structuredClone(each)] as const),
      fc.tuple(fc.constantFrom(...ALIKE), fc.constantFrom(...ALIKE)).map(([left, right]) => [{ a: [left] }, { a: [right] }] as const),
    );
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const isSame = JSON.stringify(told(left)) === JSON.stringify(told(right));
        expect(hashOf(left) === hashOf(right)).to.equal(isSame);
      }),
      { numRuns: 5_000, seed: 9 },
    );
  });

  it('do not depend on how values are cut into parts, nor on the order of names', () => {
    const parts = (...values: readonly unknown[]): string => {
      const hash = new CanonicalHash();
      for (const each of values) hash.add(each);
      return hash.end();
    };
    expect(parts('a', 'b')).not.to.equal(parts('ab'));
    expect(parts('a', ['b'])).not.to.equal(parts(['a'], 'b'));
    expect(hashOf({ a: 1, b: 2 })).to.equal(hashOf({ b: 2, a: 1 }));
    expect(hashOf('x'.repeat(100_000))).not.to.equal(hashOf(`${'x'.repeat(99_999)}y`));
  });

  it('are refused to what is no plain data', () => {
    const looped: { self?: unknown } = {};
    looped.self = looped;
    class Point {
      x = 1;
    }
    for (const value of [() => 1, Symbol('a'), new Point(), looped, [new Point()], { at: new Point() }, { [Symbol('a')]: 1 }])
      expect(() => hashOf(value)).to.throw(NotPlain);
  });

  it('take what a model names by its name', () => {
    const named = { anything: () => 1 };
    const refer = (value: object): string | undefined => (value === named ? 'manager Track' : undefined);
    expect(new CanonicalHash(refer).add([named]).end()).not.to.equal(hashOf(['manager Track']));
  });
});

describe('texts of values', () => {
  it('give back what was written, to the last bit', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const found = readValue(writeValue(value));
        expect(JSON.stringify(told(found))).to.equal(JSON.stringify(told(value)));
      }),
      { numRuns: 3_000, seed: 10 },
    );
  });

  it('take names that JSON and objects have plans for', () => {
    const value = JSON.parse('{"__proto__":{"admin":true},"constructor":1,"toJSON":"x"}') as Record<string, unknown>;
    const marked = { ['\u0000']: ['d', '0'], plain: { ['\u0000']: 1 } };
    const found = readValue(writeValue({ value, marked })) as { value: object; marked: object };
    expect(Object.keys(found.value)).to.deep.equal(['__proto__', 'constructor', 'toJSON']);
    expect(Reflect.get(found.value, 'admin')).to.equal(undefined);
    expect(found.marked).to.deep.equal(marked);
  });

  it('are new values each time', () => {
    const text = writeValue({ at: new Date(5), list: [{ a: 1 }] });
    const first = readValue(text) as { at: Date; list: { a: number }[] };
    first.at.setTime(0);
    first.list.pop();
    expect(readValue(text)).to.deep.equal({ at: new Date(5), list: [{ a: 1 }] });
  });

  it('keep symbols and objects that both sides know, and no others', () => {
    const mark = Symbol('mark');
    const shared = { plan: () => 1 };
    const known = { symbols: { mark }, objects: [shared] };
    const value = { name: 'x', [mark]: 'Track', plan: shared };
    const found = readValue(writeValue(value, known), known) as typeof value;
    expect(found).to.deep.equal(value);
    expect(found.plan).to.equal(shared);
    for (const bad of [{ [Symbol('other')]: 1 }, { plan: { other: () => 1 } }, new (class Money {})()])
      expect(() => writeValue(bad, known)).to.throw(NotPlain);
    const looped: { self?: unknown } = {};
    looped.self = looped;
    expect(() => writeValue(looped)).to.throw(NotPlain);
  });
});
