import type { Draft } from './draft.js';

/** The key of an object that has been stored, flattened; undefined where a part of it is not known. */
export function keyOfDraft({ recipe, links }: Draft, values: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const parts = (recipe.manager.key?.parts ?? []).map((part) =>
    part.kind === 'relation' ? links[part.field]?.key : values[part.field] === undefined ? undefined : [values[part.field]],
  );
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}
