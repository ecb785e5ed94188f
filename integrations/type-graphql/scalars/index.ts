import { GraphQLJSON, GraphQLUUID } from 'graphql-scalars';
import { OWN_SCALARS } from './own-scalars.js';
import type { ScalarTypes } from './scalar-types.js';

/**
 * The GraphQL scalar of each scalar type; hand-written types that show such values use the same ones.
 *
 * `graphql-scalars` where it keeps every value; its BigInt, Byte and LocalTime do not.
 *
 * @example
 * @Field(() => SCALARS.bigint)
 * views!: bigint;
 */
export const SCALARS: ScalarTypes = Object.freeze({ ...OWN_SCALARS, uuid: GraphQLUUID, json: GraphQLJSON });
