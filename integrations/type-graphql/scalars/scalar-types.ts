import type { GraphQLScalarType } from 'graphql';
import type { ScalarType } from '../../../lib/plugin.js';

/** A GraphQL scalar for each scalar type. */
export type ScalarTypes = Readonly<Record<Exclude<ScalarType, 'custom'>, GraphQLScalarType>>;
