import { isScalarType, isSpecifiedScalarType, type GraphQLScalarType } from 'graphql';
import type { BuildSchemaOptions } from 'type-graphql';
import { isQuery, type ApplicationModel, type Problem } from '../../lib/plugin.js';
import type { Emission } from './emit/emission.js';
import { nameOf, type Handwritten } from './emit/handwritten.js';
import { CustomOperationMissing, OperationClash, ScalarClash, TypeNameClash } from './errors.js';
import { GeneratedType } from './generated/generated-type.js';
import type { PrivateStorage } from './storage/private-storage.js';
import type { Reachable } from './storage/reachable.js';

const RESERVED: readonly string[] = ['Query', 'Mutation', 'Subscription', 'Boolean', 'Float', 'ID', 'Int', 'String'];

/** Operations that are written by hand: those that are left to a resolver have to be there, others must not. */
export function operationProblems(model: ApplicationModel, { queries, mutations }: Handwritten): readonly Problem[] {
  return [...model.managers.values()].flatMap((manager) =>
    manager.operations.flatMap((operation) => {
      const { kind, name, served } = operation;
      const path = `${manager.name}.operations.${kind}`;
      const root = isQuery(operation) ? 'query' : 'mutation';
      const method = (isQuery(operation) ? queries : mutations).get(name);
      if (served === 'generated' && method !== undefined) return [OperationClash.problem(path, { root, name, method })];
      return served === 'custom' && method === undefined ? [CustomOperationMissing.problem(path, { root, name })] : [];
    }),
  );
}

/** A type of the schema, and who stands behind it. */
interface NamedType {
  readonly name: string;
  readonly identity: object | symbol;
  /** Where the problem is told. */
  readonly path: string;
  readonly owner: string;
  readonly written: boolean;
  readonly scalar?: boolean;
}

/** What the types of a schema are found in. */
export interface SchemaTypes {
  readonly emission: Emission;
  readonly storage: PrivateStorage;
  readonly reachable: Reachable;
  readonly scalarsMap: NonNullable<BuildSchemaOptions['scalarsMap']>;
}

const GRAPHQL = { path: 'schema', owner: 'GraphQL itself', written: false } as const;

/** Types of different things that would stand in the schema under one name, both sides named. */
export function typeProblems(types: SchemaTypes): readonly Problem[] {
  const first = new Map(RESERVED.map((name): [string, NamedType] => [name, { ...GRAPHQL, name, identity: Symbol(name) }]));
  // The emission keeps names of generated types apart; only those are looked at that another type has, too.
  const reserved = RESERVED.flatMap((name) => generatedNamed(types, name) ?? []);
  const all = [...reserved, ...classes(types), ...values(types), ...scalars(types)];
  // Generated types come first, so that the problem is told where the hand-written one is.
  const sorted = [...all.filter(({ written }) => !written), ...all.filter(({ written }) => written)];
  return sorted.flatMap((type): readonly Problem[] => {
    const known = first.get(type.name) ?? generatedNamed(types, type.name);
    if (!known) first.set(type.name, type);
    if (!known || known.identity === type.identity) return [];
    const clash = type.scalar && known.scalar ? ScalarClash : TypeNameClash;
    return [clash.problem(type.path, { name: type.name, one: type.owner, other: known.owner })];
  });
}

function generatedNamed({ emission, reachable }: SchemaTypes, name: string): NamedType | undefined {
  const made = emission.typeNamed(name);
  if (!(made?.value instanceof GeneratedType) || !reachable.generated.has(made.value)) return undefined;
  return { name, identity: made.value, path: made.value.kind === 'enum' ? name : made.owner, owner: made.owner, written: false };
}

function classes({ emission, storage, reachable }: SchemaTypes): readonly NamedType[] {
  const output = [...storage.objectTypes, ...storage.interfaceTypes].filter(({ target }) => reachable.out.has(target));
  const input = storage.inputTypes.filter(({ target }) => reachable.in.has(target));
  return [...output, ...input].map((entry) => {
    const owner = emission.ownerOf(entry.target);
    const written = { path: nameOf(entry.target), owner: `the class ${nameOf(entry.target)}`, written: true };
    return { name: entry.name, identity: entry, ...(owner === undefined ? written : { path: owner, owner, written: false }) };
  });
}

function values({ emission, storage, reachable }: SchemaTypes): readonly NamedType[] {
  const isReached = (value: unknown): boolean => reachable.in.has(value) || reachable.out.has(value);
  const enums = storage.enums.filter(({ enumObj }) => isReached(enumObj));
  const unions = storage.unions.filter(({ symbol }) => isReached(symbol));
  return [
    ...enums.map(({ name, enumObj }) => {
      const owner = emission.ownerOf(enumObj);
      return { name, path: name, identity: enumObj, owner: owner ?? 'a hand-written enum', written: owner === undefined };
    }),
    ...unions.map(({ name, symbol }) => ({ name, path: name, identity: symbol, owner: 'a hand-written union', written: true })),
  ];
}

function scalars({ emission, reachable, scalarsMap }: SchemaTypes): readonly NamedType[] {
  const reached = [...reachable.in, ...reachable.out];
  const mapped = scalarsMap.filter(({ type }) => reached.includes(type)).map(({ scalar }) => scalar);
  const used = new Set([...reached.filter((type): type is GraphQLScalarType => isScalarType(type)), ...mapped]);
  return [...used]
    .filter((scalar) => !isSpecifiedScalarType(scalar))
    .map((scalar) => {
      const written = !emission.hasScalar(scalar);
      return {
        name: scalar.name,
        path: scalar.name,
        identity: scalar,
        owner: written ? 'hand-written types' : 'generated types',
        written,
        scalar: true,
      };
    });
}
