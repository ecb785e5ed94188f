import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/use-api.js';
import { accessDocument } from './documents.js';
import { useSchema, type AdminManager } from './schema.js';

/** What the actor may do with a manager at all, and with its class as a whole. */
export interface Access {
  readonly read: boolean;
  readonly create: boolean;
  readonly actions: Readonly<Record<string, boolean>>;
}

/** Of what the API tells nothing, everything may be tried. */
const UNTOLD: Access = { read: true, create: true, actions: {} };

/** Until it is known, nothing is offered that may be refused. */
const UNKNOWN: Access = { read: false, create: false, actions: {} };

/** Tells what the actor may do with managers at all, and whether that is known yet. */
export function useAccess(): ((manager: AdminManager) => Access) & { readonly isKnown: boolean } {
  const { metadata } = useSchema();
  const { send, who } = useApi();
  const { access } = metadata;
  const asks = Object.keys(access).length > 0;
  const { data, isPending } = useQuery({
    queryKey: ['access', ...who],
    queryFn: async ({ signal }) =>
      send<{ readonly capabilities: Readonly<Record<string, Partial<Access>>> }>(accessDocument(access), signal),
    enabled: asks,
    staleTime: Infinity,
  });
  const of = ({ plural }: AdminManager): Access => (plural in access ? { ...UNKNOWN, ...data?.capabilities[plural] } : UNTOLD);
  return Object.assign(of, { isKnown: !asks || !isPending });
}
