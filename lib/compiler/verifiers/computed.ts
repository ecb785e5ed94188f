import { isCacheScope } from '../../cache/scope.js';
import { membersOf } from '../../declaration/declaration.js';
import type { ComputedDeclaration } from '../../declaration/computed.js';
import { InvalidScope } from '../../error/cache-errors.js';
import { InvalidComputed } from '../../error/computed-errors.js';
import type { Problem } from '../../error/problem.js';
import { isScalarType } from '../../model/scalar.js';
import type { Draft, DraftManager } from '../draft.js';

/** Computed members have a type, and something to be computed by. */
export function verifyComputed({ managers }: Draft): readonly Problem[] {
  return managers.flatMap((manager) => membersOf('computed', manager.target).flatMap((member) => verify(manager, member)));
}

function verify({ name: manager }: DraftManager, member: ComputedDeclaration): readonly Problem[] {
  const path = `${manager}.computed.${member.name}`;
  const { cache = 'none' } = member;
  const faults = faultsOf(member).map((reason) => InvalidComputed.problem(path, { manager, member: member.name, reason }));
  return isCacheScope(cache) ? faults : [...faults, InvalidScope.problem(`${path}.cache`, { subject: `${manager}.${member.name}` })];
}

function faultsOf({ type, compute, isStatic, system }: ComputedDeclaration): readonly string[] {
  const isKnown = typeof type === 'string' ? isScalarType(type) && (type as string) !== 'custom' : isMembers(type);
  return [
    ...(isKnown ? [] : ['its type is none of the types of values, nor an object of the members of an enum']),
    ...(compute ? [] : ['a property needs a function in compute']),
    ...(isStatic ? ['it is static, and no object has it'] : []),
    ...(system === undefined || (typeof system === 'string' && system.trim() !== '') ? [] : ['system needs a reason']),
  ];
}

const isMembers = (type: unknown): boolean =>
  typeof type === 'object' &&
  type !== null &&
  Object.values(type).length > 0 &&
  Object.values(type).every((value) => typeof value === 'string' || typeof value === 'number');
