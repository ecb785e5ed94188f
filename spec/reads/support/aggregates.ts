import * as fc from 'fast-check';
import type { MeasureKind } from '../../../lib/model/measure.js';
import { and, comparable, compareOrdered, not, or, order, type Comparable, type Truth, type Type } from './truth.js';

// What measures and groups mean, written down once more and without SQL.

type Row = Readonly<Record<string, unknown>>;

/** The type of each path that is grouped or measured; where nobody sees the vault, there is nothing. */
export const PATHS: Readonly<Record<string, Type>> = {
  id: 'int',
  label: 'text',
  size: 'int',
  weight: 'float',
  serial: 'bigint',
  price: 'decimal',
  fragile: 'boolean',
  made: 'date',
  opens: 'time',
  code: 'uuid',
  mood: 'text',
  grade: 'int',
  'measure.width': 'int',
  'shelf.name': 'text',
  'shelf.floor': 'int',
  'vault.code': 'text',
};

/** The value of a thing at a path, from the rows as their columns are called. */
export function valueAt(thing: Row, shelves: readonly Row[], path: string): unknown {
  if (path === 'measure.width') return thing['measure_width'] ?? null;
  if (path.startsWith('vault')) return null;
  if (!path.startsWith('shelf')) return thing[path] ?? null;
  return shelves.find(({ id }) => id === thing['shelf_id'])?.[path === 'shelf' ? 'id' : path.slice('shelf.'.length)] ?? null;
}

/** One measure: `count`, or another one of a path. */
export interface Asked {
  readonly kind: MeasureKind;
  readonly path: string;
}

const NUMBERS = ['size', 'weight', 'serial', 'price', 'measure.width', 'shelf.floor'];
const ORDERED = Object.keys(PATHS).filter((path) => !['fragile', 'mood', 'grade'].includes(path));

/** Every measure that there is. */
export const MEASURES: readonly Asked[] = [
  { kind: 'count', path: '' },
  ...Object.keys(PATHS).map((path) => ({ kind: 'countDistinct' as const, path })),
  ...NUMBERS.flatMap((path) => [
    { kind: 'sum' as const, path },
    { kind: 'avg' as const, path },
  ]),
  ...ORDERED.flatMap((path) => [
    { kind: 'min' as const, path },
    { kind: 'max' as const, path },
  ]),
];

/** An exact result as a fraction, so that averages are compared without rounding. */
type Result = Comparable | { readonly sum: bigint; readonly of: bigint } | null;

/** What a measure of things is; whole numbers as they are, decimals in units of 10⁻¹². */
export function measure({ kind, path }: Asked, things: readonly Row[], shelves: readonly Row[]): Result {
  if (kind === 'count') return BigInt(things.length);
  const type = PATHS[path] ?? 'text';
  const values = things
    .map((thing) => valueAt(thing, shelves, path))
    .filter((value) => value !== null)
    .map((value) => comparable(type, value));
  if (kind === 'countDistinct')
    return BigInt(values.filter((value, index) => values.findIndex((each) => order(each, value) === 0) === index).length);
  if (values.length === 0) return null;
  const sorted = values.toSorted(order);
  if (kind === 'min' || kind === 'max') return sorted.at(kind === 'min' ? 0 : -1) ?? null;
  if (type === 'float') {
    const sum = (values as readonly number[]).reduce((total, each) => total + each, 0);
    return kind === 'sum' ? sum : sum / values.length;
  }
  const sum = (values as readonly bigint[]).reduce((total, each) => total + each, 0n);
  return kind === 'sum' ? sum : { sum: type === 'decimal' ? sum : sum * UNITS, of: BigInt(values.length) };
}

const UNITS = 10n ** 12n;

/** Whether what was read is the result; averages are as exact as PostgreSQL divides, floats as their order of addition lets them be. */
export function isResult(result: Result, { kind, path }: Asked, read: unknown): boolean {
  if (result === null || read === null) return result === read;
  if (typeof result === 'object') {
    const off = (comparable('decimal', read) as bigint) * result.of - result.sum;
    return magnitude(off) <= result.of + magnitude(result.sum) / 10n ** 14n;
  }
  if (typeof result === 'number' && (kind === 'sum' || kind === 'avg')) {
    return Object.is(result, read) || Math.abs(Number(read) - result) <= Math.abs(result) * 1e-9 + 1e-9;
  }
  const type = kind === 'count' || kind === 'countDistinct' ? 'int' : (PATHS[path] ?? 'text');
  return order(result, comparable(type, read)) === 0;
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** A condition on groups, as callers write it and as it is meant. */
export interface Having {
  readonly written: object;
  readonly holds: (things: readonly Row[], shelves: readonly Row[]) => Truth;
}

const OPERANDS: readonly (readonly [Asked, readonly unknown[]])[] = [
  [{ kind: 'count', path: '' }, [1, 2, 3]],
  [{ kind: 'countDistinct', path: 'mood' }, [0, 1, 2]],
  [{ kind: 'sum', path: 'size' }, [0n, 1n, 2147483647n]],
  [{ kind: 'sum', path: 'price' }, ['0', '1.0010', '2']],
  [{ kind: 'min', path: 'label' }, ['', 'a', '%']],
  [{ kind: 'max', path: 'serial' }, [0n, 9007199254740993n]],
  [{ kind: 'min', path: 'weight' }, [0, 0.1]],
  [{ kind: 'max', path: 'shelf.floor' }, [1, 2]],
];

const leaf: fc.Arbitrary<Having> = fc
  .tuple(fc.constantFrom(...OPERANDS), fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'isNull'), fc.nat())
  .map(([[asked, values], operator, index]) => {
    const operand =
      operator === 'isNull' ? index % 2 === 0 : operator === 'in' ? values.slice(0, index % 3) : values[index % values.length];
    const written = { [operator]: operand };
    const [head = '', ...rest] = asked.path.split('.');
    const nested = rest.length > 0 ? { [head]: { [rest.join('.')]: written } } : { [head]: written };
    return {
      written: { [asked.kind]: asked.path === '' ? written : nested },
      holds: (things, shelves) => compareResult(asked, operator, measure(asked, things, shelves), operand),
    };
  });

function compareResult({ kind, path }: Asked, operator: string, result: Result, operand: unknown): Truth {
  if (operator === 'isNull') return (result === null) === operand;
  if (operator === 'in' && (operand as readonly unknown[]).length === 0) return false;
  if (result === null || typeof result === 'object') return undefined;
  const type = kind === 'count' || kind === 'countDistinct' ? 'int' : (PATHS[path] ?? 'text');
  return compareOrdered(operator, result, operand, (each) => comparable(type, each));
}

/** Conditions on groups. */
export const having: fc.Arbitrary<Having> = fc.oneof(
  leaf,
  fc.tuple(leaf, leaf).map(([left, right]): Having => {
    return { written: { and: [left.written, right.written] }, holds: (...group) => and([left.holds(...group), right.holds(...group)]) };
  }),
  fc.tuple(leaf, leaf).map(([left, right]): Having => {
    return {
      written: { or: [left.written, { not: right.written }] },
      holds: (...group) => or([left.holds(...group), not(right.holds(...group))]),
    };
  }),
);

/** The text of a key, the same for values that are grouped together. */
export const keyText = (path: string, value: unknown): string =>
  value === null ? 'null' : `=${String(comparable(PATHS[path] ?? 'int', value))}`;

/** Compares values at a path in a direction, nulls last when it ascends. */
export function compareAt(path: string, left: unknown, right: unknown): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const type = PATHS[path] ?? 'int';
  return order(comparable(type, left), comparable(type, right));
}
