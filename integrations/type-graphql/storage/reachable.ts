import type { OperationDeclaration } from '../emit/operations.js';
import { GeneratedType, StandIn } from '../generated/generated-type.js';
import { attempt, fieldResolversByType, groupBy } from './entries.js';
import { lineage, type FieldEntry, type ParamEntry, type PrivateStorage } from './private-storage.js';

/** Where a walk starts. */
export interface Roots {
  /** Resolver classes, the generated one included. */
  readonly resolvers: readonly object[];
  readonly orphanedTypes: readonly object[];
  /** Generated operations. Default: none. */
  readonly operations?: readonly Pick<OperationDeclaration, 'type' | 'args'>[];
}

/** The types that a schema is made of: as they are given to decorators, classes, enum objects, union symbols, scalars; apart from these generated types. */
export interface Reachable {
  /** Those that stand in the schema under their name, where values come out. */
  readonly out: ReadonlySet<unknown>;
  /** Those that stand in the schema under their name, where values go in. */
  readonly in: ReadonlySet<unknown>;
  /** All that a build looks at, with extended classes and those that only field resolvers are for. */
  readonly all: ReadonlySet<unknown>;
  /** Generated types that stand in the schema; by far the most. */
  readonly generated: ReadonlySet<GeneratedType>;
}

/** Walks from the operations of the given resolvers to every type that they lead to, as a build of the schema does. */
export function reachableTypes(storage: PrivateStorage, { resolvers, orphanedTypes, operations = [] }: Roots): Reachable {
  const walk = new Walk(storage);
  const used = new Set(resolvers.flatMap(lineage));
  for (const handler of [...storage.queries, ...storage.mutations, ...storage.subscriptions]) {
    if (!used.has(handler.target)) continue;
    walk.visit(
      'out',
      attempt(() => handler.getReturnType()),
    );
    walk.params(handler.target, handler.methodName);
  }
  for (const { type, args = [] } of operations) {
    walk.visit('out', type);
    for (const arg of args) walk.visit('in', arg.type);
  }
  for (const type of orphanedTypes) walk.visit('out', type);
  const reached = { out: new Set(walk.out), in: new Set(walk.in), generated: new Set([...walk.generated.out, ...walk.generated.in]) };
  // A build wants to know the types of all field resolvers, also of those that nothing leads to.
  for (const type of walk.resolvedTypes) walk.visit('out', type);
  return { ...reached, all: new Set([...walk.out, ...walk.in, ...walk.extended]) };
}

/** Keeps of a storage only types that are reached: one that is faulty, of another application, would make the build fail. */
export function keepReachable(storage: PrivateStorage, { all }: Reachable, roots: Roots): void {
  const isKept = ({ target }: { readonly target: object }): boolean => all.has(target);
  const used = new Set([...roots.resolvers.flatMap(lineage), ...all]);
  storage.objectTypes = storage.objectTypes.filter(isKept);
  storage.interfaceTypes = storage.interfaceTypes.filter(isKept);
  storage.inputTypes = storage.inputTypes.filter(isKept);
  storage.argumentTypes = storage.argumentTypes.filter(isKept);
  storage.enums = storage.enums.filter(({ enumObj }) => all.has(enumObj));
  storage.unions = storage.unions.filter(({ symbol }) => all.has(symbol));
  storage.authorizedFields = storage.authorizedFields.filter(({ target }) => used.has(target));
}

type Direction = 'in' | 'out';

interface Visit {
  readonly direction: Direction;
  readonly type: unknown;
}

interface Implementation {
  readonly target: object;
  readonly implemented: object;
}

