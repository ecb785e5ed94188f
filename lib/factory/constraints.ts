/** A bound of a value: a number of any kind, an exact decimal as text, a time, or a date as text. */
export type Bound = number | bigint | string | Date;

/** Forms of text that sources of values know by name. */
export type TextFormat =
  | 'alpha'
  | 'alphanumeric'
  | 'ascii'
  | 'base64'
  | 'countryCode'
  | 'countryCode3'
  | 'creditCard'
  | 'currencyCode'
  | 'date'
  | 'datetime'
  | 'domain'
  | 'email'
  | 'hexColor'
  | 'hexadecimal'
  | 'iban'
  | 'ip'
  | 'ipv4'
  | 'ipv6'
  | 'json'
  | 'locale'
  | 'macAddress'
  | 'mimeType'
  | 'numeric'
  | 'phone'
  | 'port'
  | 'semVer'
  | 'slug'
  | 'ulid'
  | 'url'
  | 'uuid';

/** What has to be true of a value; what is absent says nothing. */
export interface ValueConstraints {
  /** Inclusive. */
  readonly min?: Bound;
  readonly max?: Bound;
  /** Exclusive. */
  readonly above?: Bound;
  readonly below?: Bound;
  readonly multipleOf?: number;
  readonly whole?: boolean;
  /** In characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly patterns?: readonly RegExp[];
  readonly format?: TextFormat;
  readonly textCase?: 'lower' | 'upper';
  /** Texts that have to be in it. */
  readonly contains?: readonly string[];
  /** The only values; those of several constraints have to be in all of them. */
  readonly in?: readonly unknown[];
  readonly notIn?: readonly unknown[];
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Of each item of a list. */
  readonly items?: ValueConstraints;
  /** Not null, although the field could be. */
  readonly required?: boolean;
}

/** What is true where all of the constraints are. */
export function allConstraints(...constraints: readonly ValueConstraints[]): ValueConstraints {
  return constraints.reduce(both, {});
}

function both(one: ValueConstraints, other: ValueConstraints): ValueConstraints {
  const narrowed = {
    ...one,
    ...other,
    ...tighter(one, other, ['min', 'above', 'minLength', 'minItems'], (a, b) => compareBounds(a, b) > 0),
    ...tighter(one, other, ['max', 'below', 'maxLength', 'maxItems'], (a, b) => compareBounds(a, b) < 0),
  };
  const [mine, theirs] = [one.in, other.in];
  return {
    ...narrowed,
    ...(mine && theirs && { in: mine.filter((each) => theirs.includes(each)) }),
    ...joined('notIn', one, other),
    ...joined('patterns', one, other),
    ...joined('contains', one, other),
    ...(one.items && other.items && { items: both(one.items, other.items) }),
  };
}

type Joined = 'notIn' | 'patterns' | 'contains';

function joined(name: Joined, one: ValueConstraints, other: ValueConstraints): ValueConstraints {
  const [mine, theirs] = [one[name], other[name]];
  return mine && theirs ? { [name]: [...mine, ...theirs] } : {};
}

type Bounded = 'min' | 'max' | 'above' | 'below' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems';

function tighter(
  one: ValueConstraints,
  other: ValueConstraints,
  names: readonly Bounded[],
  isTighter: (one: Bound, other: Bound) => boolean,
): ValueConstraints {
  const found = names.flatMap((name): readonly (readonly [string, Bound])[] => {
    const [mine, theirs] = [one[name], other[name]];
    return mine !== undefined && theirs !== undefined && isTighter(mine, theirs) ? [[name, mine]] : [];
  });
  return Object.fromEntries(found);
}

/** Numbers by size, whatever their kind; times and dates by time. */
export function compareBounds(one: Bound, other: Bound): number {
  const [mine, theirs] = [comparable(one), comparable(other)];
  return mine < theirs ? -1 : mine > theirs ? 1 : 0;
}

function comparable(bound: Bound): number | bigint {
  if (bound instanceof Date) return bound.getTime();
  if (typeof bound !== 'string') return bound;
  return /^[+-]?[\d.]+(?:e[+-]?\d+)?$/i.test(bound) ? Number(bound) : Date.parse(bound);
}
