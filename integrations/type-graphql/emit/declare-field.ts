import { Arg, Field } from 'type-graphql';
import { GeneratedType, type ArgDeclaration, type GeneratedField, type TypeValue } from '../generated/generated-type.js';
import type { TypeClass } from './emission.js';

/** How a field is declared. */
export interface FieldDeclaration extends GeneratedField {
  /** The GraphQL name of a field of a class. Default: the property. */
  readonly name?: string;
  /** Whether TypeGraphQL has to make a resolver for it, with guards and middlewares; else graphql-js reads the property. */
  readonly guarded?: boolean;
}

/** Declares a field: on a generated type, or with TypeGraphQL's @Field, as a plain function, on a class. */
export function declareField(target: TypeClass | GeneratedType, declaration: FieldDeclaration): void {
  if (target instanceof GeneratedType) target.add(declaration);
  else declareOnClass(target, declaration);
}

function declareOnClass(
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

/** Applies TypeGraphQL's @Arg as a plain function. */
export function declareArg(
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

/** A type as decorators take it. */
export function decoratorType(type: TypeValue, list: boolean): unknown {
  const value = type instanceof GeneratedType ? type.standIn : type;
  return list ? [value] : value;
}
