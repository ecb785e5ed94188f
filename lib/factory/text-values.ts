import type { Random } from './random.js';
import type { TextFormat, ValueConstraints } from './constraints.js';
import type { ValuePlan } from './value-plan.js';
import type { Generate } from './value-source.js';

const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const LARGE = SMALL.toUpperCase();
/** Up to this length, distinct texts are codes and nothing else. */
const CODE_LENGTH = 8;

/** Texts of letters alone, by their alphabets. */
const ALPHABETS: Readonly<Partial<Record<TextFormat, string>>> = Object.freeze({
  alpha: SMALL,
  alphanumeric: `${SMALL}${DIGITS}`,
  ascii: `${SMALL}${DIGITS}`,
  numeric: DIGITS,
  hexadecimal: `${DIGITS}abcdef`,
});

const CONSONANTS = Array.from('bcdfghklmnprstvz');
const VOWELS = Array.from('aeiou');

/** A word that can be spoken. */
export function wordOf(random: Random): string {
  const syllables = Array.from({ length: random.int(2, 4) }, () => random.pick(CONSONANTS) + random.pick(VOWELS));
  return syllables.join('');
}

const words: Generate = ({ random }) => Array.from({ length: random.int(1, 3) }, () => wordOf(random)).join(' ');

const FORMS: Readonly<Partial<Record<TextFormat, Generate>>> = Object.freeze({
  email: ({ random }) => `${wordOf(random)}@example.com`,
  url: ({ random }) => `https://example.com/${wordOf(random)}`,
  domain: ({ random }) => `${wordOf(random)}.example`,
  slug: ({ random }) => `${wordOf(random)}-${wordOf(random)}`,
  uuid: ({ random }) => uuidOf(random),
  json: ({ random }) => JSON.stringify({ [wordOf(random)]: random.int(0, 99) }),
  port: ({ random }) => String(random.int(1, 65_535)),
} satisfies Partial<Record<TextFormat, Generate>>);

