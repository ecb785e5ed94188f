import type { Declaration } from '../declaration/declaration.js';
import type { Problem } from '../error/problem.js';
import type { InterfaceAdapter, InterfaceDescription } from '../interface/interface-adapter.js';
import type { ComputedMember } from '../model/computed.js';
import type { FieldModel } from '../model/field.js';
import type { EmbeddableModel, EnumModel, ManagerModel } from '../model/model.js';

/** What the compiler starts from. */
export interface CompileInput {
  readonly adapters: readonly InterfaceAdapter[];
  /** Classes that no adapter discovers by itself. */
  readonly managers: readonly object[];
}

/** One declared class on its way to a manager; passes complete it. */
export interface DraftManager {
  readonly target: object;
  readonly declaration: Declaration;
  readonly adapter: InterfaceAdapter;
  readonly description: InterfaceDescription;
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldModel>;
  /** Members that are computed of what the interface gives; absent until they are declared. */
  readonly computed?: ReadonlyMap<string, ComputedMember>;
  readonly model?: ManagerModel;
}

/** The state that passes hand on. */
export interface Draft {
  readonly managers: readonly DraftManager[];
  readonly enums: readonly EnumModel[];
  readonly embeddables: readonly EmbeddableModel[];
  readonly problems: readonly Problem[];
}

/** Completes the draft by one thing; never changes the one it was given. */
export type Pass = (draft: Draft, input: CompileInput) => Draft;

/** Judges the complete draft by one rule. */
export type Verifier = (draft: Draft) => readonly Problem[];
