import { createHash } from 'node:crypto';
import { InvalidFaults } from '../errors.js';
import { Random } from '../random.js';
import { FAULTS, type Fault, type FaultOptions, type FaultRequest, type FaultServerOptions } from './options.js';

/** A fault, and how it is. */
export interface ChosenFault {
  readonly fault: Fault;
  readonly options: FaultOptions;
}

/** Chooses what goes wrong with which request. */
export class FaultChoice {
  readonly #seed: number;
  readonly #faults: readonly ChosenFault[];
  readonly #seen = new Map<string, number>();

  constructor({ seed, faults }: Pick<FaultServerOptions, 'seed' | 'faults'>) {
    this.#seed = seed;
    this.#faults = Object.entries(faults).map(([name, given]) => chosen(name, given));
    const sum = this.#faults.reduce((total, { options }) => total + options.rate, 0);
    // Of decimal fractions, such as ten times 0.1.
    if (sum > 1 + Number.EPSILON * 16) throw InvalidFaults.create({ what: `The rates are ${sum} together, not 1 at most.` });
  }

  /** By the request and how often it was there before, and not by its place among others, which differs from run to run. */
  of({ method, path, body }: FaultRequest): ChosenFault | undefined {
    const request = JSON.stringify([this.#seed, method, path, body]);
    const time = (this.#seen.get(request) ?? 0) + 1;
    this.#seen.set(request, time);
    let left = new Random(createHash('sha256').update(`${request} ${time}`).digest().readInt32LE()).next();
    return this.#faults.find(({ options }) => (left -= options.rate) < 0);
  }
}

function chosen(name: string, given: number | FaultOptions): ChosenFault {
  const fault = FAULTS.find((each) => each === name);
  if (!fault) throw InvalidFaults.create({ what: `There is no fault "${name}", but ${FAULTS.join(', ')}.` });
  const options = typeof given === 'number' ? { rate: given } : given;
  const { rate, ms = 0, retryAfter = 0 } = options;
  if (!(rate >= 0 && rate <= 1)) throw InvalidFaults.create({ what: `The rate of ${fault} is ${rate}, not a number from 0 to 1.` });
  if (!(ms >= 0) || !(retryAfter >= 0)) throw InvalidFaults.create({ what: `A time of ${fault} is negative.` });
  return { fault, options };
}
