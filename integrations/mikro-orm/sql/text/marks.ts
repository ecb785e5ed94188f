import type { JsonText, SealCursor, TextStatement } from '../../../../lib/plugin.js';

// JSON escapes control characters in texts, so that raw ones cannot come from data.
const BEGIN = '\u0001';
const END = '\u0002';
const IMPOSSIBLE = '\u0003';

/** An expression for what a response cannot have, such as null where the schema has none: the whole text is of no use then. */
export const IMPOSSIBLE_SQL = `E'\\003'`;

/** An expression of a value as JSON that a conversion takes, numbered as in the statement; null where the value is. */
export const marked = (conversion: number, json: string): string => `(E'\\001${conversion}:'||${json}||E'\\002')`;

/**
 * Puts converted values in the place of the marked ones.
 *
 * Gives undefined where the text has something that a response cannot have, or where a value cannot be converted.
 */
export function convertMarked(text: JsonText, conversions: TextStatement['conversions'], seal: SealCursor): JsonText | undefined {
  if (text.includes(IMPOSSIBLE)) return undefined;
  return conversions.length > 0 && text.includes(BEGIN) ? converted(String(text), conversions, seal) : text;
}

function converted(text: string, conversions: TextStatement['conversions'], seal: SealCursor): string | undefined {
  let start = text.indexOf(BEGIN);
  const parts: string[] = [];
  let done = 0;
  while (start >= 0) {
    const colon = text.indexOf(':', start);
    const end = text.indexOf(END, colon);
    const convert = conversions[Number(text.slice(start + 1, colon))];
    if (!convert) throw new TypeError('a marked value names no conversion');
    parts.push(text.slice(done, start));
    try {
      parts.push(convert(JSON.parse(text.slice(colon + 1, end)), seal));
    } catch {
      // The other route tells what is wrong with the value, and where.
      return undefined;
    }
    done = end + 1;
    start = text.indexOf(BEGIN, done);
  }
  parts.push(text.slice(done));
  return parts.join('');
}
