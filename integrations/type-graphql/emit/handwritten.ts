import type { EnumModel } from '../../../lib/plugin.js';
import { Guards, type GuardedField } from './guards.js';
import { fieldResolversByType, groupBy, type ResolvedField } from '../storage/entries.js';
import {
  lineage,
  type EnumEntry,
  type FieldEntry,
  type FieldResolverEntry,
  type HandlerEntry,
  type PrivateStorage,
  type TypeEntry,
} from '../storage/private-storage.js';
import { reachableTypes } from '../storage/reachable.js';

/** A resolver that the application wrote for a field. */
export interface WrittenResolver extends ResolvedField {
  /** Whether its decorator names a type; one that was only inferred from the method's signature does not count. */
  readonly typed: boolean;
}

/** What the application declared with TypeGraphQL's decorators before anything was generated; it wins. */
export class Handwritten {
  /** Hand-written queries: their name, and the class and method behind it. */
  readonly queries: ReadonlyMap<string, string>;
  /** The same of mutations. */
  readonly mutations: ReadonlyMap<string, string>;
  readonly #guards: Guards;
  readonly #types: ReadonlyMap<object, TypeEntry>;
  readonly #interfaces: ReadonlySet<object>;
  readonly #fields: ReadonlyMap<unknown, readonly FieldEntry[]>;
  readonly #resolvers: ReadonlyMap<unknown, readonly ResolvedField[]>;
  readonly #internal: ReadonlyMap<unknown, readonly FieldResolverEntry[]>;
  readonly #enums: readonly EnumEntry[];

  constructor(storage: PrivateStorage, resolvers: readonly object[]) {
    const { objectTypes, interfaceTypes, queries, mutations, fields, enums } = storage;
    this.#guards = new Guards(storage);
    this.#types = new Map([...interfaceTypes, ...objectTypes].map((entry) => [entry.target, entry]));
    this.#interfaces = new Set(interfaceTypes.map(({ target }) => target));
    this.#fields = groupBy(fields, ({ target }) => target);
    this.#resolvers = fieldResolversByType(storage);
    this.#internal = groupBy(storage.fieldResolvers, ({ target }) => target);
    this.queries = methodsByName(queries);
    this.mutations = methodsByName(mutations);
    const reached = reachableTypes(storage, { resolvers, orphanedTypes: [] });
    this.#enums = enums.filter(({ enumObj }) => reached.in.has(enumObj) || reached.out.has(enumObj));
  }

  /** The decorated type that a class is. */
  typeOf(target: object): TypeEntry | undefined {
    return this.#types.get(target);
  }

  isInterface(target: object): boolean {
    return this.#interfaces.has(target);
  }

  /** The field that a class, or one that it extends, declares for a property or under a GraphQL name. */
  fieldOf(classes: readonly object[], property: string, publicName: string): FieldEntry | undefined {
    if (this.#fields.size === 0) return undefined;
    const fields = classes.flatMap((each) => this.#fields.get(each) ?? []);
    return fields.find(({ name, schemaName }) => schemaName === publicName || name === property);
  }

  /** The resolver of a resolver class for a field of a class, or of one that it extends. */
  resolverOf(classes: readonly object[], publicName: string): WrittenResolver | undefined {
    if (this.#resolvers.size === 0) return undefined;
    const found = classes.flatMap((each) => this.#resolvers.get(each) ?? []).find(({ schemaName }) => schemaName === publicName);
    return found && { ...found, typed: isTyped(found) };
  }

  /** Whether a declared field is a property, without a getter, method or resolver behind it. */
  isProperty(classes: readonly object[], { target, name, schemaName }: FieldEntry): boolean {
    const computed = this.#internal.get(target)?.some(({ kind, methodName }) => kind === 'internal' && methodName === name);
    return !computed && this.resolverOf(classes, schemaName) === undefined;
  }

  /** Whether decorators guard what a generated field shows; it is guarded from then on. */
  guards(field: GuardedField): boolean {
    return this.#guards.apply(field);
  }

  /** Whether it is for TypeGraphQL to say who may see a property. */
  authorizes(owner: object, property: string): boolean {
    return this.#guards.isAuthorized(owner, property);
  }

  /** The enum object that is registered under a name with just these values. */
  enumOf({ name, members }: EnumModel): object | undefined {
    const values = new Set<unknown>(members.map(({ value }) => value));
    return this.#enums.find((each) => {
      const own = each.name === name ? valuesOf(each.enumObj) : [];
      return own.length === values.size && own.every((value) => values.has(value));
    })?.enumObj;
  }
}

const methodsByName = (handlers: readonly HandlerEntry[]): ReadonlyMap<string, string> =>
  new Map(handlers.map(({ schemaName, target, methodName }) => [schemaName, `${nameOf(target)}.${methodName}`]));

/** The name of a class. */
export const nameOf = (target: object): string => ('name' in target && typeof target.name === 'string' ? target.name : 'a class');

function isTyped({ resolver, method, getType }: ResolvedField): boolean {
  if (!getType) return false;
  const { prototype } = resolver as { readonly prototype: object };
  return getType() !== Reflect.getMetadata('design:returntype', prototype, method);
}

/** As TypeGraphQL reads an enum: a numeric one also has its values as keys. */
const valuesOf = (enumeration: object): readonly unknown[] =>
  Object.entries(enumeration).flatMap(([key, value]) => (Number.isNaN(Number.parseInt(key, 10)) ? [value as unknown] : []));

/** The classes whose declarations a type has: its own, and those of extended classes as long as these are types too. */
export function declaringClasses(target: object, isType: (target: object) => boolean): readonly object[] {
  const [own, ...extended] = lineage(target);
  const untyped = extended.findIndex((each) => !isType(each));
  return [...(own ? [own] : []), ...extended.slice(0, untyped === -1 ? extended.length : untyped)];
}
