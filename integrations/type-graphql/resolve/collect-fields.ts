import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type InlineFragmentNode,
  type SelectionNode,
} from 'graphql';
import { responseKey } from './aliases.js';

/** What an execution knows of its document. */
export type DocumentInfo = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

/**
 * The fields that are selected of an object type below the merged nodes of a field, merged again by response key.
 *
 * The algorithm of the GraphQL specification, in the order in which graphql-js executes.
 */
export function collectFields(info: DocumentInfo, type: GraphQLObjectType, nodes: readonly FieldNode[]): readonly (readonly FieldNode[])[] {
  const collected = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const collect = (selections: readonly SelectionNode[]): void => {
    for (const selection of selections) {
      if (!isIncluded(info, selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const merged = collected.get(key);
        if (merged) merged.push(selection);
        else collected.set(key, [selection]);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : once(selection.name.value);
      if (fragment && applies(info, fragment, type)) collect(fragment.selectionSet.selections);
    }
  };
  const once = (name: string): FragmentDefinitionNode | undefined => {
    if (spread.has(name)) return undefined;
    spread.add(name);
    return info.fragments[name];
  };
  for (const { selectionSet } of nodes) collect(selectionSet?.selections ?? []);
  return [...collected.values()];
}

function isIncluded({ variableValues }: DocumentInfo, node: SelectionNode): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false;
}

function applies(
  { schema }: DocumentInfo,
  { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
  type: GraphQLObjectType,
): boolean {
  if (!typeCondition) return true;
  const condition = schema.getType(typeCondition.name.value);
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
}
