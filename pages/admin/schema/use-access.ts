import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/use-api.js';
import { accessDocument } from './documents.js';
import { useSchema, type AdminManager } from './schema.js';

type Access = Readonly<Record<string, { readonly read: boolean; readonly create: boolean }>>;

/** Tells what the actor may do with managers at all; of those of which the API tells nothing, everything may be tried. */
export function useAccess(): (manager: AdminManager) => { readonly read: boolean; readonly create: boolean } {
  const { metadata } = useSchema();
  const { send, who } = useApi();
  const { data } = useQuery({
    queryKey: ['access', ...who],
    queryFn: async ({ signal }) => send<{ readonly capabilities: Access }>(accessDocument(metadata.access), signal),
    enabled: metadata.access.length > 0,
    staleTime: Infinity,
  });
  const known = data?.capabilities;
  return ({ plural }) => {
    if (!metadata.access.includes(plural)) return { read: true, create: true };
    // Until it is known, nothing is offered that may be refused.
    return known?.[plural] ?? { read: known === undefined, create: false };
  };
}
