import type { ReadContext } from '../interface/interface-adapter.js';
import type { Caller } from '../manager/runtime.js';
import type { ComputedMember } from '../model/computed.js';
import type { ManagerModel } from '../model/model.js';
import type { CacheKit } from './cache-kit.js';
import { CanonicalHash, NotPlain } from './canonical-hash.js';
import { decodeOutcome, encodeOutcome, type MemberOutcome } from './member-cache.js';
import type { Answer } from './scoped-cache.js';
import { writeValue } from './value-text.js';

/** A member that is computed of what a read has brought. */
export interface MemoQuestion {
  readonly member: ComputedMember;
  /** For whom its code may read by itself, so that everything of them may matter; absent where it gets nothing to read by. */
  readonly readsAs?: Caller | undefined;
  readonly context: ReadContext;
}

/** What a value is computed of. */
export interface MemoObject {
  /** Of the object's own class. */
  readonly manager: ManagerModel;
  /** As far as whoever reads may see it: it tells objects apart that are alike otherwise. */
  readonly key: readonly unknown[];
  /** All that the code gets of the object. */
  readonly values: object;
}

/** Gives a value as it is kept, or computes it. */
export type Memo = (object: MemoObject, compute: () => Promise<MemberOutcome>) => Promise<MemberOutcome>;

/**
 * Keeps computed members of entities and resources, each by all values that it is computed of: these come with the read that asks for the member. So a
 * value belongs to what the caller was just given, and to nothing else. Only what code reads by itself has to be looked after.
 */
export class MemberMemo {
  readonly #kit: CacheKit;

  constructor(kit: CacheKit) {
    this.#kit = kit;
  }

  /** Undefined where values are not kept. */
  of(question: MemoQuestion): Memo | undefined {
    const { member, context } = question;
    const { cache: scope = 'none' } = member.declaration;
    const { scoped, recordings } = this.#kit;
    if (scope === 'none' || context.session || context.asOf || !scoped.keeps(scope)) return undefined;
    const name = `${member.manager}.${member.field.name}`;
    const subject = { computation: name };
    const bases = new Map<ManagerModel, string | undefined>();
    return async (object, compute) => {
      const { manager } = object;
      if (!bases.has(manager)) bases.set(manager, this.#baseOf(question, manager));
      const text = keyOf(name, bases.get(manager), object);
      // What is computed needs this value of itself: it would wait for itself.
      const key = text !== undefined && recordings.current?.isOf(text) ? undefined : text;
      const answer: Answer<MemberOutcome> = { compute, encode: encodeOutcome, decode: decodeOutcome };
      return scoped.get({ key, scope, subject, signal: context.signal }, answer);
    };
  }

  /** All that values are told apart by besides the object; undefined where nobody knows what they are made of. */
  #baseOf({ member, readsAs, context }: MemoQuestion, manager: ManagerModel): string | undefined {
    const hash = this.#kit.hash().add('memo').add(manager).add(member.field.name).add(member.declaration.code);
    return plain(() => (readsAs ? hash.add(readsAs).add(context.deleted === true) : hash).end());
  }
}

function keyOf(name: string, base: string | undefined, { key, values }: MemoObject): string | undefined {
  if (base === undefined) return undefined;
  // Code may look at the order of what is in documents, too: the hash refuses what is not plain, and the text has the order.
  const hash = plain(() => new CanonicalHash().add(base).add(key).add(values).add(writeValue(values)).end());
  return hash === undefined ? undefined : `computation:${encodeURIComponent(name)}:${hash}`;
}

function plain(make: () => string): string | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}
