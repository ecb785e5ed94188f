import type { ActionType } from '../../../lib/plugin.js';
import type { PageStyle } from '../pagination/index.js';
import type { ActionArgumentOptions, ActionOperation } from './action-options.js';
import type { FilterDeclaration, SortOptions } from './operation-options.js';
import type { HttpOptions } from './resource-options.js';

/** What every operation of a GraphQL upstream says. */
export interface GraphqlOperation {
  /**
   * The field, with its arguments as GraphQL writes them: `projects(first: $first, after: $after, state: $state)`; a list of fields where it is
   * inside of others.
   */
  readonly field: string | readonly string[];
  /** The types of the variables: `{ state: 'ProjectState' }`. Default: `first: Int`, `after: String`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Values of variables that are always the same. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A field that gives many objects. */
export interface GraphqlList extends GraphqlOperation {
  /** By field and operator, as in `http()`; their parameters are variables, or paths into them: `filter.state`. */
  readonly filters?: Readonly<Record<string, FilterDeclaration>>;
  readonly sort?: Omit<SortOptions, 'in'>;
  /** `connection` for one of the Relay specification, `list` for a plain list with everything; or another way, in the body. Default: `connection`. */
  readonly pagination?: 'connection' | 'list' | PageStyle;
  /** Objects that a page may have at most. Default: 100. */
  readonly maxSize?: number;
  /** Whether connections have `totalCount`. Default: false. */
  readonly total?: boolean;
}

/** A field that writes one object. */
export interface GraphqlWrite extends GraphqlOperation {
  /** The variable that takes the object, or a path into one. Default: `input`. */
  readonly input?: string;
  /** Where in what the field gives the object is: `project`. Default: the field gives the object. */
  readonly item?: string;
  /** The variables that take the parts of the key, or paths into them. Default: those with the names of the key's fields. */
  readonly key?: readonly string[];
}

/** A field that removes one object. */
export interface GraphqlDelete extends Pick<GraphqlWrite, 'field' | 'variables' | 'values' | 'key'> {
  /** What is selected of what the field gives, such as `{ deletedId }`. Default: nothing, of a field without fields. */
  readonly selection?: string;
}

/** A field that does something of the upstream's own. */
export interface GraphqlAction
  extends GraphqlOperation, Pick<ActionOperation, 'description' | 'operation' | 'scope' | 'permission' | 'returns' | 'idempotent'> {
  /** As in `http()`; their names are those of variables, or paths into them. */
  readonly arguments?: Readonly<Record<string, ActionType | Omit<ActionArgumentOptions, 'in'>>>;
  /** Where in what the field gives the object is; an empty text where the field gives it. Default: nowhere, so that it is read again when it is wanted. */
  readonly item?: string;
  /** What is selected besides, such as `{ jobId }` for what it returns. Default: nothing. */
  readonly selection?: string;
  /** The variables that take the parts of the key, or paths into them. Default: those with the names of the key's fields, where the field uses them. */
  readonly key?: readonly string[];
}

/** What a GraphQL upstream can do. */
export interface GraphqlOperations {
  readonly list?: GraphqlList;
  /** Further lists, such as a search: one that can say more of what is asked takes the place of `list`. */
  readonly lists?: Readonly<Record<string, GraphqlList>>;
  /** Variables with the names of the key's fields take the key. */
  readonly detail?: GraphqlOperation;
  readonly create?: GraphqlWrite;
  readonly update?: GraphqlWrite;
  readonly delete?: GraphqlDelete;
  /** What the upstream can do besides, by names of your own: actions of the manager. */
  readonly actions?: Readonly<Record<string, GraphqlAction>>;
}

type WithoutOperations<Options> = Options extends unknown ? Omit<Options, 'operations'> : never;

/** What `graphql()` takes. */
export type GraphqlOptions<T> = WithoutOperations<HttpOptions<T>> & {
  /** Below the base URL. Default: `/graphql`. */
  readonly endpoint?: string;
  readonly operations: GraphqlOperations;
};
