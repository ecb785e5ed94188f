import { computedField, type ComputedDeclaration, type EnumModel } from '../../../lib/plugin.js';
import type { CompiledMember } from './compiled.js';

/** A computed member, with the enum of what comes out where it is one. */
export interface MadeMember {
  readonly member: CompiledMember;
  readonly enum?: EnumModel;
}

/** Makes a computed member of its declaration; what is wrong with that is told by a verifier. */
export function compileMember(calculation: string, declaration: ComputedDeclaration, inputs: readonly string[]): MadeMember {
  const { needs = {} } = declaration;
  const entries = Object.entries(typeof needs === 'object' && needs !== null ? needs : {});
  const { field, ...rest } = computedField(calculation, declaration);
  return {
    member: {
      declaration,
      field,
      inputs: Object.fromEntries(entries.filter(([each]) => inputs.includes(each))),
      members: entries.map(([each]) => each).filter((each) => !inputs.includes(each)),
    },
    ...rest,
  };
}
