import type { ChangeLog } from '../cache/change-log.js';
import type { Problem } from '../error/problem.js';
import type { ActionDeclaration } from '../declaration/action.js';
import type { Declaration } from '../declaration/declaration.js';
import type { ApplicationModel, Discriminator, EmbeddableModel, EnumModel, LifecycleModel, ManagerModel } from '../model/model.js';
import type { Caller, Runtime } from '../manager/runtime.js';
import type { Sharing } from '../cache/sharing.js';
import type { CacheScope } from '../cache/scope.js';
import type { FieldModel } from '../model/field.js';
import type { WriteOperation } from '../permission/decide.js';
import type { Judgement } from '../permission/explain.js';
import type { StoredForm } from '../permission/stored-form.js';
import type { Condition } from '../plan/condition.js';
import type { OpenPlan, ReadPlan } from '../plan/read-plan.js';
import type { RowBudget } from '../plan/row-budget.js';
import type { Advice } from './advice.js';
import type { ChangeTriggers } from './change-triggers.js';
import type { CompiledCreate, OpenCreate } from './compiled-create.js';
import type { EventQueue } from './event-queue.js';
import type { PoolUse } from './pool-use.js';
import type { ResponseRoot } from './response.js';
import type { PageResult } from './result.js';
import type { RowLevelSecurity, RowLevelSecurityOptions } from './row-level-security.js';
import type { JsonText } from './json-text.js';
import type { SourceStatement, TextRun, TextStatement } from './text-statement.js';
import type { FillRow, ObjectLink, ValueFacts } from './value-facts.js';
import type { StatementTally } from '../hook/statement-tally.js';
import type { UpstreamObserver } from './upstream-observer.js';
import type { UpstreamUse } from './upstream-use.js';
import type { WriteContext, WriteUnit } from './write-unit.js';

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
  /** What can be done with its objects, where that is not everything that is written. Default: everything. */
  readonly writes?: readonly WriteOperation[];
  readonly key?: DescribedKey;
  /** Sets of fields that no two objects share the values of, besides the key. Default: none. */
  readonly uniques?: readonly (readonly string[])[];
  readonly fields: readonly DescribedField[];
  /** Properties that cannot be read, which the declaration keeps out of the API anyway. */
  readonly omitted?: readonly string[];
  readonly enums: readonly EnumModel[];
  readonly embeddables: readonly DescribedEmbeddable[];
  readonly inheritance?: { readonly root: object; readonly abstract: boolean; readonly discriminator?: Discriminator };
  /** Whether plans may ask for groups and measures of its objects. Default: false. */
  readonly aggregate?: boolean;
  /** Whether the API offers the number of all objects that match. Default: true. */
  readonly total?: boolean;
  /**
   * Actions that the source itself has, besides creates, updates and deletes: `perform` gets the session of the unit of work, notes what is to be done
   * at its flush, when everything is decided, and gives an {@link AfterFlush}. Default: none.
   */
  readonly actions?: readonly ActionDeclaration[];
  /** Whether it computes the members that the class declares with @Computed itself, as fields of its own. Default: false. */
  readonly computes?: boolean;
  /** What is read of its fields before something is computed, as Buckets select it; all of it has to be there. Default: nothing. */
  readonly needs?: readonly DescribedNeeds[];
  /** How long reads of it are kept, where the manager does not say. Default: not at all. */
  readonly cache?: CacheScope;
  /** What becomes of its objects when they are written. Default: nothing but what is written. */
  readonly lifecycle?: LifecycleModel;
  readonly problems: readonly Problem[];
}

/** What something needs that is computed. */
export interface DescribedNeeds {
  /** Where it was declared, such as `computed.load`. */
  readonly path: string;
  readonly needs: Readonly<Record<string, unknown>>;
  /** Whether it may need fields that the API hides. Default: false. */
  readonly hidden?: boolean;
}

/** What a read runs with. */
export interface ReadContext {
  /** Aborts the read, where the interface can. */
  readonly signal?: AbortSignal;
  /** The caller's own unit of work (for MikroORM its EntityManager), so that a read inside a transaction sees it. */
  readonly session?: object;
  /** Milliseconds after which the read is given up, where the interface can; 0 for never. Default: `limits.timeoutMs`. */
  readonly timeoutMs?: number;
  /** Reads everything as it was at this time, where the interface keeps history. Default: as it is. */
  readonly asOf?: Date;
  /** Reads objects that are softly deleted, too, where the caller may see those. Default: false. */
  readonly deleted?: boolean;
  /** What counts the statements of the operation. Default: what counts by the context. */
  readonly tally?: StatementTally;
  /** How long the answer is kept; adapters need not look at it. Default: as the manager says. */
  readonly cache?: CacheScope;
  /** Is told of each read whether its answer may be given to anybody; adapters need not look at it. Default: nobody wants to know. */
  readonly sharing?: Sharing;
  /** Shared by reads whose rows count together. Default: each read has its own. */
  readonly budget?: RowBudget;
}

/** What the interface of a class knows of it; undefined for what is no manager. */
export type DescriptionOf = (target: object) => InterfaceDescription | undefined;

