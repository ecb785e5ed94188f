import { RowBudget, selectionOf } from '../../../lib/plugin.js';
import type { CompiledMember } from '../compile/compiled.js';
import { callerOf, type ReadTools } from '../read/tools.js';
import type { MemberSight } from './member-work.js';

/** What a member, and the members that it needs, read: the plans as they were authorised, so that it shows what they look at of whoever reads. */
export function sightOf(tools: ReadTools, member: CompiledMember): MemberSight {
  const members = behind(tools, member);
  return {
    reads: members.flatMap((each) => readsOf(tools, each)),
    readsAs: members.filter(({ declaration }) => declaration.takesContext).map(({ declaration }) => callerOf(tools, declaration.system)),
  };
}

/** A member with all that it needs, at any depth. */
function behind({ bound }: ReadTools, member: CompiledMember): readonly CompiledMember[] {
  const found = new Set([member]);
  for (const { members } of found)
    for (const name of members) {
      const needed = bound.calculation.members.get(name);
      if (needed) found.add(needed);
    }
  return [...found];
}

function readsOf(tools: ReadTools, { inputs, declaration }: CompiledMember): MemberSight['reads'] {
  const { bound, runtime, context } = tools;
  const caller = callerOf(tools, declaration.system);
  return Object.entries(inputs).flatMap(([name, select]) => {
    const place = bound.places.get(name);
    if (place?.kind !== 'manager') return [];
    const request = { select: selectionOf(bound.model, place.target, select), page: { first: 1 } };
    const plan = runtime.part(place.target, request, caller, { budget: new RowBudget(), ...(context.deleted && { deleted: true }) });
    return [{ plan, caller }];
  });
}
