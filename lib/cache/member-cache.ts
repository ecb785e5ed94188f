import type { ReadContext } from '../interface/interface-adapter.js';
import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { CacheKit } from './cache-kit.js';
import { CanonicalHash, NotPlain } from './canonical-hash.js';
import { managersIn } from './managers-in.js';
import { plansIn } from './plans-in.js';
import { MemberBatch } from './member-batch.js';
import type { CacheScope } from './scope.js';
import type { Answer } from './scoped-cache.js';
import { readValue, writeValue } from './value-text.js';

/** What became of a computation; errors are not kept. */
export type MemberOutcome = { readonly value: unknown } | { readonly error: Error };

/** What a member reads before it is computed, and for whom: as it was authorised. */
export interface MemberRead {
  readonly plan: ReadPlan;
  readonly caller: Caller;
}

/** A computed member of some objects. */
export interface MemberQuestion {
  readonly manager: ManagerModel;
  readonly member: string;
  readonly scope: CacheScope;
  /** The flattened keys of the objects. */
  readonly keys: readonly (readonly unknown[])[];
  readonly reads: readonly MemberRead[];
  /** For whom its code may read by itself, so that everything of them may matter. */
  readonly readsAs: readonly Caller[];
  readonly context: ReadContext;
}

/** Computes the members of the objects at some places, together; outcomes stand as the places do. */
export type ComputeAt = (places: readonly number[]) => Promise<readonly MemberOutcome[]>;

/**
 * Keeps computed members, each by the key of its object and by what was authorised to be read for it. What is not there, or is no longer right, is
 * computed together with the others.
 */
export class MemberCache {
  readonly #kit: CacheKit;

  constructor(kit: CacheKit) {
    this.#kit = kit;
  }

  async get(question: MemberQuestion, compute: ComputeAt): Promise<readonly MemberOutcome[]> {
    const { manager, member, scope, keys, context } = question;
    const { scoped, recordings } = this.#kit;
    if (scope === 'none' || context.session || context.asOf) return compute(keys.map((_key, place) => place));
    const base = this.#baseOf(question);
    const texts = keys.map((key) => keyOf(question, base, key));
    const batch = new MemberBatch(recordings, texts, compute);
    const subject = { computation: `${manager.name}.${member}` };
    return Promise.all(
      texts.map(async (text, place) => {
        const answer: Answer<MemberOutcome> = { compute: async () => batch.get(place), encode: encodeOutcome, decode: decodeOutcome };
        // What is computed needs this value of itself, or of another object that is computed with it: it would wait for itself.
        const key = text !== undefined && recordings.current?.isOf(text) ? undefined : text;
        return scoped.get({ key, scope, subject, signal: context.signal }, answer);
      }),
    );
  }

  /** All that values are told apart by besides the object; undefined where nobody knows what they are made of. */
  #baseOf({ manager, member, reads, readsAs, context }: MemberQuestion): string | undefined {
    const hash = this.#kit
      .hash()
      .add('member')
      .add(manager)
      .add(member)
      .add(context.deleted === true);
    try {
      hash.add(readsAs);
      for (const { plan, caller } of reads) {
        hash.add(plan);
        // Sources that look at actors themselves, and code that reads by itself, may look at everything.
        if (readsByItself(plan) || managersIn(plan).some(({ adapter }) => !adapter.ignoresCallers)) hash.add(caller);
      }
      return hash.end();
    } catch (error) {
      if (error instanceof NotPlain) return undefined;
      throw error;
    }
  }
}

/** Whether code of a member takes part, at any relation, that may read by itself. */
const readsByItself = (plan: ReadPlan): boolean =>
  plansIn(plan).some(({ selection }) =>
    [selection, ...selection.variants.values()].some(({ computed = [] }) => computed.some(({ member }) => member.declaration.takesContext)),
  );

function keyOf({ manager, member }: MemberQuestion, base: string | undefined, key: readonly unknown[]): string | undefined {
  return base === undefined
    ? undefined
    : `computation:${encodeURIComponent(`${manager.name}.${member}`)}:${new CanonicalHash().add(base).add(key).end()}`;
}

/** Errors are not kept. */
export const encodeOutcome = (outcome: MemberOutcome): string | undefined => ('value' in outcome ? writeValue(outcome.value) : undefined);

export const decodeOutcome = (body: string): MemberOutcome => ({ value: readValue(body) });
