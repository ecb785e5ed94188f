import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { TypeClass } from '../emit/emission.js';
import { buildOptions, type EmitOptions } from '../emit-options.js';
import type { PrivateStorage } from '../storage/private-storage.js';
import { keepReachable, type Reachable, type Roots } from '../storage/reachable.js';
import { convertArgumentsWithin, forgetArguments } from './arguments.js';

/** What classes are built of. */
export interface ClassesInput {
  readonly storage: PrivateStorage;
  readonly reachable: Reachable;
  readonly roots: Roots;
  readonly options: EmitOptions;
  /** The resolver class of the generated operations. */
  readonly generated: TypeClass;
}

/** Builds a schema of classes and hand-written operations; stand-ins are in the place of what is generated. */
export function buildClasses({ storage, reachable, roots, options, generated }: ClassesInput): GraphQLSchema {
  keepReachable(storage, reachable, roots);
  convertArgumentsWithin(storage, generated);
  const classes = [...reachable.out].filter((type): type is Function => typeof type === 'function');
  // Generated types lead to classes that TypeGraphQL then knows no way to.
  const schema = buildSchemaSync({ ...buildOptions(options, generated), orphanedTypes: classes });
  forgetArguments(storage, generated);
  return schema;
}
