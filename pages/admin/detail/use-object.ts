import { useQuery } from '@tanstack/react-query';
import { Failure } from '../api/failure.js';
import { useApi } from '../api/use-api.js';
import { capabilitiesOf } from '../schema/capabilities.js';
import { objectDocument, objectOf } from '../schema/documents.js';
import type { Key } from '../schema/keys.js';
import { useSchema, type AdminManager } from '../schema/schema.js';

/** Computed members that an answer failed by: the rest of the object can be read without them. */
function failedMembers({ fields }: AdminManager, error: unknown): readonly string[] {
  const paths = error instanceof Failure ? error.paths : [];
  return fields.filter(({ kind, name }) => kind === 'computed' && paths.some((path) => path.includes(name))).map(({ name }) => name);
}

/** Reads one object with all its fields, and what may be done with it. */
export function useObject(manager: AdminManager, key: Key) {
  const schema = useSchema();
  const { send, who } = useApi();
  const query = useQuery({
    queryKey: ['object', ...who, manager.name, key],
    queryFn: async ({ signal }) => {
      const failed = new Set<string>();
      for (;;) {
        try {
          const fields = manager.fields.filter(({ name }) => !failed.has(name));
          return { ...objectOf(await send<object>(objectDocument(schema, manager, key, fields), signal)), failed };
        } catch (error) {
          const more = failedMembers(manager, error).filter((name) => !failed.has(name));
          if (more.length === 0) throw error;
          for (const name of more) failed.add(name);
        }
      }
    },
  });
  return {
    ...query,
    row: query.data?.row,
    failed: query.data?.failed,
    deleted: query.data?.deleted ?? false,
    capabilities: capabilitiesOf(manager, query.data?.row),
  };
}
