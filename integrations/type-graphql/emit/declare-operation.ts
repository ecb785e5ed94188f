import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Mutation, Query } from 'type-graphql';
import { GeneratedType, type ArgDeclaration, type TypeValue } from '../generated/generated-type.js';
import { declareArg, decoratorType } from './declare-field.js';
import { namedClass, type TypeClass } from './emission.js';

type Method = (context: unknown, info: GraphQLResolveInfo) => unknown;

type DecorateParameter = (prototype: object, method: string, index: number) => void;
const takeContext = Ctx() as DecorateParameter;
const takeInfo = Info() as DecorateParameter;

/** How a generated operation is declared. */
export interface OperationDeclaration {
  readonly root: 'query' | 'mutation';
  /** The method; no other one can have its name. */
  readonly method: string;
  readonly name: string;
  readonly description: string;
  readonly type: TypeValue;
  readonly list?: boolean;
  readonly nullable?: boolean;
  /** Besides those that every field of the type has. */
  readonly args?: readonly ArgDeclaration[];
  readonly answer: Method;
}

/** The resolver class of the generated operations, while they are declared. */
export class OperationsClass {
  readonly #target = namedClass('GeneratedOperations');
  // A prototype costs more with each method that it gets; one to inherit from is filled first.
  readonly #methods = Object.create(null) as Record<string, Method>;

  /** Declares an operation with TypeGraphQL's decorators, as plain functions. */
  declare({ root, method, name, description, type, list = false, nullable = false, args = [], answer }: OperationDeclaration): void {
    const { prototype } = this.#target;
    this.#methods[method] = answer;
    takeContext(prototype, method, 0);
    takeInfo(prototype, method, 1);
    // TypeGraphQL need not know the arguments of what gives a type that it does not know either.
    const own = type instanceof GeneratedType && args.length > 0 ? type.standInFor(name, args) : undefined;
    if (!own) args.forEach((arg, index) => declareArg(prototype, method, index + 2, arg));
    const value = decoratorType(own ?? type, list);
    const decorate = root === 'query' ? Query : Mutation;
    decorate(() => value as never, { name, description, nullable })(prototype, method, { value: answer });
  }

  /** The class with all its methods. */
  complete(): TypeClass {
    Object.setPrototypeOf(this.#target.prototype, this.#methods);
    return this.#target;
  }
}
