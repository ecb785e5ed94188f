import type { OpenPlan } from '../plan/read-plan.js';
import type { ObjectOperation } from '../plan/read-request.js';
import type { ScalarType } from '../model/scalar.js';
import type { PageResult } from './result.js';

/** JSON text of a field's JavaScript value; throws where the response cannot have the value. */
export type WriteValue = (value: unknown) => string;

/** What the JSON text of a value looks like, where it is one of the known forms: sources may then write it themselves. */
export type ValueForm =
  /** As text, whatever the scalar type. */
  | { readonly kind: 'identifier' }
  /** The form of the project's own scalar of this type. */
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  /** The members' names, by value. */
  | { readonly kind: 'enum'; readonly names: ReadonlyMap<string | number, string> };

interface Member {
  /** The key in the response. */
  readonly key: string;
}

/** Something that is the same in every response. */
export interface LiteralMember extends Member {
  readonly kind: 'literal';
  /** JSON. */
  readonly text: string;
}

/** A value of the row. */
export interface ValueMember extends Member {
  readonly kind: 'value';
  /** The property on the class. */
  readonly field: string;
  readonly write: WriteValue;
  readonly form?: ValueForm;
  readonly nullable: boolean;
}

/** The row behind a to-one relation. */
export interface OneMember extends Member {
  readonly kind: 'one';
  /** The alias of the relation in the plan's selection. */
  readonly alias: string;
  readonly row: ResponseRow;
  readonly nullable: boolean;
}

/** The page behind a to-many relation. */
export interface ManyMember extends Member {
  readonly kind: 'many';
  readonly alias: string;
  readonly page: ResponsePage;
}

/** What the actor may do with the row. */
export interface CapabilitiesMember extends Member {
  readonly kind: 'capabilities';
  /** The alias of the answer in the plan's selection. */
  readonly alias: string;
  readonly members: readonly (
    | LiteralMember
    | (Member & { readonly kind: 'operation'; readonly operation: ObjectOperation })
    | (Member & {
        readonly kind: 'fields' | 'actions';
        readonly members: readonly (LiteralMember | (Member & { readonly kind: 'named'; readonly name: string }))[];
      })
  )[];
}

/** JSON text of groups and measures; throws where the response cannot have them. */
export type WriteGroups = (result: Pick<PageResult, 'groups'> & { readonly plan: Pick<OpenPlan, 'aggregation'> }) => string;

/** Measures of what a relation leads to. */
export interface MeasuresMember extends Member {
  readonly kind: 'measures';
  readonly alias: string;
  readonly write: WriteGroups;
}

/** A part of an object in a response. */
export type ResponseMember = LiteralMember | ValueMember | OneMember | ManyMember | MeasuresMember | CapabilitiesMember;

/** An object in a response: its parts in their order. */
export type ResponseObject = readonly ResponseMember[];

/** How a row is written: one way, or one for each concrete type by the name of its manager. */
export type ResponseRow =
  | { readonly kind: 'object'; readonly object: ResponseObject }
  | { readonly kind: 'concrete'; readonly objects: ReadonlyMap<string, ResponseObject> };

/** The rows of a page with what goes with each of them. */
export interface EdgesMember extends Member {
  readonly kind: 'edges';
  readonly members: readonly (
    | LiteralMember
    | (Member & { readonly kind: 'node'; readonly row: ResponseRow })
    | (Member & { readonly kind: 'cursor' })
  )[];
}

/** Where a page stands in its list. */
export interface PageInfoMember extends Member {
  readonly kind: 'pageInfo';
  readonly members: readonly (LiteralMember | (Member & { readonly kind: 'hasNext' | 'hasPrevious' | 'startCursor' | 'endCursor' }))[];
}

/** The rows of a page. */
export interface NodesMember extends Member {
  readonly kind: 'nodes';
  readonly row: ResponseRow;
}

/** How a page is written. */
export type ResponsePage = readonly (LiteralMember | NodesMember | EdgesMember | PageInfoMember | (Member & { readonly kind: 'total' }))[];

/** What a response has at its root: the object of a key, a page, or groups. */
export type ResponseRoot =
  | { readonly kind: 'one'; readonly row: ResponseRow }
  | { readonly kind: 'page'; readonly page: ResponsePage }
  | { readonly kind: 'groups'; readonly write: WriteGroups };
