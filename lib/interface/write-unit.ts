import type { ManagerModel } from '../model/model.js';
import type { RelationField } from '../model/field.js';
import type { Truth } from '../permission/truth.js';
import type { Condition } from '../plan/condition.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { EnqueuedEvent } from './event-queue.js';
import type { ReadContext } from './interface-adapter.js';
import type { PageResult } from './result.js';

/** How strictly a unit of work is kept apart from others that run at the same time. */
export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

/** What a unit of work runs with. */
export interface WriteContext extends Omit<ReadContext, 'budget'> {
  /** Default: that of the source. */
  readonly isolation?: Isolation;
}

/** Objects that a unit of work asks for. */
export interface LoadRequest {
  readonly manager: ManagerModel;
  /** Everything that restricts them, policies included. */
  readonly where: Condition;
  /** What is asked about each. */
  readonly questions: readonly Condition[];
  /** Properties that are not read unless asked for by name, and are wanted. */
  readonly lazy: readonly string[];
  readonly limit: number;
}

/** Objects that a unit of work only links to. */
export interface ReferenceRequest extends Omit<LoadRequest, 'lazy'> {
  /** Whether all that they hold is read. Default: only what identifies them. */
  readonly whole?: boolean;
}

/** An object that was changed in a unit of work, by whatever code. */
export interface UnitChange {
  readonly object: object;
  /** The manager of its own class; undefined where that is none. */
  readonly manager: ManagerModel | undefined;
  /** Names of the properties that hold something else than before. */
  readonly fields: readonly string[];
}

/** An object in a unit of work. */
export interface LoadedObject {
  readonly object: object;
  /** The manager of its own class. */
  readonly type: ManagerModel;
  /** The parts of its key, flattened. */
  readonly key: readonly unknown[];
  /** The truth of each question. */
  readonly answers: readonly Truth[];
}

/** What is asked about objects that have been written, before the unit ends. */
export interface UnitQuestions {
  readonly manager: ManagerModel;
  readonly objects: readonly object[];
  readonly questions: readonly Condition[];
}

/** What the source said: for each inquiry, of each object, the truth of each question; undefined for an object that is not there. */
export interface UnitAnswers {
  readonly truths: readonly (readonly (readonly Truth[] | undefined)[])[];
  readonly page?: PageResult;
}

/** An object that was made without a unit of work. */
export interface InsertedObject {
  /** The parts of its key, flattened. */
  readonly key: readonly unknown[];
  readonly page?: PageResult;
}

/** Who writes, and why; for what is kept beside the objects. */
export interface WriteAuthor {
  /** The `id` of the actor as text; null for the anonymous one and for the system. */
  readonly actor: string | null;
  readonly system: boolean;
  readonly reason: string | null;
}

/** A write that has been before. */
export interface EarlierWrite {
  readonly request: string;
  readonly keys: readonly (readonly string[])[];
}

/**
 * A unit of work of a source: what happens in it happens as a whole or not at all.
 *
 * Objects are instances of the managers' classes. Nothing that is changed reaches the source before `flush`.
 */
export interface WriteUnit {
  /** What reads of the same transaction take as their session. */
  readonly session: object;
  /**
   * What is flushed cannot be undone: everything is decided before, on objects in which what the source makes by itself is null. Default: it can.
   */
  readonly irrevocable?: true;
  /** Loads objects that are to be changed: nobody else may change them until the unit ends. */
  load(request: LoadRequest): Promise<readonly LoadedObject[]>;
  /** Finds objects that are only linked to, all in one go. */
  references(requests: readonly ReferenceRequest[]): Promise<readonly (readonly LoadedObject[])[]>;
  /** The properties of an object as they are, without what leads to many; later changes do not reach it. */
  stateOf(manager: ManagerModel, object: object): Readonly<Record<string, unknown>>;
  /** Loads related objects, along dotted paths of relations, whoever may see them. */
  populate(manager: ManagerModel, objects: readonly object[], paths: readonly string[]): Promise<void>;
  /** Makes an object; to-one relations among the values are objects of this unit, or null. */
  create(manager: ManagerModel, values: ReadonlyMap<string, unknown>): object;
  assign(manager: ManagerModel, object: object, values: ReadonlyMap<string, unknown>): void;
  /** Links to an object, or to none, along a to-one relation, whichever end keeps the link. */
  link(manager: ManagerModel, object: object, field: RelationField, target: object | null): void;
  /** Adds links of a to-many relation, and takes links away. */
  relink(
    manager: ManagerModel,
    object: object,
    field: RelationField,
    change: { readonly add: readonly object[]; readonly remove: readonly object[] },
  ): Promise<void>;
  delete(manager: ManagerModel, object: object): void;
  /** The objects of the unit that a flush would write, by whatever code they were changed; told before the flush where code changes objects by itself. */
  changes(): Promise<readonly UnitChange[]>;
  /** @throws ConstraintViolation, StaleObject */
  flush(): Promise<void>;
  /**
   * Claims a write that may come again, by digests of who writes with which key, and of what is written. Undefined where it has not been before;
   * otherwise what it was, and the keys of what it made, as texts. Waits for one that is on its way.
   */
  claim(scope: string, request: string): Promise<EarlierWrite | undefined>;
  /** Says what a claimed write has made. */
  settle(scope: string, keys: readonly (readonly unknown[])[]): Promise<void>;
  /** Keeps the states of the objects that were flushed, where their classes have a history. */
  record(author: WriteAuthor): Promise<void>;
  /** Puts events of flushed objects into the source's queue; they are there where the unit is committed. */
  enqueue(events: readonly EnqueuedEvent[], author: WriteAuthor): Promise<void>;
  /** Asks about objects after a flush, and reads in the same go. */
  ask(asked: readonly UnitQuestions[], plan?: ReadPlan): Promise<UnitAnswers>;
  /** Runs something when what happened here can no longer be undone; never where it is undone. */
  afterCommit(run: () => Promise<void>): void;
  /** The parts of the key of an object that has been flushed, flattened. */
  keyOf(manager: ManagerModel, object: object): readonly unknown[];
}

/**
 * What a source refuses: `missing` where an object refers to what is not there, `referenced` where others refer to what was to be removed,
 * `reference` where the source does not say which; `value` is one that it cannot hold, `policy` what it lets nobody write, or not this user.
 */
export type ConstraintKind = 'unique' | 'reference' | 'missing' | 'referenced' | 'required' | 'check' | 'exclusion' | 'value' | 'policy';

/** What a source refuses by its own constraints. */
export class ConstraintViolation extends Error {
  readonly kind: ConstraintKind;
  /** The manager of which an object is at fault, and its fields, as far as they are known. */
  readonly manager: ManagerModel | undefined;
  readonly fields: readonly string[];

  constructor(
    kind: ConstraintKind,
    { manager, fields = [] }: { readonly manager?: ManagerModel | undefined; readonly fields?: readonly string[] },
    options?: ErrorOptions,
  ) {
    super(`The source refused a write (${kind}).`, options);
    this.kind = kind;
    this.manager = manager;
    this.fields = fields;
  }
}

/** An object that was to be changed is no longer as it was read. */
export class StaleObject extends Error {}

/** A unit of work that met others and was ended by the source; it may succeed when it is tried again. */
export class ContendedUnit extends Error {}
