import {
  capitalised,
  ENUM_OPERATORS,
  LIST_OPERATORS,
  scalarField,
  type ComputedDeclaration,
  type EnumField,
  type EnumModel,
} from '../../../lib/plugin.js';
import type { CompiledMember } from './compiled.js';
import { enumModel } from './enum-model.js';

/** A computed member, with the enum of what comes out where it is one. */
export interface MadeMember {
  readonly member: CompiledMember;
  readonly enum?: EnumModel;
}

/** Makes a computed member of its declaration; what is wrong with that is told by a verifier. */
export function compileMember(calculation: string, declaration: ComputedDeclaration, inputs: readonly string[]): MadeMember {
  const { name, type, needs = {}, list = false, nullable = false, lazy = false, description } = declaration;
  const entries = Object.entries(typeof needs === 'object' && needs !== null ? needs : {});
  const more = { list, nullable, lazy, readOnly: true, ...(description !== undefined && { description }) };
  const split = {
    declaration,
    inputs: Object.fromEntries(entries.filter(([each]) => inputs.includes(each))),
    members: entries.map(([each]) => each).filter((each) => !inputs.includes(each)),
  };
  if (typeof type === 'string') return { member: { ...split, field: scalarField(name, type, more) } };
  const enumeration = enumModel(declaration.enumName ?? `${calculation}${capitalised(name)}`, type ?? {});
  const { type: _type, version: _version, kind: _kind, ...base } = scalarField(name, 'string', more);
  const field: EnumField = {
    ...base,
    kind: 'enum',
    enum: enumeration.name,
    operators: list ? LIST_OPERATORS : ENUM_OPERATORS,
    sortable: !list,
  };
  return { member: { ...split, field }, enum: enumeration };
}
