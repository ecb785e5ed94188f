import type { SelectionSetNode } from 'graphql';
import { Refusal } from './refusal.js';

/**
 * What a document selects of data; what is not there is null.
 *
 * @throws Refusal where the document is none
 */
export async function selected(document: string, data: unknown): Promise<unknown> {
  const { Kind, parse } = await import('graphql');
  const definition = definitionOf();
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Refusal('its GraphQL document has no operation');
  return pick(data, definition.selectionSet);

  function definitionOf() {
    try {
      return parse(document).definitions[0];
    } catch {
      throw new Refusal('its GraphQL document cannot be parsed');
    }
  }

  function pick(value: unknown, set: SelectionSetNode | undefined): unknown {
    if (Array.isArray(value)) return value.map((each: unknown) => pick(each, set));
    if (!set || typeof value !== 'object' || value === null) return value ?? null;
    const found = set.selections.flatMap((each): readonly (readonly [string, unknown])[] => {
      if (each.kind === Kind.INLINE_FRAGMENT) return Object.entries(pick(value, each.selectionSet) as object);
      if (each.kind !== Kind.FIELD) return [];
      const { name, alias, selectionSet } = each;
      const inner: unknown = Object.hasOwn(value, name.value) ? Reflect.get(value, name.value) : undefined;
      return [[alias?.value ?? name.value, pick(inner, selectionSet)]];
    });
    return Object.fromEntries(found);
  }
}
