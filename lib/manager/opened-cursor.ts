import { InvalidCursor } from '../error/errors.js';
import type { Position } from '../interface/result.js';
import type { Inputs } from '../plan/parameter.js';

/** A cursor that comes with each run: where it is, and which parts of its position are null. */
export class OpenedCursor {
  readonly #positions = new WeakMap<Inputs, Position>();
  readonly #open: (inputs: Inputs) => Position | undefined;

  constructor(open: (inputs: Inputs) => Position | undefined) {
    this.#open = open;
  }

  position(inputs: Inputs): Position {
    const known = this.#positions.get(inputs) ?? this.#open(inputs);
    if (!known) throw InvalidCursor.create({});
    this.#positions.set(inputs, known);
    return known;
  }

  shape(inputs: Inputs): string {
    return this.position(inputs)
      .map((value) => (value === null ? 'n' : 'v'))
      .join('');
  }
}
