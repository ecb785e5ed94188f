/** A part of a pattern: any text, one character, or a character itself. */
type Token = { readonly kind: 'any' | 'one' } | { readonly kind: 'character'; readonly character: string };

/** Reads a pattern of PostgreSQL's LIKE. */
function readPattern(pattern: string): readonly Token[] {
  return Array.from(pattern.matchAll(/\\([^])|[^]/gu), ([found, escaped]): Token => {
    if (escaped !== undefined) return { kind: 'character', character: escaped };
    if (found === '%') return { kind: 'any' };
    return found === '_' ? { kind: 'one' } : { kind: 'character', character: found };
  });
}

/** How another language of patterns writes the parts. */
export interface PatternLanguage {
  readonly any: string;
  readonly one: string;
  character(character: string): string;
}

/** Writes a pattern of PostgreSQL's in another language. */
export function writePattern(pattern: string, language: PatternLanguage): string {
  return readPattern(pattern)
    .map((token) => (token.kind === 'character' ? language.character(token.character) : language[token.kind]))
    .join('');
}
