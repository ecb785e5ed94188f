import type { Caller, ManagerModel, ReadContext } from '../../../lib/plugin.js';
import type { CompiledMember } from '../compile/compiled.js';

/** What became of a computation: a value of the member's type, or an error that may be shown. */
export type Outcome = { readonly value: unknown } | { readonly error: Error };

/** A member that is wanted of some objects. */
export interface MemberWork {
  readonly manager: ManagerModel;
  readonly member: CompiledMember;
  readonly caller: Caller;
  readonly context: ReadContext;
  /** The flattened keys of the objects. */
  readonly keys: readonly (readonly unknown[])[];
  /** Reads what is needed of the objects at some places in `keys`, and computes; outcomes stand as the places do. */
  readonly compute: (places: readonly number[]) => Promise<readonly Outcome[]>;
}

/** Gives a member of objects; outcomes stand where the keys do. Everything that is computed is computed through one of these. */
export type ComputeMembers = (work: MemberWork) => Promise<readonly Outcome[]>;

/** Computes everything anew. */
export const computeMembers: ComputeMembers = async ({ keys, compute }) => compute(keys.map((_key, place) => place));
