import type { Scale } from '../database/fill.js';

/** The schemas that are asked: that of General Manager (and of the floors), the hand-written one, PostGraphile's. */
export type Dialect = 'general-manager' | 'hand-written' | 'postgraphile';

export type Variables = Readonly<Record<string, number | string>>;

/** What is asked, of each schema in its own words. The answers say the same, but for pages that are in objects of their own. */
export interface Workload {
  /** The name of the operation. */
  readonly name: string;
  readonly title: string;
  /** The documents; a schema without one is left out. */
  readonly documents: Readonly<Partial<Record<Dialect, string>>>;
  /** How many different requests there are. */
  readonly turns: (scale: Scale) => number;
  /** What a request asks for; each turn asks for something else. */
  readonly variables: (turn: number, scale: Scale) => Variables;
  /** Whose rows a request may see; all of them where it is absent. */
  readonly tenant?: (turn: number, scale: Scale) => number;
  /** Members that differ from answer to answer, and are not compared. */
  readonly volatile?: readonly string[];
  /** Removes what the workload has written. */
  readonly undo?: (scale: Scale) => string;
}

/** Numbers that look like chance and are the same in each run. */
export const scattered = (turn: number, below: number): number => (turn * 7919) % below;
