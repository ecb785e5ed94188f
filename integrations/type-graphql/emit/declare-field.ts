import { Arg, Field } from 'type-graphql';
import type { TypeClass, TypeValue } from './emission.js';

/** How a field is declared. */
export interface FieldDeclaration {
  /** The property of the class. */
  readonly property: string;
  /** Its GraphQL name. Default: the property. */
  readonly name?: string;
  readonly description?: string | undefined;
  readonly type: () => TypeValue;
  readonly nullable: boolean;
  /** A list; `items` tells whether its items may be null. */
  readonly list?: { readonly items: boolean };
  readonly args?: readonly ArgDeclaration[];
  /** Whether TypeGraphQL has to make a resolver for it, with guards and middlewares; else graphql-js reads the property. */
  readonly guarded?: boolean;
}

/** How an argument is declared; every argument may be left out unless `required`. */
export interface ArgDeclaration {
  readonly name: string;
  readonly type: () => TypeValue;
  readonly list?: boolean;
  readonly required?: boolean;
  readonly description?: string;
}

/** Applies TypeGraphQL's @Field, and its @Arg for arguments, as plain functions. */
export function declareField(
  target: TypeClass,
  { property, name, description, type, nullable, list, args = [], guarded = false }: FieldDeclaration,
): void {
  // Asked for now: a type that is first declared while TypeGraphQL builds would come too late.
  const value = typeValue(type, list !== undefined);
  const listNulls = nullable ? (list?.items ? 'itemsAndList' : true) : list?.items ? 'items' : false;
  Field(() => value as never, {
    name: name ?? property,
    nullable: list ? listNulls : nullable,
    simple: !guarded,
    ...(description !== undefined && { description }),
  })(target.prototype, property);
  args.forEach((arg, index) => declareArg(target.prototype, property, index, arg));
}

/** Applies TypeGraphQL's @Arg as a plain function. */
export function declareArg(
  prototype: object,
  method: string,
  index: number,
  { name, type, list = false, required = false, description }: ArgDeclaration,
): void {
  const value = typeValue(type, list);
  const options = { nullable: !required, ...(description !== undefined && { description }) };
  const decorate = Arg(name, () => value as never, options) as (prototype: object, method: string, index: number) => void;
  decorate(prototype, method, index);
}

const typeValue = (type: () => TypeValue, list: boolean): unknown => (list ? [type()] : type());
