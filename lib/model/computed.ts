import type { ComputedDeclaration } from '../declaration/computed.js';
import type { ValueField } from './field.js';

/** A member of a class that is computed of what its source has. It can be selected, and nothing else. */
export interface ComputedMember {
  /** The manager whose objects have it. */
  readonly manager: string;
  /** What it shows as: its name, type and description. */
  readonly field: ValueField;
  readonly declaration: ComputedDeclaration;
  /** What is read for it, as Buckets select it. Absent for all own values of the object. */
  readonly select?: Readonly<Record<string, unknown>>;
  /** Other computed members that it needs. */
  readonly members: readonly string[];
}

/** Whether values of a member are kept apart from the reads that ask for them. */
export const isKept = ({ declaration: { cache = 'none' } }: Pick<ComputedMember, 'declaration'>): boolean => cache !== 'none';
