import type { ApplicationCache, Caller, ManagerModel, MemberOutcome, MemberRead, ReadContext } from '../../../lib/plugin.js';
import type { CompiledMember } from '../compile/compiled.js';

/** What became of a computation: a value of the member's type, or an error that may be shown. */
export type Outcome = MemberOutcome;

/** A member that is wanted of some objects. */
export interface MemberWork {
  readonly manager: ManagerModel;
  readonly member: CompiledMember;
  readonly context: ReadContext;
  /** The flattened keys of the objects. */
  readonly keys: readonly (readonly unknown[])[];
  /** What is read before it, and for whom its code may read by itself. */
  readonly looksAt: () => MemberSight;
  /** Reads what is needed of the objects at some places in `keys`, and computes; outcomes stand as the places do. */
  readonly compute: (places: readonly number[]) => Promise<readonly Outcome[]>;
}

/** All that values of a member can be made of, besides the key of their object. */
export interface MemberSight {
  readonly reads: readonly MemberRead[];
  readonly readsAs: readonly Caller[];
}

/** Gives a member of objects; outcomes stand where the keys do. Everything that is computed is computed through one of these. */
export type ComputeMembers = (work: MemberWork) => Promise<readonly Outcome[]>;

/** Keeps what is to be kept, and computes the rest. */
export const keptMembers =
  ({ members }: ApplicationCache): ComputeMembers =>
  async ({ manager, member, context, keys, looksAt, compute }) => {
    const { cache: scope = 'none', name } = member.declaration;
    if (scope === 'none') return compute(keys.map((_key, place) => place));
    return members.get({ manager, member: name, scope, keys, context, ...looksAt() }, compute);
  };
