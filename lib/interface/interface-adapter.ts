import type { Problem } from '../error/problem.js';
import type { Declaration } from '../declaration/declaration.js';
import type { EmbeddableModel, EnumModel, ManagerModel } from '../model/model.js';
import type { FieldModel } from '../model/field.js';
import type { Judgement } from '../permission/explain.js';
import type { Condition } from '../plan/condition.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { PageResult } from './result.js';

/** A relation as the interface sees it: its target is a class, and nobody knows yet whether that is a manager. */
export type DescribedField =
  | Exclude<FieldModel, { kind: 'relation' }>
  | (Omit<Extract<FieldModel, { kind: 'relation' }>, 'target'> & { readonly target: object });

/** An embeddable as the interface sees it: several managers describe the same one, told by its class where it has one. */
export interface DescribedEmbeddable extends EmbeddableModel {
  readonly target?: object;
}

/** A key as the interface sees it. */
export type DescribedKey = readonly { readonly field: string; readonly target?: object }[];

/** What an interface knows of one declared class. */
export interface InterfaceDescription {
  /** The name that the class has in the interface; the manager's default name. */
  readonly name: string;
  readonly description?: string;
  readonly readOnly: boolean;
  readonly key?: DescribedKey;
  readonly fields: readonly DescribedField[];
  /** Properties that cannot be read, which the declaration keeps out of the API anyway. */
  readonly omitted?: readonly string[];
  readonly enums: readonly EnumModel[];
  readonly embeddables: readonly DescribedEmbeddable[];
  readonly inheritance?: { readonly root: object; readonly abstract: boolean };
  readonly problems: readonly Problem[];
}

/** What a read runs with. */
export interface ReadContext {
  /** Aborts the read, where the interface can. */
  readonly signal?: AbortSignal;
  /** The caller's own unit of work (for MikroORM its EntityManager), so that a read inside a transaction sees it. */
  readonly session?: object;
}

/** The port behind which data lives: a database, an HTTP API, a calculation. */
export interface InterfaceAdapter {
  /** Its name in declarations and messages, such as `database`. */
  readonly name: string;
  /** The declared classes that the interface can find by itself. */
  discover(): readonly object[];
  /** Whether a class without @Interface is one of its own. */
  owns(target: object): boolean;
  describe(target: object, declaration: Declaration): InterfaceDescription;
  /** Told once, when the model is complete: the adapter may compile what it needs. */
  attach?(managers: ReadonlyMap<string, ManagerModel>): void;
  /** Executes an authorised plan. */
  read(plan: ReadPlan, context: ReadContext): Promise<PageResult>;
  /** Says of each condition whether it is true of the object with this key; undefined where there is no such object. */
  judge?(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined>;
  /** Resolves when the source answers, rejects when it does not. */
  health?(signal?: AbortSignal): Promise<void>;
}
