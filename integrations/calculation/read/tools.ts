import type { Caller, Deadline, LocalExecutor, ReadContext, Runtime } from '../../../lib/plugin.js';
import type { BoundCalculation } from '../compile/bound.js';
import type { ComputeMembers } from '../compute/member-work.js';

/** What one read of a calculation works with. */
export interface ReadTools {
  readonly bound: BoundCalculation;
  readonly runtime: Runtime;
  readonly executor: LocalExecutor;
  readonly computeMembers: ComputeMembers;
  readonly caller: Caller;
  readonly context: ReadContext;
  readonly deadline: Deadline;
}

/** Who reads something that is needed: the system for a reason, or whoever reads the calculation. */
export const callerOf = ({ caller }: Pick<ReadTools, 'caller'>, system: string | undefined): Caller =>
  system === undefined ? caller : { system };

/** The name of the calculation, for messages. */
export const nameOf = ({ bound }: Pick<ReadTools, 'bound'>): string => bound.manager.name;
