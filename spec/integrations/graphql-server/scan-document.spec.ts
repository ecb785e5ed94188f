import { expect } from 'chai';
import * as fc from 'fast-check';
import { Lexer, Source, TokenKind } from 'graphql';
import { DEFAULT_SERVER_LIMITS } from '../../../integrations/graphql-server/limits.js';
import { scanDocument } from '../../../integrations/graphql-server/scan-document.js';

const OPENING: readonly TokenKind[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSING: readonly TokenKind[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** How deep the lexer of graphql-js sees brackets, up to where it stops. */
function nestingOf(text: string): number {
  const lexer = new Lexer(new Source(text));
  let nesting = 0;
  let deepest = 0;
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      nesting += OPENING.includes(kind) ? 1 : CLOSING.includes(kind) ? -1 : 0;
      deepest = Math.max(deepest, nesting);
    }
  } catch {
    // What is behind a malformed token is not parsed.
  }
  return deepest;
}

const passes = (text: string, maxNesting: number): boolean => {
  try {
    scanDocument(text, { ...DEFAULT_SERVER_LIMITS, maxNesting });
    return true;
  } catch {
    return false;
  }
};

describe('graphql-server: scanDocument', () => {
  it('misses no bracket that the lexer sees, whatever texts and comments are around it', () => {
    const parts = [
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '"',
      '""',
      '"""',
      '\\',
      '\\"',
      '\\"""',
      '\\u{7b}',
      '#',
      '\n',
      '\r',
      ' ',
      'a',
      '!',
      '?',
      '\ufeff',
      ',',
    ];
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 24 }).map((each) => each.join(''));
    const property = fc.property(text, (each) => {
      const depth = nestingOf(each);
      if (depth > 0) expect(passes(each, depth - 1), each).to.equal(false);
    });
    fc.assert(property, { numRuns: 5000, seed: 7 });
  });

  it('sees none where the lexer sees none', () => {
    for (const text of [
      '{ a(b: "{{{") }',
      '{ a(b: """{{ \\""" {{""") }',
      '{ a # {{{\n }',
      '{ a(b: "\\"{{{") }',
      '{ a(b: "") { c(d: """""") } }',
      '{ a(b: """\\\\""" {{{ """) }',
    ]) {
      expect(passes(text, nestingOf(text)), text).to.equal(true);
    }
  });

  it('takes time in proportion to the text, however its quotes do not end', () => {
    for (const part of ['"\\"', '\\"', '"""\\"', '\\"""', '"\n', '#"', '"" "']) {
      const cost = (length: number): number => {
        let steps = 0;
        const text = part.repeat(length);
        // Counts the characters that are looked at, in place of the time.
        const watched = new Proxy(Object(text) as object, {
          get: (target, name) => {
            steps += 1;
            const value: unknown = Reflect.get(target, name);
            return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(text) : value;
          },
        });
        scanDocument(watched as unknown as string, { ...DEFAULT_SERVER_LIMITS, maxCharacters: Infinity });
        return steps;
      };
      expect(cost(2000), part).to.be.at.most(cost(1000) * 2.2);
    }
  });
});
