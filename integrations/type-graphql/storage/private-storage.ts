// The entries of TypeGraphQL's storage, as far as they are read here; what decorators say is kept in lists of them.

/** A class that is an object, interface, input or arguments type. */
export interface TypeEntry {
  readonly name: string;
  readonly target: object;
  interfaceClasses?: readonly object[] | undefined;
  /** Of an interface: whether its implementations do not join the schema with it. */
  readonly autoRegisteringDisabled?: boolean;
}

/** A field of such a class. */
export interface FieldEntry {
  readonly name: string;
  readonly schemaName: string;
  readonly target: object;
  readonly getType: () => unknown;
}

/** A query, mutation or subscription. */
export interface HandlerEntry {
  readonly target: object;
  readonly methodName: string;
  readonly schemaName: string;
  readonly getReturnType: () => unknown;
  params?: readonly ParamEntry[];
}

/** A resolver of one field: `external` in a resolver class, `internal` a method or getter of the type's own class. */
export interface FieldResolverEntry {
  readonly kind: 'internal' | 'external';
  readonly target: object;
  readonly methodName: string;
  readonly schemaName: string;
  readonly getType?: (() => unknown) | undefined;
}

/** A parameter of a resolver's method. */
export interface ParamEntry {
  readonly kind: string;
  readonly target: object;
  readonly methodName: string;
  readonly getType?: (() => unknown) | undefined;
  readonly options?: { readonly arg?: { readonly getType: () => unknown } };
}

/** An enum. */
export interface EnumEntry {
  readonly enumObj: object;
  readonly name: string;
}

/** A union. */
export interface UnionEntry {
  readonly symbol: symbol;
  readonly name: string;
  readonly getClassTypes: () => readonly object[];
}

/** What @Authorized or @UseMiddleware says of a whole class. */
export interface ClassGuard {
  readonly target: object;
  readonly roles?: readonly unknown[];
  readonly middlewares?: readonly unknown[];
}

/** What @Authorized or @UseMiddleware says of a field or method. */
export interface FieldGuard extends ClassGuard {
  readonly fieldName: string;
}

/** TypeGraphQL's storage, or a copy of it. */
export interface PrivateStorage {
  objectTypes: readonly TypeEntry[];
  interfaceTypes: readonly TypeEntry[];
  inputTypes: readonly TypeEntry[];
  argumentTypes: readonly TypeEntry[];
  readonly fields: readonly FieldEntry[];
  queries: readonly HandlerEntry[];
  mutations: readonly HandlerEntry[];
  subscriptions: readonly HandlerEntry[];
  fieldResolvers: readonly FieldResolverEntry[];
  readonly params: readonly ParamEntry[];
  enums: readonly EnumEntry[];
  unions: readonly UnionEntry[];
  authorizedFields: readonly FieldGuard[];
  readonly authorizedResolver: readonly ClassGuard[];
  middlewares: readonly FieldGuard[];
  readonly resolverMiddlewares: readonly ClassGuard[];
  readonly resolverClasses: readonly { readonly target: object; readonly getObjectType: () => object }[];
}

/** What there is where nobody decorated anything. */
export const nothingDecorated = (): PrivateStorage => ({
  objectTypes: [],
  interfaceTypes: [],
  inputTypes: [],
  argumentTypes: [],
  fields: [],
  queries: [],
  mutations: [],
  subscriptions: [],
  fieldResolvers: [],
  params: [],
  enums: [],
  unions: [],
  authorizedFields: [],
  authorizedResolver: [],
  middlewares: [],
  resolverMiddlewares: [],
  resolverClasses: [],
});

/** A class and those that it extends, nearest first. */
export function lineage(target: object): readonly object[] {
  const classes: object[] = [];
  for (let each: unknown = target; typeof each === 'function' && each !== Function.prototype; each = Object.getPrototypeOf(each))
    classes.push(each);
  return classes;
}
