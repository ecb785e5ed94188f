/** The ways in which an answer can tell something. */
export const DOORS = Object.freeze([
  'list',
  'detail',
  'nested',
  'filter',
  'sort',
  'page',
  'cursor',
  'connection',
  'count',
  'aggregate',
  'group',
  'capability',
  'argument',
  'custom',
  'error',
  'typescript',
  'direct',
  'transport',
  'mutation',
  'unique violation',
  'subscription',
] as const);

/** A way in which an answer can tell something. */
export type Door = (typeof DOORS)[number];

/** One answer that depends on what the actor may not read. */
export interface Leak {
  readonly door: Door;
  /** The manager, or the type, that was asked for. */
  readonly manager: string;
  /** The field that tells, or that was filtered or sorted by. */
  readonly field: string;
  readonly actor: string;
  /** What was asked, with its variables. */
  readonly query: string;
  /** What gave it away. */
  readonly evidence: string;
}

/** What was done about one door. */
export interface DoorReport {
  readonly door: Door;
  /** `checked`, `absent` (the schema has none) or `unchecked` (it is there, and nobody looked: see `note`). */
  readonly state: 'checked' | 'absent' | 'unchecked';
  readonly checks: number;
  readonly note?: string;
}

/** How much of one manager an actor may not read. */
export interface HiddenReport {
  readonly actor: string;
  readonly manager: string;
  /** Objects, of those that were examined. */
  readonly objects: number;
  /** Values of objects that the actor may read otherwise. */
  readonly values: number;
  /** Changes that were made to hidden data. */
  readonly changes: number;
}

/** What an examination found. */
export interface LeakReport {
  /** Comparisons and searches that were made. */
  readonly checks: number;
  /** Different questions that were asked. */
  readonly questions: number;
  /** Questions that there were no room for. */
  readonly omitted: number;
  readonly seed: number;
  readonly doors: readonly DoorReport[];
  readonly hidden: readonly HiddenReport[];
  /** Questions whose answers differ by themselves, so that they prove nothing. */
  readonly unstable: readonly string[];
  /** Questions that the schema itself refuses, so that nobody looked there. */
  readonly refused: readonly string[];
  readonly leaks: readonly Leak[];
}

/** A leak in words. */
export const leakText = ({ door, manager, field, actor, query, evidence }: Leak): string =>
  `- ${door}, ${manager}.${field}, as ${actor}: ${evidence}\n    ${query}`;
