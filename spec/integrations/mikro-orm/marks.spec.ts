import { expect } from 'chai';
import { array, assert, nat, oneof, property, record, string } from 'fast-check';
import { convertMarked } from '../../../integrations/mikro-orm/sql/text/marks.js';
import { JsonBytes } from '../../../lib/plugin.js';

const IMPOSSIBLE = '\u0003';

const seal = (): string => 'sealed';

const conversions = [(value: unknown): string => JSON.stringify(`<${String(value)}>`), (value: unknown): string => JSON.stringify([value])];

/** Text as JSON has it: raw control characters are marks, and nothing else. */
const plain = string({ unit: 'binary', maxLength: 12 }).map((text) => JSON.stringify(text));
const mark = record({ which: nat(1), value: plain }).map(({ which, value }) => `\u0001${which}:${value}\u0002`);

/** The bytes of a text in pieces, which may be cut anywhere, also inside a character. */
function pieces(text: string, cuts: readonly number[]): JsonBytes {
  const bytes = Buffer.from(text, 'utf8');
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].toSorted((a, b) => a - b);
  return new JsonBytes(places.slice(1).map((end, index) => bytes.subarray(places[index], end)));
}

describe('mikro-orm: values that are marked in a response', () => {
  it('are converted in bytes as in characters, in whatever pieces they came', () => {
    assert(
      property(array(oneof(plain, mark), { maxLength: 8 }), array(nat(), { maxLength: 6 }), (parts, cuts) => {
        const text = parts.join(',');
        const converted = convertMarked(pieces(text, cuts), conversions, seal);
        expect(converted?.toString()).to.equal(convertMarked(text, conversions, seal)?.toString());
      }),
      { seed: 82, numRuns: 500 },
    );
  });

  it('stay bytes where there is nothing to convert', () => {
    const bytes = pieces('{"name":"é"}', [10]);
    expect(convertMarked(bytes, conversions, seal)).to.equal(bytes);
    expect(convertMarked(bytes, [], seal)).to.equal(bytes);
  });

  it('make the text of no use where something stands that a response cannot have, or that cannot be converted', () => {
    const failing = [
      (): string => {
        throw new TypeError('no such value');
      },
    ];
    for (const text of [`{"a":${IMPOSSIBLE}}`, `{"a":\u00010:1\u0002,"b":${IMPOSSIBLE}}`]) {
      expect(convertMarked(text, conversions, seal)).to.equal(undefined);
      expect(convertMarked(pieces(text, [3]), conversions, seal)).to.equal(undefined);
    }
    expect(convertMarked(pieces('{"a":\u00010:1\u0002}', [6]), failing, seal)).to.equal(undefined);
  });
});
