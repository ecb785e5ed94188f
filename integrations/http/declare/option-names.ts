import { ARGUMENT_NAMES, RESULT_NAMES, type NamesOf } from '../../../lib/plugin.js';
import type { UpstreamOptions } from '../upstream/index.js';
import type { ActionArgumentOptions, ActionOperation, ActionResultOptions } from './action-options.js';
import type { GraphqlAction, GraphqlDelete, GraphqlList, GraphqlOperation, GraphqlOperations, GraphqlWrite } from './graphql-options.js';
import type {
  CreateOperation,
  FilterOptions,
  ListOperation,
  Operations,
  ProjectionOptions,
  RequestOptions,
  SingleOperation,
  SortOptions,
  UpdateOperation,
  WriteOperation,
} from './operation-options.js';
import type { LocalOptions, ResourceOptions } from './resource-options.js';

type Inside<Name extends keyof UpstreamOptions> = Extract<UpstreamOptions[Name], object>;

const UPSTREAM = {
  name: true,
  baseUrl: true,
  auth: true,
  transport: true,
  timeouts: { attemptMs: true, totalMs: true } satisfies NamesOf<Inside<'timeouts'>>,
  retry: {
    maxAttempts: true,
    baseMs: true,
    capMs: true,
    statuses: true,
    budget: { ratio: true, reserve: true, perSecond: true } satisfies NamesOf<NonNullable<Inside<'retry'>['budget']>>,
  } satisfies NamesOf<Inside<'retry'>>,
  breaker: { threshold: true, minimum: true, windowMs: true, openMs: true, probes: true } satisfies NamesOf<Inside<'breaker'>>,
  bulkhead: { maxConcurrent: true, maxQueued: true } satisfies NamesOf<Inside<'bulkhead'>>,
  rateLimit: { requests: true, perMs: true, headers: true } satisfies NamesOf<Inside<'rateLimit'>>,
  hedge: { afterMs: true } satisfies NamesOf<Inside<'hedge'>>,
  maxBytes: true,
  maxDepth: true,
  redirects: { max: true, otherOrigins: true } satisfies NamesOf<Inside<'redirects'>>,
  addresses: { allow: true, any: true } satisfies NamesOf<Inside<'addresses'>>,
  headers: true,
  parse: true,
  encodedSlashes: true,
  listener: true,
  observer: true,
  clock: true,
  random: true,
} as const satisfies NamesOf<UpstreamOptions>;

const REQUEST = {
  path: true,
  method: true,
  query: true,
  headers: true,
  body: true,
  read: true,
  graphql: true,
  invalid: true,
} as const satisfies NamesOf<RequestOptions>;

const FILTER = {
  param: true,
  in: true,
  exclude: true,
  serialize: true,
  list: true,
  maxValues: true,
  exact: true,
  decides: true,
} as const satisfies NamesOf<FilterOptions>;

const SORT = { param: true, in: true, fields: true, direction: true, keys: true, nulls: true } as const satisfies NamesOf<SortOptions>;

const LIST = {
  ...REQUEST,
  items: true,
  pagination: true,
  filters: { '*': FILTER },
  sort: SORT,
  projection: { param: true } satisfies NamesOf<ProjectionOptions>,
} as const satisfies NamesOf<ListOperation>;

const SINGLE = { ...REQUEST, item: true, key: true } as const satisfies NamesOf<SingleOperation>;
const ERRORS = { list: true, field: true, code: true, unique: true, required: true, object: true } as const;
const WRITE = { ...SINGLE, within: true, serialize: true, errors: ERRORS } as const satisfies NamesOf<WriteOperation>;

const ARGUMENT = { ...ARGUMENT_NAMES, in: true, name: true, serialize: true } as const satisfies NamesOf<ActionArgumentOptions>;
const RESULT = { ...RESULT_NAMES, from: true, parse: true } as const satisfies NamesOf<ActionResultOptions>;

const ACTION = {
  ...REQUEST,
  key: true,
  errors: ERRORS,
  description: true,
  operation: true,
  scope: true,
  arguments: { '*': ARGUMENT },
  permission: true,
  returns: RESULT,
  item: true,
  idempotent: true,
} as const satisfies NamesOf<ActionOperation>;

const OPERATIONS = {
  list: LIST,
  detail: SINGLE,
  lists: { '*': LIST },
  create: { ...WRITE, idempotent: true } satisfies NamesOf<CreateOperation>,
  update: { ...WRITE, send: true } satisfies NamesOf<UpdateOperation>,
  delete: SINGLE,
  actions: { '*': ACTION },
} as const satisfies NamesOf<Operations>;

const SHARED = {
  fields: true,
  local: { objects: true, pages: true } satisfies NamesOf<LocalOptions>,
  whole: true,
  schema: true,
  cache: { timeoutMs: true },
  health: { path: true },
} as const satisfies NamesOf<Omit<ResourceOptions<object>, 'upstream' | 'operations'>>;

const ASKED = { field: true, variables: true, values: true } as const satisfies NamesOf<GraphqlOperation>;
const ASKED_LIST = {
  ...ASKED,
  filters: { '*': FILTER },
  sort: SORT,
  pagination: true,
  maxSize: true,
  total: true,
} as const satisfies NamesOf<GraphqlList>;
const ASKED_WRITE = { ...ASKED, input: true, item: true, key: true } as const satisfies NamesOf<GraphqlWrite>;
const ASKED_ACTION = {
  ...ASKED,
  description: true,
  operation: true,
  scope: true,
  permission: true,
  returns: RESULT,
  idempotent: true,
  arguments: { '*': ARGUMENT },
  item: true,
  selection: true,
  key: true,
} as const satisfies NamesOf<GraphqlAction>;

const ASKED_OPERATIONS = {
  list: ASKED_LIST,
  lists: { '*': ASKED_LIST },
  detail: ASKED,
  create: ASKED_WRITE,
  update: ASKED_WRITE,
  delete: { ...ASKED, key: true, selection: true } satisfies NamesOf<GraphqlDelete>,
  actions: { '*': ASKED_ACTION },
} as const satisfies NamesOf<GraphqlOperations>;

const REST = {
  path: true,
  only: true,
  update: true,
  filters: LIST.filters,
  sort: SORT,
  projection: LIST.projection,
  pagination: true,
  items: true,
  item: true,
  within: true,
  errors: ERRORS,
  idempotent: true,
  send: true,
  actions: OPERATIONS.actions,
} as const;

const OWN = { http: { operations: OPERATIONS }, rest: REST, graphql: { endpoint: true, operations: ASKED_OPERATIONS } } as const;

/** What was given to a declaration of a resource, and the names that it may have: those of an upstream beside it, or in `upstream`. */
export const givenTo = (kind: keyof typeof OWN, options: object) => ({
  options,
  names: { ...SHARED, ...OWN[kind], ...('upstream' in options ? { upstream: UPSTREAM } : UPSTREAM) },
});
