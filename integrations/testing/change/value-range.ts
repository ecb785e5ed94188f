import { Buffer } from 'node:buffer';
import { enumNamed, type ApplicationModel, type EnumField, type ScalarField, type ScalarType } from '../../../lib/plugin.js';

/** Where a value is put: before or behind all that there were. */
export type End = 'low' | 'high';

/** What a new value is made for. */
export interface Place {
  readonly end: End;
  /** Different for each, so that values stay unique. */
  readonly number: number;
  /** What the field holds now in other objects; empty where it cannot be read. */
  readonly known: readonly unknown[];
  /** What it holds now in this one; undefined where it cannot be read. */
  readonly now: unknown;
}

/** What every planted text begins with, behind a character that puts it first or last. */
const PLANTED = 'gm-hidden-';

/** A value of the field's type at one end of its order; undefined where none can be made. */
export function newValue(model: ApplicationModel, field: ScalarField | EnumField, place: Place): unknown {
  const value = field.kind === 'enum' ? member(model, field, place) : scalar(field, place);
  return value === undefined || !field.list ? value : [value];
}

function member(model: ApplicationModel, field: EnumField, { end, now }: Place): unknown {
  const others = enumNamed(model, field.enum)
    .members.map(({ value }) => value)
    .filter((value) => value !== (Array.isArray(now) ? (now as readonly unknown[])[0] : now));
  return end === 'low' ? others[0] : others[others.length - 1];
}

function scalar({ type, maxLength }: ScalarField, place: Place): unknown {
  if (type === 'string') return text(place).slice(0, maxLength);
  return MAKERS[type]?.(place);
}

const text = ({ end, number }: Place): string => `${end === 'low' ? '!' : '~'}${PLANTED}${number}`;

type Maker = (place: Place) => unknown;

const MAKERS: Readonly<Partial<Record<ScalarType, Maker>>> = Object.freeze({
  int: (place: Place) => Math.trunc(beyond(place)),
  float: beyond,
  bigint: (place: Place) => BigInt(Math.trunc(beyond(place))),
  decimal: (place: Place) => String(Math.trunc(beyond(place))),
  boolean: ({ now, end }: Place) => (typeof now === 'boolean' ? !now : end === 'high'),
  date: (place: Place) => day(place).toISOString().slice(0, 10),
  time: ({ end, number }: Place) => `${end === 'low' ? '00' : '23'}:${two(Math.floor(number / 60))}:${two(number)}`,
  datetime: day,
  localDatetime: day,
  uuid: ({ end, number }: Place) =>
    `${end === 'low' ? '00000000-0000-4000-8000' : 'ffffffff-ffff-4fff-bfff'}-${number.toString(16).padStart(12, '0')}`,
  interval: ({ end, number }: Place) => (end === 'low' ? `00:00:${two(number)}` : `${1000 + number} days`),
  json: (place: Place) => ({ planted: text(place) }),
  blob: (place: Place) => Buffer.from(text(place)),
});

const two = (number: number): string => String(number % 60).padStart(2, '0');

/** A day long before or after those of most data, and one for each number. */
function day({ end, number }: Place): Date {
  return new Date(Date.UTC(end === 'low' ? 1902 : 2301, 0, 1 + number));
}

/** Where nothing is known, it has to fit into a smallint. */
const FAR = 20_000;

/** A number just outside of those that there are, so that it fits where they do. */
function beyond({ end, number, known }: Place): number {
  const numbers = known.filter((each) => each !== null && each !== '' && typeof each !== 'object').map(Number);
  const finite = numbers.filter(Number.isFinite);
  if (finite.length === 0) return end === 'low' ? -FAR - number : FAR + number;
  return end === 'low' ? Math.floor(Math.min(...finite)) - 1 - number : Math.ceil(Math.max(...finite)) + 1 + number;
}
