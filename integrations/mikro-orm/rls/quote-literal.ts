import { NotExpressible } from '../errors.js';
import { instantText } from '../sql/instant-text.js';

/** A value as PostgreSQL reads it from text; a list keeps its elements apart. */
export type ParameterText = string | null | readonly ParameterText[];

/** A constant of a rule in DDL, which takes no parameters; cast like the parameter that a read would bind. */
export const literal = (value: unknown, cast: string): string => `${literalText(parameterText(value, cast))}::${cast}`;

/**
 * The text of a value for a type, the same as a bound parameter would have.
 *
 * @throws GM_RLS_NOT_EXPRESSIBLE for values that have no certain text
 */
export function parameterText(value: unknown, cast: string): ParameterText {
  if (value === null || value === undefined) return null;
  if (isPrimitive(value)) return String(value);
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  // Without a zone, the text of an instant would depend on where the process runs.
  if (value instanceof Date && cast === 'timestamptz' && !Number.isNaN(value.getTime())) return instantText(value);
  if (Array.isArray(value) && cast.endsWith('[]')) return value.map((each) => parameterText(each, cast.slice(0, -2)));
  if (isDocument(value) && (cast === 'json' || cast === 'jsonb')) return JSON.stringify(value);
  throw NotExpressible.create({ reason: `a value cannot be written as ${cast}` });
}

const isPrimitive = (value: unknown): value is string | number | bigint | boolean =>
  ['string', 'number', 'bigint', 'boolean'].includes(typeof value);

const isDocument = (value: unknown): boolean => ['[object Object]', '[object Array]'].includes(Object.prototype.toString.call(value));

/** Quotes a text, or a list of texts, as a literal without a cast. */
export function literalText(text: ParameterText): string {
  if (text === null) return 'null';
  return typeof text === 'string' ? quoteText(text) : `array[${text.map(literalText).join(', ')}]`;
}

/**
 * Quotes a text: the same whether `standard_conforming_strings` is on or off.
 *
 * @throws GM_RLS_NOT_EXPRESSIBLE for U+0000 and halves of surrogate pairs, which PostgreSQL cannot hold
 */
export function quoteText(text: string): string {
  if (!isStorable(text)) throw NotExpressible.create({ reason: 'a constant has characters that PostgreSQL cannot hold' });
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** Whether PostgreSQL can hold a text. */
export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

/** Quotes the body of a function between dollar signs that do not occur in it. */
export function quoteBody(body: string): string {
  let tag = '$gm$';
  for (let count = 1; body.includes(tag); count += 1) {
    tag = `$gm${count}$`;
  }
  return `${tag}${body}${tag}`;
}
