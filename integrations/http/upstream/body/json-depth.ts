const QUOTE = 0x22;
const BACKSLASH = 0x5c;
// [ and {, ] and } are the same but for one bit.
const OTHER_BRACKET = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/** Tells whether JSON in UTF-8 opens more lists and objects within each other than it may; brackets within texts are none. */
export function isDeeper(content: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < content.length; at += 1) {
    const code = content[at] ?? 0;
    if (code === QUOTE) isText = !isText;
    else if (isText) at += code === BACKSLASH ? 1 : 0;
    else if ((code | OTHER_BRACKET) === OPENING) depth += 1;
    else if ((code | OTHER_BRACKET) === CLOSING) depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}
