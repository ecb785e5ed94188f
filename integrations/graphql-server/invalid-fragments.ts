import { GraphQLError, type ASTNode, type FragmentDefinitionNode, type FragmentSpreadNode } from 'graphql';

/** Fragments on the way that are told; a cycle of hundreds is nobody's mistake. */
const MAX_NAMED = 10;

/**
 * What validation would say of a fragment that contains itself, at a small part of its cost.
 *
 * @param path the spreads on the way, the last of which closes the cycle
 */
export function cyclicFragment(path: readonly FragmentSpreadNode[]): GraphQLError {
  const names = path.map(({ name: { value } }) => value);
  const name = names.at(-1) ?? '';
  // Nothing was spread where the walk began in the fragment itself.
  const start = names.indexOf(name) === names.length - 1 ? 0 : names.indexOf(name) + 1;
  const via = names.slice(start, -1).slice(0, MAX_NAMED);
  const way = via.length > 0 ? ` via ${via.map((each) => `"${each}"`).join(', ')}` : '';
  return invalid(`Cannot spread fragment "${name}" within itself${way}.`, path.slice(-1));
}

/** What validation would say of a fragment that nothing uses. */
export const unusedFragment = (definition: FragmentDefinitionNode): GraphQLError =>
  invalid(`Fragment "${definition.name.value}" is never used.`, [definition]);

/** What validation would say of a fragment with the name of another. */
export const repeatedFragment = (definition: FragmentDefinitionNode): GraphQLError =>
  invalid(`There can be only one fragment named "${definition.name.value}".`, [definition.name]);

const invalid = (message: string, nodes: readonly ASTNode[]): GraphQLError =>
  new GraphQLError(message, { nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { spec: true, status: 400 } } });