class Walk {
  readonly out = new Set<unknown>();
  readonly in = new Set<unknown>();
  readonly generated: Readonly<Record<Direction, Set<GeneratedType>>> = { out: new Set(), in: new Set() };
  readonly extended = new Set<unknown>();
  readonly resolvedTypes: readonly unknown[];
  readonly #storage: PrivateStorage;
  readonly #fields: ReadonlyMap<unknown, readonly FieldEntry[]>;
  readonly #params: ReadonlyMap<unknown, ReadonlyMap<unknown, readonly ParamEntry[]>>;
  readonly #resolvers: ReturnType<typeof fieldResolversByType>;
  readonly #interfaces: ReadonlyMap<unknown, readonly Implementation[]>;
  readonly #implementations: ReadonlyMap<unknown, readonly Implementation[]>;
  readonly #waiting: Visit[] = [];
  /** Most types that are told are known. */
  readonly #told: Readonly<Record<Direction, (type: unknown) => void>> = {
    in: (type) => void (this.#isKnown('in', type) || this.visit('in', type)),
    out: (type) => void (this.#isKnown('out', type) || this.visit('out', type)),
  };
  #walking = false;

  constructor(storage: PrivateStorage) {
    this.#storage = storage;
    this.#fields = groupBy(storage.fields, ({ target }) => target);
    // All generated operations are methods of one class.
    const params = groupBy(storage.params, ({ target }) => target);
    this.#params = new Map([...params].map(([target, ofClass]) => [target, groupBy(ofClass, ({ methodName }) => methodName)]));
    this.#resolvers = fieldResolversByType(storage);
    this.resolvedTypes = [...this.#resolvers.keys()];
    const implementations = [...storage.objectTypes, ...storage.interfaceTypes].flatMap(({ target, interfaceClasses = [] }) =>
      interfaceClasses.map((implemented) => ({ target, implemented })),
    );
    this.#interfaces = groupBy(implementations, ({ target }) => target);
    const apart = new Set(storage.interfaceTypes.filter((each) => each.autoRegisteringDisabled).map(({ target }) => target));
    this.#implementations = groupBy(
      implementations.filter(({ implemented }) => !apart.has(implemented)),
      ({ implemented }) => implemented,
    );
  }

  /** Types that are met on the way wait: each in the other would need a stack as deep as the model is large. */
  visit(direction: Direction, met: unknown): void {
    if (met === undefined || met === null) return;
    if (met instanceof StandIn && met.ownArgs) for (const { type } of met.ownArgs) this.visit('in', type);
    const type = met instanceof StandIn ? met.generated : met;
    const known: Set<unknown> = type instanceof GeneratedType ? this.generated[direction] : this[direction];
    if (known.has(type)) return;
    known.add(type);
    this.#waiting.push({ direction, type });
    if (this.#walking) return;
    this.#walking = true;
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) this.#enter(next);
    this.#walking = false;
  }

  #isKnown(direction: Direction, type: unknown): boolean {
    return this.generated[direction].has(type as GeneratedType) || this[direction].has(type);
  }

  #enter({ direction, type }: Visit): void {
    if (typeof type === 'symbol') this.#union(type);
    if (typeof type === 'function') this.#class(direction, type);
    if (type instanceof GeneratedType) this.#generated(direction, type);
  }

  params(target: object, method: string): void {
    for (const { getType, options, kind } of this.#params.get(target)?.get(method) ?? []) {
      if (kind === 'root') continue;
      const type = attempt(() => options?.arg?.getType() ?? getType?.());
      this.visit('in', type);
    }
  }

  #generated(direction: Direction, generated: GeneratedType): void {
    generated.eachFieldType(this.#told[direction]);
    for (const { type } of generated.args) this.visit('in', type);
  }

  #union(symbol: symbol): void {
    const union = this.#storage.unions.find((each) => each.symbol === symbol);
    for (const type of attempt(() => union?.getClassTypes()) ?? []) this.visit('out', type);
  }

  /** A class has the fields of those that it extends, though these need not be types of the schema. */
  #class(direction: Direction, target: object): void {
    for (const each of lineage(target)) {
      this.extended.add(each);
      for (const { name, getType } of this.#fields.get(each) ?? []) {
        this.visit(direction, attempt(getType));
        if (direction === 'out') this.params(each, name);
      }
      if (direction === 'out') this.#output(each);
    }
  }

  #output(target: object): void {
    for (const { resolver, method, getType } of this.#resolvers.get(target) ?? []) {
      this.visit('out', getType && attempt(getType));
      this.params(resolver, method);
    }
    for (const { implemented } of this.#interfaces.get(target) ?? []) this.visit('out', implemented);
    // Implementations of an interface join the schema with it.
    const joined = this.out.has(target) ? this.#implementations.get(target) : undefined;
    for (const each of joined ?? []) this.visit('out', each.target);
  }
}
