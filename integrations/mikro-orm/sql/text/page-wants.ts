import type { NodesMember, ResponsePage } from '../../../../lib/plugin.js';

/** The rows of a page of which nothing else is wanted, and these once. */
export function onlyNodes(response: ResponsePage): NodesMember | undefined {
  const [nodes, ...others] = response.filter((member) => member.kind === 'nodes');
  return others.length === 0 && response.every(({ kind }) => ['nodes', 'literal', 'total'].includes(kind)) ? nodes : undefined;
}

/** Whether it has to be known if there are more rows than those of the page. */
export const wantsFurther = (response: ResponsePage): boolean =>
  response.some((member) => member.kind === 'pageInfo' && member.members.some(({ kind }) => kind === 'hasNext' || kind === 'hasPrevious'));
