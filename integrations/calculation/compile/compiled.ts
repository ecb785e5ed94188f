import type { ComputedDeclaration, DescribedNeeds, EnumModel, ValueField } from '../../../lib/plugin.js';
import type { InputNeeds } from '../declare/options.js';
import type { Domain } from '../domain/domain.js';

/** What other inputs have, as functions of domains see it. */
export type Given = Readonly<Record<string, unknown>>;

interface CompiledInputBase {
  readonly name: string;
  readonly description?: string | undefined;
  /** The inputs that its domain depends on; absent for none. */
  readonly needs?: InputNeeds | undefined;
  readonly system?: string | undefined;
}

/** An input with values. */
export interface ValueInput extends CompiledInputBase {
  readonly kind: 'value';
  readonly field: ValueField;
  readonly domainOf: (given: Given) => Domain;
}

/** An input with objects of a manager. */
export interface ManagerInput extends CompiledInputBase {
  readonly kind: 'manager';
  /** The class or schema of the manager; undefined where a circular import gives nothing. */
  readonly target: () => object | undefined;
  readonly filterOf?: (given: Given) => unknown;
}

export type CompiledInput = ValueInput | ManagerInput;

/** A computed member. */
export interface CompiledMember {
  readonly declaration: ComputedDeclaration;
  readonly field: ValueField;
  /** Inputs of which something is needed. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Other members that are computed before. */
  readonly members: readonly string[];
}

/** The most that one read may look at. */
export interface CalculationLimits {
  readonly objects: number;
  readonly computed: number;
  readonly needed: number;
}

/** A calculation as it was declared, checked. */
export interface Calculation {
  readonly name: string;
  readonly target: object;
  /** In the order of the key. */
  readonly inputs: readonly CompiledInput[];
  /** The same, each behind those that it depends on. */
  readonly evaluated: readonly CompiledInput[];
  /** Those of computed members, in the order in which they are declared. */
  readonly fields: readonly ValueField[];
  /** Each behind those that it needs. */
  readonly members: ReadonlyMap<string, CompiledMember>;
  readonly enums: readonly EnumModel[];
  readonly needs: readonly DescribedNeeds[];
  readonly limits: CalculationLimits;
}
