import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, Info, InterfaceType, Mutation, ObjectType, Query } from 'type-graphql';
import { namedClass, type TypeClass } from '../emit/emission.js';
import type { OperationDeclaration } from '../emit/operations.js';
import type { FieldDeclaration } from '../emit/declare-field.js';
import { GeneratedType, type ArgDeclaration, type TypeValue } from '../generated/generated-type.js';

// TypeGraphQL's decorators, applied as plain functions.

/** How a class becomes a type. */
export interface ClassTypeOptions {
  readonly kind: 'object' | 'interface';
  readonly name: string;
  readonly description?: string | undefined;
  readonly parents: readonly TypeClass[];
}

/** Makes a class an object or an interface type. */
export function decorateType(target: TypeClass, { kind, name, description, parents }: ClassTypeOptions): void {
  const options = { ...(description !== undefined && { description }), ...(parents.length > 0 && { implements: parents as never }) };
  (kind === 'interface' ? InterfaceType : ObjectType)(name, options)(target);
}

/** Declares a field of a class. */
export function decorateField(
  target: TypeClass,
  { property, name = property, description, type, nullable, list, guarded = false }: FieldDeclaration,
): void {
  const value = decoratorType(type, list !== undefined);
  const listNulls = nullable ? (list?.items ? 'itemsAndList' : true) : list?.items ? 'items' : false;
  Field(() => value as never, {
    name,
    nullable: list ? listNulls : nullable,
    simple: !guarded,
    ...(description !== undefined && { description }),
  })(target.prototype, property);
}

type DecorateParameter = (prototype: object, method: string, index: number) => void;
type Method = (context: unknown, info: GraphQLResolveInfo) => unknown;

const takeContext = Ctx() as DecorateParameter;
const takeInfo = Info() as DecorateParameter;

/** A resolver class of generated operations, so that middlewares of the application stand before them. */
export function operationsClass(operations: readonly OperationDeclaration[]): TypeClass {
  const target = namedClass('GeneratedOperations');
  // A prototype costs more with each method that it gets; one to inherit from is filled first.
  const methods = Object.create(null) as Record<string, Method>;
  for (const operation of operations) {
    methods[operation.method] = operation.answer;
    decorateOperation(target, operation);
  }
  Object.setPrototypeOf(target.prototype, methods);
  return target;
}

function decorateOperation(
  { prototype }: TypeClass,
  { root, method, name, description, type, list = false, nullable = false, args = [], answer }: OperationDeclaration,
): void {
  takeContext(prototype, method, 0);
  takeInfo(prototype, method, 1);
  // TypeGraphQL need not know the arguments of what gives a type that it does not know either.
  const own = type instanceof GeneratedType && args.length > 0 ? type.standInFor(name, args) : undefined;
  if (!own) args.forEach((arg, index) => decorateArg(prototype, method, index + 2, arg));
  const value = decoratorType(own ?? type, list);
  const decorate = root === 'query' ? Query : Mutation;
  decorate(() => value as never, { name, description, nullable })(prototype, method, { value: answer });
}

function decorateArg(
  prototype: object,
  method: string,
  index: number,
  { name, type, list = false, required = false, description }: ArgDeclaration,
): void {
  const value = decoratorType(type, list);
  const options = { nullable: !required, ...(description !== undefined && { description }) };
  const decorate = Arg(name, () => value as never, options) as (prototype: object, method: string, index: number) => void;
  decorate(prototype, method, index);
}

function decoratorType(type: TypeValue, list: boolean): unknown {
  const value = type instanceof GeneratedType ? type.standIn : type;
  return list ? [value] : value;
}