/** A UUID of version 4. */
export function uuidOf(random: Random): string {
  const bytes = random.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Formats of which distinct texts can be made by a mark; others say what a text is altogether. */
const MARKED: readonly (TextFormat | undefined)[] = [undefined, 'email', 'url', 'domain', 'slug'];
/** Formats of texts that are not to be cut. */
const WHOLE: readonly (TextFormat | undefined)[] = ['uuid', 'json'];

/** Plans texts: `source` gives better ones than this file does; undefined where nobody knows the format. */
export function planOfTexts(constraints: ValueConstraints, source: Generate | undefined): ValuePlan | undefined {
  const { format, patterns = [] } = constraints;
  if (patterns.length > 0) return source && { generate: source };
  const alphabet = alphabetOf(constraints);
  if (alphabet !== undefined) return planOfCodes(constraints, alphabet);
  const generate = source ?? (format === undefined ? words : FORMS[format]);
  if (!generate || WHOLE.includes(format)) return generate && { generate };
  const text: Generate = (draw) => fitText(String(generate(draw)), constraints);
  return { generate: text, ...(MARKED.includes(format) && { distinct: distinctTexts(generate, constraints) }) };
}

function alphabetOf({ format, textCase }: ValueConstraints): string | undefined {
  const alphabet = format === undefined ? undefined : ALPHABETS[format];
  return textCase === 'upper' ? alphabet?.toUpperCase() : alphabet;
}

function planOfCodes(constraints: ValueConstraints, alphabet: string): ValuePlan {
  const { minLength = 1, maxLength = Math.max(minLength, CODE_LENGTH) } = constraints;
  const width = Math.max(minLength, Math.min(maxLength, CODE_LENGTH), 1);
  return {
    generate: ({ random }) => Array.from({ length: width }, () => alphabet.charAt(random.int(0, alphabet.length - 1))).join(''),
    distinct: { generate: ({ serial }) => codeOf(serial, alphabet, width), count: countOf(alphabet, width) },
  };
}

/** Texts that differ wherever their serials do: a code alone where there is no room for more, otherwise one at a place where nothing else can stand. */
function distinctTexts(generate: Generate, constraints: ValueConstraints): NonNullable<ValuePlan['distinct']> {
  const { maxLength = 255, minLength = 0, format, textCase } = constraints;
  if (format === undefined && maxLength <= CODE_LENGTH) {
    const alphabet = codeAlphabet(maxLength, textCase);
    return { generate: ({ serial }) => codeOf(serial, alphabet, maxLength), count: countOf(alphabet, maxLength) };
  }
  return {
    generate: (draw) => {
      const text = marked(String(generate(draw)), draw.serial.toString(36), format, { minLength, maxLength });
      return fitText(text, { ...constraints, minLength: 0 });
    },
    count: 36 ** Math.min(7, Math.max(1, maxLength - 6)),
  };
}

/** Small letters and digits are easily told apart; only where they are too few, large ones are others. */
function codeAlphabet(length: number, textCase: ValueConstraints['textCase']): string {
  if (textCase) return textCase === 'upper' ? `${LARGE}${DIGITS}` : `${SMALL}${DIGITS}`;
  return length < 4 ? `${LARGE}${SMALL}${DIGITS}` : `${LARGE}${DIGITS}`;
}

/** What a text looks like that was made by the name of its field. */
const formOf = (text: string): TextFormat | undefined => (/^\S+@\S+$/.test(text) ? 'email' : /^https?:/.test(text) ? 'url' : undefined);

interface Lengths {
  readonly minLength: number;
  readonly maxLength: number;
}

/** A text with a code at a place where nothing else can stand. */
function marked(text: string, code: string, given: TextFormat | undefined, lengths: Lengths): string {
  const format = given ?? formOf(text);
  if (format === 'email') return markedAddress(text, code, lengths);
  if (format === 'domain') return `${code}.${cut(text, lengths.maxLength - code.length - 1).replace(/^[.-]+/, '')}`;
  const mark = format === 'url' ? '/' : format === 'slug' ? '-' : ' ';
  const kept = cut(text, lengths.maxLength - code.length - 1).replace(/[\s/-]+$/, '');
  return `${filled(kept, lengths.minLength - code.length - 1)}${mark}${code}`;
}

function markedAddress(text: string, code: string, { minLength, maxLength }: Lengths): string {
  const at = text.lastIndexOf('@');
  const [local, domain] = at < 0 ? [text, 'example.com'] : [text.slice(0, at), text.slice(at + 1)];
  const short = code.length + domain.length + 3 > maxLength ? 'x.io' : domain;
  // At most 64 characters may stand before the sign.
  const room = Math.min(64, maxLength - short.length - 1) - code.length - 1;
  const kept = filled(cut(local, room).replace(/\.+$/, ''), Math.min(room, minLength - short.length - code.length - 2));
  return kept === '' ? `${code}@${short}` : `${kept}.${code}@${short}`;
}

/** The first characters of a text, whole ones. */
const cut = (text: string, room: number): string => charactersOf(text).slice(0, Math.max(0, room)).join('');

/** As databases count them, not in halves of surrogate pairs. */
const charactersOf = (text: string): readonly string[] => Array.from(text);

/** A text with letters behind it, so that it is long enough. */
const filled = (text: string, length: number): string => text + letters(length - charactersOf(text).length);

const letters = (count: number): string => SMALL.repeat(Math.max(0, Math.ceil(count / SMALL.length))).slice(0, Math.max(0, count));

/** A number in the digits of an alphabet, always of the same length. */
function codeOf(serial: number, alphabet: string, width: number): string {
  let rest = serial;
  let code = '';
  for (let place = 0; place < width; place += 1) {
    code = (alphabet[rest % alphabet.length] ?? '') + code;
    rest = Math.floor(rest / alphabet.length);
  }
  return code;
}

const countOf = (alphabet: string, width: number): number => Math.min(2 ** 48, alphabet.length ** width);

/** A text made to fit: cut, filled up, in its case. */
function fitText(text: string, { minLength = 0, maxLength = Infinity, textCase, contains = [] }: ValueConstraints): string {
  const missing = contains.filter((each) => !text.includes(each));
  const whole = missing.length === 0 ? text : `${missing.join(' ')} ${text}`;
  const short = charactersOf(whole).length > maxLength ? cut(whole, maxLength).trimEnd() : whole;
  const fitted = filled(short, minLength);
  return textCase === undefined ? fitted : textCase === 'upper' ? fitted.toUpperCase() : fitted.toLowerCase();
}