/** The port behind which data lives: a database, an HTTP API, a calculation. */
export interface InterfaceAdapter {
  /** Its name in declarations and messages, such as `database`. */
  readonly name: string;
  /** The declared classes that the interface can find by itself. */
  discover(): readonly object[];
  /** Whether a class without @Interface is one of its own. */
  owns(target: object): boolean;
  describe(target: object, declaration: Declaration): InterfaceDescription;
  /** Completes what `describe` gave, once all classes are described: with what depends on others, such as the types of their keys. */
  complete?(description: InterfaceDescription, described: DescriptionOf): InterfaceDescription;
  /** Told once, when the model is complete: the adapter may compile what it needs. Whoever asks upstreams tells the observer of it. */
  attach?(managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel, observer: UpstreamObserver): void;
  /** Told once, before the first read: for interfaces that are made of what others have, and read that through the one pipeline. */
  connect?(runtime: Runtime): void;
  /** Whether plans may ask for the pages of many parts of a list at once ({@link ReadPlan.partition}). Default: false. */
  readonly readsPartitions?: boolean;
  /** Whether it has nothing of its own: whatever it gives, it reads through the application. Default: false. */
  readonly derives?: boolean;
  /** Whether what it gives depends on the plan alone, whoever calls. Default: false, so that nothing is kept for two callers. */
  readonly ignoresCallers?: boolean;
  /** Whether it decides what is there by something that neither plans nor callers say, so that nothing that it gives can be kept. Default: false. */
  readonly decidesUnseen?: boolean;
  /** Executes an authorised plan; `caller` is for sources that decide about actors themselves as well. */
  read(plan: ReadPlan, context: ReadContext, caller: Caller): Promise<PageResult>;
  /**
   * Compiles an authorised plan to one statement that gives the response's own JSON text; together with `readText` or not at all.
   *
   * Throws where it cannot: the answer is then made of what `read` gives.
   */
  compileText?(plan: OpenPlan, response: ResponseRoot): TextStatement;
  /** Runs a compiled statement with the values of its parameters; undefined where the answer has something that a response of its form cannot have. */
  readText?(statement: TextStatement, values: readonly unknown[], run: TextRun): Promise<JsonText | undefined>;
  /** The statement that `read` would run for a plan, where the source has statements: for people, nothing runs. */
  compileRows?(plan: OpenPlan): SourceStatement;
  /** What the source says of how it would carry out a statement with these values, without doing so. */
  explainStatement?(statement: SourceStatement, values: readonly unknown[], run: Omit<TextRun, 'seal'>): Promise<readonly string[]>;
  /**
   * Runs a unit of work, in the session's transaction where the context has one, otherwise in a transaction of its own: committed where `run`
   * resolves, undone where it rejects. Sources that only are read have none.
   *
   * @throws ConstraintViolation, StaleObject, ContendedUnit
   */
  write?<T>(run: (unit: WriteUnit) => Promise<T>, context: WriteContext, caller: Caller): Promise<T>;
  /** Whether units of work can tell writes that are repeated with the same idempotency key. Default: no. */
  remembersWrites?(manager: ManagerModel): boolean;
  /**
   * Compiles a create that needs no unit of work; undefined where it does need one. What a create looks for in the source and is told of it goes by
   * the same conditions as in a unit.
   */
  compileCreate?(create: OpenCreate): CompiledCreate | undefined;
  /** Keeps events until their consumers have had them. Sources that cannot have none. */
  readonly events?: EventQueue;
  /** Tells what was written since. Sources that cannot have none: nothing that is read of them can be kept until it changes. */
  readonly changes?: ChangeLog | undefined;
  /** Says of each condition whether it is true of the object with this key; undefined where there is no such object. */
  judge?(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined>;
  /** Compares what the managers are found by with what the source has to find it with. */
  advise?(): Promise<readonly Advice[]>;
  /** Names of the tables that have the objects of a manager, and the links of its relations among these fields (default: of all); for people. */
  storedIn?(manager: ManagerModel, fields?: readonly string[]): readonly string[];
  /** Writes triggers that tell {@link changes} what is written to the objects of managers, whoever writes. */
  changeTriggers?(managers: readonly ManagerModel[]): ChangeTriggers;
  /** Writes the row policies in the source's own language, so that it enforces them by itself. */
  rowLevelSecurity?(options: RowLevelSecurityOptions): RowLevelSecurity;
  /**
   * What is stored of the values of a `custom` field, by its path into embedded objects; undefined where only the source itself can tell
   * what is equal. Rules compare such fields only where this is known.
   */
  storedForm?(manager: ManagerModel, path: readonly string[]): StoredForm | undefined;
  /** What the source knows of values of a manager's fields, for factories; without it they know what the model tells. */
  valueFacts?(manager: ManagerModel): ValueFacts;
  /** Makes an object of the manager's class that is not stored; links lead to objects, or to what is stored by the values that refer to it. */
  instance?(manager: ManagerModel, values: Readonly<Record<string, unknown>>, links: Readonly<Record<string, ObjectLink>>): object;
  /**
   * Stores many objects in few statements, as a whole or not at all, beneath all permissions, rules and histories; gives their keys, flattened. For data
   * that a factory has made.
   *
   * @throws ConstraintViolation
   */
  fill?(manager: ManagerModel, rows: readonly FillRow[]): Promise<readonly (readonly unknown[])[]>;
  /** Resolves when the source answers, rejects when it does not. */
  health?(signal?: AbortSignal): Promise<void>;
  /** Waits for what is on its way, and frees what the adapter itself has opened. */
  close?(): Promise<void>;
  /** How many connections it uses, where it has a pool that tells; opens none. */
  pool?(): Promise<PoolUse | undefined>;
  /** How the upstreams are that it asks, each name once; asks none. */
  upstreams?(): readonly UpstreamUse[];
}
