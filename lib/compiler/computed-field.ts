import type { ComputedDeclaration } from '../declaration/computed.js';
import { scalarField } from '../interface/scalar-field.js';
import { capitalised } from '../model/capitalised.js';
import { enumModel } from '../model/enum-model.js';
import type { ValueField } from '../model/field.js';
import type { EnumModel } from '../model/model.js';
import { ENUM_OPERATORS, LIST_OPERATORS } from '../model/scalar.js';

/** What a computed member shows as, with the enum of what comes out where it is one. */
export interface ComputedField {
  readonly field: ValueField;
  readonly enum?: EnumModel;
}

/** Makes the field of a computed member; what is wrong with its declaration is told by a verifier. */
export function computedField(owner: string, declaration: ComputedDeclaration): ComputedField {
  const { name, type, list = false, nullable = false, lazy = false, description } = declaration;
  const more = { list, nullable, lazy, readOnly: true, ...(description !== undefined && { description }) };
  if (typeof type === 'string') return { field: scalarField(name, type, more) };
  const made = enumModel(declaration.enumName ?? `${owner}${capitalised(name)}`, type ?? {});
  const { type: _type, version: _version, kind: _kind, ...base } = scalarField(name, 'string', more);
  const operators = list ? LIST_OPERATORS : ENUM_OPERATORS;
  return { field: { ...base, kind: 'enum', enum: made.name, operators, sortable: !list }, enum: made };
}
