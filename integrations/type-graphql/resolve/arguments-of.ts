import { getArgumentValues } from 'graphql';
import type { DocumentInfo } from './collect-fields.js';
import type { Occurrence } from './variants.js';

/** The arguments of a field, coerced as graphql-js does; all places where it stands have the same. */
export function argumentsOf({ variableValues }: Pick<DocumentInfo, 'variableValues'>, [place]: readonly Occurrence[]): Arguments {
  const node = place?.nodes[0];
  const definition = node && place?.parent.getFields()[node.name.value];
  return definition ? getArgumentValues(definition, node, variableValues) : {};
}

/** By name. */
export type Arguments = Readonly<Record<string, unknown>>;
