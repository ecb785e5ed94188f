import { visit, type FieldNode, type GraphQLResolveInfo } from 'graphql';

/**
 * The keys under which rows keep what was read along relations: one for each field node of a document, so that the same
 * relation can be selected several times with other arguments, and none can be taken for a property.
 *
 * `:tracks`, and `:tracks:2` for the next node with that response key; the same whenever the same document comes.
 */
export class Aliases {
  readonly #byOperation = new WeakMap<object, ReadonlyMap<FieldNode, string>>();

  of({ operation, fragments }: Pick<GraphQLResolveInfo, 'operation' | 'fragments'>, node: FieldNode): string {
    let aliases = this.#byOperation.get(operation);
    if (!aliases) {
      aliases = number([operation, ...Object.values(fragments)]);
      this.#byOperation.set(operation, aliases);
    }
    return aliases.get(node) ?? '';
  }
}

function number(
  definitions: readonly (GraphQLResolveInfo['operation'] | GraphQLResolveInfo['fragments'][string])[],
): ReadonlyMap<FieldNode, string> {
  const aliases = new Map<FieldNode, string>();
  const counts = new Map<string, number>();
  const Field = (node: FieldNode): void => {
    if (!node.selectionSet) return;
    const key = responseKey(node);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    aliases.set(node, count === 1 ? `:${key}` : `:${key}:${count}`);
  };
  for (const definition of definitions) visit(definition, { Field });
  return aliases;
}

/** The name of a field in the answer. */
export const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value;
