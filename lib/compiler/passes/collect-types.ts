import type { EmbeddableModel, EnumModel } from '../../model/model.js';
import type { Draft } from '../draft.js';

/** Gathers the enums and embeddables that the interfaces described; the same one is described by several managers. */
export function collectTypes(draft: Draft): Draft {
  const enums = new Map<string, EnumModel>();
  const embeddables = new Map<string, EmbeddableModel>();
  for (const { description } of draft.managers) {
    for (const each of description.enums) enums.set(each.name, each);
    for (const each of description.embeddables) embeddables.set(each.name, each);
  }
  return { ...draft, enums: [...enums.values()], embeddables: [...embeddables.values()] };
}
