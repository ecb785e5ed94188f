import type { InterfaceAdapter } from '../../../lib/plugin.js';

/** An interface, and what is behind it. */
export interface ContractOptions {
  /** The declared classes, whose declarations open the adapter. */
  readonly managers: readonly object[];
  /** Opens adapters that no declaration opens. Default: none. */
  readonly adapters?: () => readonly InterfaceAdapter[];
  /**
   * What is behind the interface, by the names of managers: all fields as properties, also those that are null, and what relations lead to. A few dozen
   * objects with nulls, equal values and values that differ in their case alone show most.
   */
  readonly objects: Readonly<Record<string, readonly object[]>>;
  /** Puts the source into the state that `objects` tells, before each check. Default: nothing. */
  readonly reset?: () => void | Promise<void>;
  /** Runs something while the source does not answer, so that failures are examined too. Default: they are not. */
  readonly failing?: (run: () => Promise<void>) => Promise<void>;
  /** What objects are made with and changed to, by the names of managers, so that writes are examined too. Default: they are not. */
  readonly writes?: Readonly<Record<string, ContractWrites>>;
  /** Questions of each check at most. Default: 300. */
  readonly questions?: number;
  /** Decides which questions are asked where there are more. Default: 1. */
  readonly seed?: number;
}

/** Data by property names; with `reset`, since they change what is there. */
export interface ContractWrites {
  readonly create?: Readonly<Record<string, unknown>>;
  /** What the first object is changed to. */
  readonly update?: Readonly<Record<string, unknown>>;
  /** Whether the first object is deleted. Default: false. */
  readonly delete?: boolean;
}

/** One promise of the port, as a test. */
export interface ContractCheck {
  readonly name: string;
  /** @throws GM_TEST_CONTRACT */
  readonly run: () => Promise<void>;
}

/** What became of one promise. */
export interface CheckReport {
  readonly name: string;
  /** How often the adapter was asked; 0 where it does not offer what would be asked. */
  readonly questions: number;
  /** What it did otherwise. */
  readonly breaches: readonly string[];
}

/** What became of all of them. */
export interface ContractReport {
  readonly checks: readonly CheckReport[];
}
