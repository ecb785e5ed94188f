import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/use-api.js';
import { capabilitiesOf } from '../schema/capabilities.js';
import { objectDocument, objectOf } from '../schema/documents.js';
import type { Key } from '../schema/keys.js';
import { useSchema, type AdminManager } from '../schema/schema.js';

/** Reads one object with all its fields, and what may be done with it. */
export function useObject(manager: AdminManager, key: Key) {
  const schema = useSchema();
  const { send, who } = useApi();
  const query = useQuery({
    queryKey: ['object', ...who, manager.name, key],
    queryFn: async ({ signal }) => objectOf(await send<object>(objectDocument(schema, manager, key, manager.fields), signal)),
  });
  return { ...query, row: query.data?.row, deleted: query.data?.deleted ?? false, capabilities: capabilitiesOf(manager, query.data?.row) };
}
