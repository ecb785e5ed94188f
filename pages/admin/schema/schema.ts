import { createContext, useContext } from 'react';
import type { AdminField, AdminManager, AdminMetadata } from '../../../integrations/admin/metadata/metadata.js';

export type {
  AdminAction,
  AdminArgs,
  AdminArgument,
  AdminField,
  AdminKeyPart,
  AdminManager,
  AdminMutation,
  AdminQuery,
} from '../../../integrations/admin/metadata/metadata.js';

/** An object as the API gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** What there is, with a quick way to it. */
export class Schema {
  readonly metadata: AdminMetadata;
  readonly #byName: ReadonlyMap<string, AdminManager>;

  constructor(metadata: AdminMetadata) {
    this.metadata = metadata;
    this.#byName = new Map(metadata.managers.map((manager) => [manager.name, manager]));
  }

  named(name: string): AdminManager | undefined {
    return this.#byName.get(name);
  }

  byPlural(plural: string): AdminManager | undefined {
    return this.metadata.managers.find((manager) => manager.plural === plural);
  }

  /** The manager of an object's own type. */
  concrete(manager: AdminManager, row: Row): AdminManager {
    return this.named(manager.concrete[String(row['__typename'])] ?? manager.name) ?? manager;
  }

  members(name: string): readonly string[] {
    return (this.metadata.enums[name]?.members ?? []).map((member) => member.name);
  }

  embedded(name: string): readonly AdminField[] {
    return this.metadata.embeddables[name]?.fields ?? [];
  }
}

/** What there is in the schema. */
export const SchemaContext = createContext<Schema | undefined>(undefined);

/** What there is in the schema. */
export function useSchema(): Schema {
  const schema = useContext(SchemaContext);
  if (!schema) throw new Error('The schema is used outside of its provider.');
  return schema;
}

/** Whether there is a way to one object. */
export const hasPage = ({ detail, list, key }: AdminManager): boolean => key !== undefined && (detail ?? list) !== undefined;

/** Whether objects can be of several types. */
export const isPolymorphic = ({ concrete, type }: AdminManager): boolean => Object.keys(concrete).some((name) => name !== type);
