import type { GraphQLResolveInfo } from 'graphql';
import type { ArgDeclaration, TypeValue } from '../generated/generated-type.js';

/** How a generated operation is declared. */
export interface OperationDeclaration {
  readonly root: 'query' | 'mutation';
  /** The method of a class that has it; no other one can have its name. */
  readonly method: string;
  readonly name: string;
  readonly description: string;
  readonly type: TypeValue;
  readonly list?: boolean;
  readonly nullable?: boolean;
  /** In the place of those that every field of the type has. */
  readonly args?: readonly ArgDeclaration[];
  readonly answer: (context: unknown, info: GraphQLResolveInfo) => unknown;
}

/** The generated operations, in the order in which they are declared. */
export type Operations = OperationDeclaration[];
