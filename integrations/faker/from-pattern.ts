import randexp from 'randexp';
import type { Generate, ValueConstraints } from '../../lib/plugin.js';

/** The package is the class itself; its types tell of a module that has the class as default. */
const RandExp = randexp as unknown as typeof randexp.default;

/** Repetitions of what may be repeated without end. */
const REPEATS = 12;
/** Texts that are tried where patterns or lengths are to be met as well. */
const TRIES = 200;

/** Makes texts that match the first of some patterns, and those among them that match all. */
export function fromPattern({ patterns = [], minLength = 0, maxLength = Infinity }: ValueConstraints): Generate {
  const [first = /.*/] = patterns;
  const isFit = (text: string): boolean => {
    return (
      text.length >= minLength &&
      text.length <= maxLength &&
      patterns.every((pattern) => new RegExp(pattern.source, pattern.flags.replace('g', '')).test(text))
    );
  };
  return ({ random }) => {
    const expression = new RandExp(first);
    expression.max = Math.min(REPEATS, maxLength);
    expression.randInt = (least, most) => random.int(least, most);
    let text = expression.gen();
    for (let attempt = 0; attempt < TRIES && !isFit(text); attempt += 1) text = expression.gen();
    return text;
  };
}
