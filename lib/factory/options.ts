import type { FactoryDefinition } from './define-factory.js';
import type { FactorySources } from './value-source.js';

/** What factories of an application are told. */
export interface FactoryOptions {
  /** The same seed gives the same data. */
  readonly seed: string | number;
  /** Times are made around it; never the present. */
  readonly referenceDate: Date;
  /** The part of values that are null where they may be. */
  readonly nulls: number;
  readonly definitions: readonly FactoryDefinition[];
  /** Loaded when the first object is made. */
  readonly sources: () => Promise<FactorySources>;
}

export const DEFAULT_FACTORY_OPTIONS: FactoryOptions = Object.freeze({
  seed: 1,
  referenceDate: new Date('2025-01-01T00:00:00Z'),
  nulls: 0.2,
  definitions: [],
  sources: async () => ({ values: [], constraints: [] }),
});
