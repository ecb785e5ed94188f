import type { Made } from './entry.js';
import type { ComputeAt, MemberOutcome } from './member-cache.js';
import { Recording, type Recordings } from './recording.js';

/** What was computed together, and of what. */
interface Run {
  readonly outcomes: ReadonlyMap<number, MemberOutcome>;
  readonly made: Made;
}

/**
 * Computes what is wanted of the members of one read: all that is asked for until the event loop turns together, so that one read serves it. Each
 * is made of what all of them have read.
 */
export class MemberBatch {
  readonly #recordings: Recordings;
  readonly #keys: readonly (string | undefined)[];
  readonly #compute: ComputeAt;
  #places: number[] = [];
  #next: Promise<Run> | undefined;

  constructor(recordings: Recordings, keys: readonly (string | undefined)[], compute: ComputeAt) {
    this.#recordings = recordings;
    this.#keys = keys;
    this.#compute = compute;
  }

  async get(place: number): Promise<MemberOutcome> {
    this.#places.push(place);
    this.#next ??= this.#soon();
    const { outcomes, made } = await this.#next;
    this.#recordings.current?.merge(made);
    const outcome = outcomes.get(place);
    if (!outcome) throw new TypeError('fewer members were computed than were asked for');
    return outcome;
  }

  async #soon(): Promise<Run> {
    const outer = this.#recordings.current;
    await new Promise((resolve) => setImmediate(resolve));
    const places = this.#places;
    this.#places = [];
    this.#next = undefined;
    const keys = places.flatMap((place) => this.#keys[place] ?? []);
    const recording = new Recording(new Map(), { keys, outer });
    const found = await this.#recordings.within(recording, async () => this.#compute(places));
    return { outcomes: new Map(places.flatMap((place, index) => pairOf(place, found[index]))), made: recording.made };
  }
}

const pairOf = (place: number, outcome: MemberOutcome | undefined): readonly (readonly [number, MemberOutcome])[] =>
  outcome ? [[place, outcome]] : [];
