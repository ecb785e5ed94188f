import type { FieldNode, GraphQLObjectType } from 'graphql';
import type { CapabilityRequest, ManagerModel, RelationField } from '../../../lib/plugin.js';
import { mergeCapabilities } from './capabilities.js';

/** A place of a document where a field of a type is selected; its nodes are merged, as graphql-js does. */
export interface Occurrence {
  readonly parent: GraphQLObjectType;
  readonly nodes: readonly FieldNode[];
}

type Relations = Map<string, { readonly field: RelationField; readonly places: readonly Occurrence[] }>;

/** What the selection of one object type needs. */
export interface Draft {
  /** Property names. */
  readonly fields: Set<string>;
  /** By alias, with every place where the relation is selected. */
  readonly relations: Relations;
  /** To-one relations that hand-written code shows, by property name. */
  readonly written: Relations;
  /** By alias. */
  readonly capabilities: Map<string, CapabilityRequest>;
  instances: boolean;
}

/** Parts the drafts of the concrete types of a hierarchy into what all have, and what rows of one type have in addition. */
export function splitDrafts(
  base: ManagerModel | undefined,
  drafts: readonly (readonly [string, Draft])[],
): { readonly shared: Draft; readonly own: readonly (readonly [string, Draft])[] } {
  const all = drafts.map(([, draft]) => draft);
  const shared: Draft = {
    fields: new Set(sharedKeys(all.map(({ fields }) => fields)).filter((name) => base?.fields.has(name) || base?.computed.has(name))),
    relations: sharedRelations(
      base,
      all.map(({ relations }) => relations),
    ),
    written: sharedRelations(
      base,
      all.map(({ written }) => written),
    ),
    capabilities: sharedCapabilities(
      base,
      all.map(({ capabilities }) => capabilities),
    ),
    instances: all.some(({ instances }) => instances),
  };
  return { shared, own: drafts.map(([manager, draft]) => [manager, without(draft, shared)] as const) };
}

/** Relations of the base that every draft has; each type's own fragments can select other things of the same node. */
function sharedRelations(base: ManagerModel | undefined, all: readonly Relations[]): Relations {
  const shared: Relations = new Map();
  for (const alias of sharedKeys(all)) {
    const found = all.flatMap((relations) => relations.get(alias) ?? []);
    const [first] = found;
    if (!first || !base?.fields.has(first.field.name) || found.some(({ field }) => field.target !== first.field.target)) continue;
    shared.set(alias, { field: first.field, places: found.flatMap(({ places }) => places) });
  }
  return shared;
}

/** What every draft asks under an alias, where the base knows of all that is asked; else each type asks for itself. */
function sharedCapabilities(base: ManagerModel | undefined, all: readonly Draft['capabilities'][]): Draft['capabilities'] {
  const shared: Draft['capabilities'] = new Map();
  for (const alias of sharedKeys(all)) {
    const asked = all.flatMap((each) => each.get(alias) ?? []).reduce(mergeCapabilities);
    if (base && asked.fields.every((name) => base.fields.has(name))) shared.set(alias, asked);
  }
  return shared;
}

function sharedKeys(all: readonly { keys(): Iterable<string>; has(key: string): boolean }[]): readonly string[] {
  const [first, ...others] = all;
  return [...(first?.keys() ?? [])].filter((key) => others.every((each) => each.has(key)));
}

function without({ fields, relations, written, capabilities, instances }: Draft, shared: Draft): Draft {
  return {
    fields: new Set([...fields].filter((field) => !shared.fields.has(field))),
    relations: new Map([...relations].filter(([alias]) => !shared.relations.has(alias))),
    written: new Map([...written].filter(([alias]) => !shared.written.has(alias))),
    capabilities: new Map([...capabilities].filter(([alias]) => !shared.capabilities.has(alias))),
    instances,
  };
}
