import { Type, types, type Platform } from '@mikro-orm/core';
import type { ScalarType, ValueForm } from '../../../../lib/plugin.js';
import { shapeOf } from '../../describe/value-shape.js';
import type { Property } from '../../metadata.js';
import type { SqlValue } from '../value.js';
import { literal } from './literal.js';
import { IMPOSSIBLE_SQL } from './marks.js';

/** JSON text in SQL, null where the value is; `quoted` where quotation marks belong around it. */
export interface JsonText {
  readonly expression: string;
  readonly quoted: boolean;
}

/** Writes JSON text of a value of a scalar type; `other` gives it where the text would not be the one of JavaScript. */
type WriteText = (expression: string, other: string) => JsonText;

const quoted: WriteText = (expression) => ({ expression: `${expression}::text`, quoted: true });
const plain: WriteText = (expression) => ({ expression: `${expression}::text`, quoted: false });
const escaped: WriteText = (expression) => ({ expression: `to_json(${expression})::text`, quoted: false });

/** Outside of this range PostgreSQL writes exponents where JavaScript writes digits; NaN and infinities are no JSON. */
const float: WriteText = (value, other) => ({
  expression: `(case when ${value} = 0 then '0' when abs(${value}) >= 1e-4 and abs(${value}) < 1e15 then ${value}::text else ${other} end)`,
  quoted: false,
});

/** Years from 1 to 9999, which ISO 8601 writes alike everywhere. */
const instant =
  (template: string, converted: (value: string) => string): WriteText =>
  (value, other) => ({
    expression: `(case when ${value} >= '0001-01-03' and ${value} < '9999-12-30' then '"'||to_char(${converted(value)}, '${template}')||'"' else ${other} end)`,
    quoted: false,
  });

const WRITERS: Readonly<Partial<Record<ScalarType, WriteText>>> = Object.freeze({
  string: escaped,
  int: plain,
  boolean: plain,
  float,
  bigint: quoted,
  decimal: quoted,
  uuid: quoted,
  date: quoted,
  time: quoted,
  interval: (value) => escaped(`${value}::text`, ''),
  datetime: instant('YYYY-MM-DD"T"HH24:MI:SS.MS"Z"', (value) => `${value} at time zone 'utc'`),
  localDatetime: instant('YYYY-MM-DD"T"HH24:MI:SS.MS', (value) => value),
  blob: (value) => ({ expression: `translate(encode(${value}, 'base64'), E'\\n', '')`, quoted: true }),
});

/** Identifiers travel as text; an instant is written in a form of its own then. */
const IDENTIFIERS: readonly ScalarType[] = ['string', 'int', 'bigint', 'uuid', 'decimal', 'date', 'time'];

/** A value of which PostgreSQL may write the JSON text. */
export interface NativeValue {
  readonly platform: Platform;
  readonly property: Property;
  readonly value: SqlValue;
  /** An expression that has the value converted in JavaScript. */
  readonly other: string;
}

/** The JSON text of a value as PostgreSQL writes it; undefined where only JavaScript writes it exactly. */
export function nativeText(native: NativeValue, form: ValueForm): JsonText | undefined {
  const { property, value, other } = native;
  const { type, list } = shapeOf(property);
  if (list || type === 'custom') return undefined;
  if (form.kind === 'enum') return isUnconverted(property) ? enumText(value.expression, form.names) : undefined;
  if (!isWrittenAlike(native, type)) return undefined;
  const expression = type === 'string' ? value.codec.json(value.expression) : value.expression;
  if (form.kind === 'scalar') return form.type === type ? WRITERS[type]?.(expression, other) : undefined;
  if (!IDENTIFIERS.includes(type)) return undefined;
  return type === 'string' ? escaped(expression, other) : quoted(expression, other);
}

/** Whether JavaScript's value of the column writes as the column's own text does. */
function isWrittenAlike({ platform, property }: NativeValue, type: ScalarType): boolean {
  const { customType, runtimeType } = property;
  switch (type) {
    case 'bigint':
    case 'decimal':
      // As a number it has fewer digits.
      return ((customType as { readonly mode?: string } | undefined)?.mode ?? runtimeType) !== 'number';
    case 'float':
      return isUnconverted(property) || customType instanceof types.double || customType instanceof types.float;
    case 'date':
      return runtimeType !== 'Date';
    case 'localDatetime':
      return platform.getTimezone() === 'Z';
    case 'datetime':
    case 'interval':
    case 'blob':
      return true;
    default:
      return isUnconverted(property);
  }
}

/** Whether the property's type leaves values as they are. */
const isUnconverted = ({ customType }: Property): boolean =>
  // eslint-disable-next-line typescript/unbound-method -- compared, not called.
  customType === undefined || customType.convertToJSValue === Type.prototype.convertToJSValue;

/** A value that is no member is what a response cannot have. */
function enumText(expression: string, names: ReadonlyMap<string | number, string>): JsonText {
  const cases = [...names].map(([value, name]) => `when ${literal(String(value))} then ${literal(JSON.stringify(name))}`);
  const unknown = `case when ${expression} is not null then ${IMPOSSIBLE_SQL} end`;
  return { expression: `(case ${expression}::text ${cases.join(' ')} else ${unknown} end)`, quoted: false };
}
