import {
  capitalised,
  ENUM_OPERATORS,
  enumModel,
  isScalarType,
  scalarField,
  type EnumField,
  type EnumModel,
  type ValueField,
} from '../../../lib/plugin.js';
import type { Input, InputDeclaration, InputType } from '../declare/options.js';
import { compileDomain } from './compile-domain.js';
import type { CompiledInput, Given } from './compiled.js';

const TYPES: readonly string[] = ['string', 'int', 'bigint', 'decimal', 'boolean', 'date', 'datetime', 'uuid'];

/** An input, and what is wrong with it. */
export interface MadeInput {
  readonly input?: CompiledInput;
  readonly enum?: EnumModel;
  readonly faults: readonly string[];
}

/** Makes an input of what was said of it. */
export function compileInput(calculation: string, name: string, given: Input | undefined): MadeInput {
  const declaration = declarationOf(given);
  if (!declaration) return { faults: ['it is neither made by input, nor a manager, nor a type of values that an input can have'] };
  const { description, needs, system } = declaration.options;
  const shared = { name, description, needs, system };
  const faults = [
    ...(needs === undefined || isPlain(needs) ? [] : ['needs is no object that names other inputs']),
    ...(system === undefined || (typeof system === 'string' && system.trim() !== '') ? [] : ['system needs a reason']),
  ];
  if (declaration.kind === 'manager') {
    const { filter } = declaration.options;
    const filterOf = (known: Given): unknown => (typeof filter === 'function' ? (filter as (given: Given) => unknown)(known) : filter);
    return { input: { ...shared, kind: 'manager', target: declaration.target, ...(filter !== undefined && { filterOf }) }, faults };
  }
  const enumeration =
    declaration.kind === 'enum'
      ? enumModel(declaration.options.name ?? `${calculation}${capitalised(name)}`, declaration.members)
      : undefined;
  const field = fieldOf(declaration, name, description, enumeration);
  const { domainOf, faults: more } = compileDomain(field, declaration.options, enumeration);
  const isEmpty = enumeration?.members.length === 0 ? ['an enum needs members'] : [];
  return {
    input: { ...shared, kind: 'value', field, domainOf },
    ...(enumeration && { enum: enumeration }),
    faults: [...faults, ...more, ...isEmpty],
  };
}

/** A class or schema stands for all objects of its manager, the name of a type for all its values. */
function declarationOf(given: Input | undefined): InputDeclaration | undefined {
  if (typeof given === 'string') return isInputType(given) ? { kind: 'scalar', type: given, options: {} } : undefined;
  if (typeof given === 'function') {
    // Functions without a prototype are no classes.
    return { kind: 'manager', target: 'prototype' in given ? () => given : given, options: {} };
  }
  if (typeof given !== 'object' || given === null) return undefined;
  if (isDeclaration(given)) return given.kind === 'scalar' && !isInputType(given.type) ? undefined : given;
  return 'meta' in given ? { kind: 'manager', target: () => given, options: {} } : undefined;
}

const isDeclaration = (given: object): given is InputDeclaration =>
  'kind' in given && 'options' in given && ['scalar', 'enum', 'manager'].includes(String(given.kind));

const isInputType = (type: string): type is InputType => isScalarType(type) && TYPES.includes(type);

const isPlain = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldOf(
  declaration: Exclude<InputDeclaration, { kind: 'manager' }>,
  name: string,
  description: string | undefined,
  enumeration: EnumModel | undefined,
): ValueField {
  const more = { readOnly: true, ...(description !== undefined && { description }) };
  if (declaration.kind === 'scalar') return scalarField(name, declaration.type, more);
  const { type: _type, version: _version, kind: _kind, ...base } = scalarField(name, 'string', more);
  const field: EnumField = { ...base, kind: 'enum', enum: enumeration?.name ?? name, operators: ENUM_OPERATORS, sortable: true };
  return field;
}
