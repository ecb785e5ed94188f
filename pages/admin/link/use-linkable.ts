import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/use-api.js';
import { listDocument, type PageOf } from '../schema/documents.js';
import { useSchema, type AdminManager } from '../schema/schema.js';
import { writingSelection } from '../schema/selection.js';
import { mayLinkFrom, mayLinkTo, takes, type LinkOwner, type LinkWay } from './link-way.js';

/** Of so many objects is asked whether the actor may link them. */
const ASKED = 100;

/** Whether linking can be offered: the owner may be written, or one of the objects at the other end, as far as that is told. */
export function useLinkable(way: LinkWay, owner: LinkOwner): boolean {
  const schema = useSchema();
  const { send, who } = useApi();
  const { target } = way;
  const isPossible = takes(way, 'connect') && mayLinkFrom(way, owner) && canBeNamed(target);
  const asks = isPossible && way.end !== 'own';
  const { data } = useQuery({
    queryKey: ['linkable', ...who, target.name],
    queryFn: async ({ signal }) =>
      send<{ readonly list: PageOf }>(listDocument(schema, target, [], { first: ASKED }, writingSelection(target)), signal),
    enabled: asks,
    staleTime: 60_000,
  });
  if (!asks) return isPossible;
  // Of those beyond nothing is known: whoever searches for one is told then.
  return data !== undefined && (data.list.pageInfo.hasNextPage || data.list.nodes.some((row) => mayLinkTo(way, row)));
}

/** Without a list nobody tells which objects there are. */
const canBeNamed = (target: AdminManager): boolean => target.list !== undefined && target.key !== undefined;
