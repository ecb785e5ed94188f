import type { Mismatch } from '../../resource/mismatch.js';
import type { MismatchKind, RecordedMismatch } from './options.js';

/** Where a mismatch is. */
interface Place {
  readonly operation: string;
  /** The number of the response. */
  readonly place: number;
  /** Default: what the mismatch is. */
  readonly kind?: MismatchKind;
}

/** Mismatches, those that are alike together. */
export class MismatchList {
  readonly #all = new Map<string, RecordedMismatch>();

  get all(): readonly RecordedMismatch[] {
    return [...this.#all.values()];
  }

  add({ operation, place, kind }: Place, mismatch: Mismatch): void {
    const { found, expected } = mismatch;
    const path = mismatch.path.map((each) => (typeof each === 'number' ? '*' : each)).join('.');
    const what = { kind: kind ?? kindOf(mismatch), operation, path, found, expected };
    const key = JSON.stringify(what);
    const { count = 0, responses = [] } = this.#all.get(key) ?? {};
    this.#all.set(key, { ...what, count: count + 1, responses: responses.includes(place) ? responses : [...responses, place] });
  }
}

function kindOf({ found, expected }: Mismatch): MismatchKind {
  if (found === 'nothing') return 'missing';
  if (found === 'null') return 'null';
  return expected === 'a member of its enum' ? 'enum' : 'type';
}
