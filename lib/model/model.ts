import type { CacheScope } from '../cache/scope.js';
import type { BusinessRule } from '../declaration/rule.js';
import type { InterfaceAdapter } from '../interface/interface-adapter.js';
import type { WriteOperation } from '../permission/decide.js';
import type { OperationPolicy, Policy } from '../permission/policy.js';
import type { PolicyOperation } from '../permission/rule.js';
import type { ActionModel } from './action.js';
import type { ComputedMember } from './computed.js';
import type { EmbeddedField, FieldModel, ScalarField, EnumField } from './field.js';

/** An enum: member names of the API and the values behind them. */
export interface EnumModel {
  readonly name: string;
  readonly description?: string;
  readonly members: readonly { readonly name: string; readonly value: string | number }[];
}

/** An embeddable: the shape of embedded objects. */
export interface EmbeddableModel {
  readonly name: string;
  readonly description?: string;
  readonly fields: readonly (ScalarField | EnumField | EmbeddedField)[];
}

/** One part of a key: a field with a value, or a relation whose target's key it takes over. */
export type KeyPart =
  | { readonly kind: 'value'; readonly field: string }
  | { readonly kind: 'relation'; readonly field: string; readonly target: string; readonly key: KeyModel };

/** What identifies one object of a manager. */
export interface KeyModel {
  readonly parts: readonly KeyPart[];
}

/** What reads. */
export type QueryKind = 'detail' | 'list' | 'aggregate' | 'groups' | 'history';

/** What writes: one object, many at once, or whatever an action of the team's own does. */
export type MutationKind = 'create' | 'createMany' | 'update' | 'updateMany' | 'upsert' | 'delete' | 'deleteMany' | 'restore' | 'action';

/** An operation of the API, generated or left to a resolver of the team's own. */
export interface OperationModel<Kind extends QueryKind | MutationKind = QueryKind | MutationKind> {
  readonly kind: Kind;
  readonly name: string;
  readonly description: string;
  /** `custom` is served by a hand-written resolver, `off` by nobody. */
  readonly served: 'generated' | 'custom' | 'off';
  /** Of an action: its name. */
  readonly action?: string;
}

/** How the API tells what a client may do with a manager and with its objects. */
export interface CapabilitiesModel {
  /** The field of the object type. */
  readonly name: string;
  readonly description: string;
  /** Whether objects have the field: nothing can be done with those of a read-only interface. */
  readonly onObjects: boolean;
}

/** How a manager stands in a single-table inheritance. */
export interface InheritanceModel {
  /** Name of the manager at the root. */
  readonly root: string;
  readonly abstract: boolean;
  /** The managers of the concrete types that a row of this manager can have, itself included. */
  readonly concrete: readonly string[];
  readonly discriminator?: Discriminator;
}

/** The field that tells concrete types apart. */
export interface Discriminator {
  /** The property on the class. */
  readonly field: string;
  /** What it holds in objects of exactly the manager's own class; absent where there are none. */
  readonly value?: unknown;
}

/** How a softly deleted object is told from others. */
export interface SoftDeletion {
  /** A flag, or a time that is null in objects that are not deleted. */
  readonly field: string;
  /** What the flag holds in objects that are deleted; absent for a time. */
  readonly flag?: boolean;
  /** Who may see deleted objects, where it is asked for them. */
  readonly read: OperationPolicy;
}

/** What becomes of objects when they are written, besides what is written. */
export interface LifecycleModel {
  readonly softDeletion?: SoftDeletion;
  /** Whether every state of them is kept. */
  readonly history: boolean;
  /** Who may see who wrote them. Default: nobody. */
  readonly author?: OperationPolicy;
  /** The field that says who changed the object last, and the attribute of the actor that it holds. */
  readonly changedBy?: { readonly field: string; readonly attribute: string };
}

/** One manager: what the scanner found out about a declared class. */
export interface ManagerModel {
  readonly name: string;
  readonly plural: string;
  readonly description?: string;
  /** The class (or the class that MikroORM made for a schema). */
  readonly target: object;
  readonly adapter: InterfaceAdapter;
  readonly readOnly: boolean;
  /** What its interface can do with its objects, where that is not everything that is written. */
  readonly writes?: readonly WriteOperation[];
  /** Whether its objects can be grouped and measured. */
  readonly aggregate: boolean;
  /** Whether the API offers the number of all its objects that match. */
  readonly total: boolean;
  /** Whether single objects can be addressed; views may have no key. */
  readonly key?: KeyModel;
  /** Sets of fields, besides the key, by which single objects can be found. */
  readonly uniques: readonly (readonly string[])[];
  readonly fields: ReadonlyMap<string, FieldModel>;
  /** Members that are computed of what a read gives, each behind those that it needs. They can be selected, and nothing else. */
  readonly computed: ReadonlyMap<string, ComputedMember>;
  readonly policy: Policy;
  /** What has to be true of its objects before they are written. */
  readonly rules: readonly BusinessRule[];
  /** The writes of the team's own. */
  readonly actions: readonly ActionModel[];
  readonly lifecycle: LifecycleModel;
  /** How long answers to reads are kept. Absent where they are not. */
  readonly cache?: CacheScope;
  /** What the interface can do and the policy does not keep from everybody; reads are part of changing what is there. */
  readonly possible: readonly PolicyOperation[];
  readonly operations: readonly OperationModel[];
  readonly inheritance?: InheritanceModel;
  /** Absent where they are switched off. */
  readonly capabilities?: CapabilitiesModel;
}

/** The compiled, frozen application: what every integration reads. */
export interface ApplicationModel {
  readonly managers: ReadonlyMap<string, ManagerModel>;
  readonly enums: ReadonlyMap<string, EnumModel>;
  readonly embeddables: ReadonlyMap<string, EmbeddableModel>;
}
