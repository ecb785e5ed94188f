import type { ActionOperation } from './action-options.js';
import type { BodyPath, PageStyle } from '../pagination/index.js';
import type { UpstreamMethod } from '../upstream/index.js';

/** Where a value goes in a request. In a path, its name is that of a placeholder; in a body, it is a path of names with dots between. */
export type FilterPlace = 'query' | 'header' | 'path' | 'body';

/** How a comparison is sent to the upstream. */
export interface FilterOptions {
  /** The parameter that takes the operand. */
  readonly param: string;
  /** Default: `query`. */
  readonly in?: FilterPlace;
  /** The parameter, in the same place, that takes an operand to leave out. Default: none, so that what is left out is so here. */
  readonly exclude?: string;
  /** Makes of an operand what the upstream takes; of lists it is asked item by item. Default: as the field does. */
  readonly serialize?: (value: never) => unknown;
  /** How a list of operands is written outside of bodies. Default: `comma`. */
  readonly list?: 'comma' | 'repeat';
  /** Operands that one request takes at most. Default: 50. */
  readonly maxValues?: number;
  /**
   * Whether the upstream answers exactly this comparison. `false` where it may give more, so that its totals are not taken. What it gives is
   * compared here in any case. Default: true.
   */
  readonly exact?: boolean;
  /** `upstream` where only the upstream can say what matches, as in a full-text search: nothing is compared here. Default: `here`. */
  readonly decides?: 'here' | 'upstream';
}

/** A comparison that is sent: the parameter alone, or more. */
export type FilterDeclaration = string | FilterOptions;

/** How an order is sent. */
export interface SortOptions {
  /** The parameter that takes the keys. */
  readonly param: string;
  /** Default: `query`. */
  readonly in?: FilterPlace;
  /** The fields that can be sorted by, with the upstream's names where those differ. */
  readonly fields: readonly string[] | Readonly<Record<string, string>>;
  /** How descending keys are told: `-name`, `name:desc`, or in a parameter of its own. Default: `minus`. */
  readonly direction?: 'minus' | 'suffix' | { readonly param: string; readonly asc?: string; readonly desc?: string };
  /** Keys that one request takes. Default: 1. */
  readonly keys?: number;
  /** Where the upstream places nulls, ascending; descending the other way round. Default: not known, so that nullable fields are sorted here. */
  readonly nulls?: 'first' | 'last';
}

/** How the fields that are wanted are sent. */
export interface ProjectionOptions {
  /** The parameter of the query that takes the upstream's names, with commas between; of what is inside objects, those of the objects. */
  readonly param: string;
}

/** What every request says. */
export interface RequestOptions {
  /** Below the base URL; placeholders are in braces: `/projects/{id}`. */
  readonly path: string;
  readonly method?: UpstreamMethod;
  /** Sent as they are. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON body to begin with, such as that of a search by POST, also made of the fields that are wanted. Default: none. */
  readonly body?: JsonBody | ((wanted: readonly WantedField[]) => JsonBody);
  /** Takes the answer's body apart, where it is more than what was asked for; throws where it tells an error. Default: nothing. */
  readonly read?: (body: unknown) => unknown;
  /** Where it was made by `graphql()`: what its document is. */
  readonly graphql?: 'query' | 'mutation';
  /** What is wrong with it, where it was made of another declaration; told at boot. */
  readonly invalid?: readonly string[];
}

/** A JSON object. */
export type JsonBody = Readonly<Record<string, unknown>>;

/** A field that is wanted, as the upstream names it; with fields of its own where it is an object. */
export interface WantedField {
  readonly name: string;
  readonly fields: readonly WantedField[];
}

/** A request that gives many objects. */
export interface ListOperation extends RequestOptions {
  /** Where in the body the objects are, where there is no pagination. Default: the body is the list. */
  readonly items?: BodyPath;
  /** Default: one answer has everything. */
  readonly pagination?: PageStyle;
  /** By field and operator: `status` (equal), `'name.contains'`, `'owner.login.in'`. Placeholders in the path are filters as well. */
  readonly filters?: Readonly<Record<string, FilterDeclaration>>;
  readonly sort?: SortOptions;
  readonly projection?: ProjectionOptions;
}

/** A request that gives or takes one object. */
export interface SingleOperation extends RequestOptions {
  /** Where in the body the object is. Default: the body is the object. */
  readonly item?: BodyPath;
  /** Where in a JSON body the parts of the key go, in their order. Default: they take the placeholders of the path. */
  readonly key?: readonly string[];
}

/** Where a refusal of the upstream says which fields are wrong: a list of items that name one each, or an object of fields. */
export type FieldErrors =
  | {
      /** Where in the body the list is. */
      readonly list: BodyPath;
      /** Where in an item the upstream's name of the field is; `/data/attributes/name` is taken for `name`. */
      readonly field: BodyPath;
      /** Where in an item a code is. Default: none. */
      readonly code?: BodyPath;
      /** Codes of values that are taken, and of such that are missing. Default: none. */
      readonly unique?: readonly string[];
      readonly required?: readonly string[];
    }
  | {
      /** Where in the body the object is, whose keys are the upstream's names of the fields. */
      readonly object: BodyPath;
    };

/** A request that writes one object. */
export interface WriteOperation extends SingleOperation {
  /** Where in the body the object goes. Default: it is the body. */
  readonly within?: BodyPath;
  /** Makes the body of the object as the upstream names it. Default: its JSON. */
  readonly serialize?: (object: JsonBody) => unknown;
  /** Where refusals (400, 409, 422) say which fields are wrong. Default: nowhere, so that the whole object is. */
  readonly errors?: FieldErrors;
}

/** A request that makes an object, and answers with it. */
export interface CreateOperation extends WriteOperation {
  /** Whether the upstream tells repeated requests by the header `Idempotency-Key`. Default: false. */
  readonly idempotent?: boolean;
}

/** A request that changes an object. */
export interface UpdateOperation extends WriteOperation {
  /** What is sent: the fields that change, or all of them. Default: `changes`, with PUT `whole`. */
  readonly send?: 'changes' | 'whole';
}

/** What the upstream can do. Each operation that is left out cannot be done. */
export interface Operations {
  readonly list?: ListOperation;
  /** The placeholders of its path are the parts of the key. */
  readonly detail?: SingleOperation;
  /** Further lists, such as a search: one that can say more of what is asked takes the place of `list`. */
  readonly lists?: Readonly<Record<string, ListOperation>>;
  /** Default method: POST. Its answer has the object, or the caller writes its key. */
  readonly create?: CreateOperation;
  /** Default method: PATCH. */
  readonly update?: UpdateOperation;
  /** Default method: DELETE. */
  readonly delete?: SingleOperation;
  /** What the upstream can do besides, by names of your own: actions of the manager. */
  readonly actions?: Readonly<Record<string, ActionOperation>>;
}
