import { getNamedType, type GraphQLField } from 'graphql';
import type { ManagerModel } from '../../../lib/plugin.js';
import { isComposite, type Catalogue, type Composite, type Summary } from './catalogue.js';
import { needsArguments } from './selection.js';

/** A place in the schema where something can be asked: a root field, or a field of the objects of a list. */
export interface Site {
  /** The root list that leads there; absent for a root field. */
  readonly root?: string;
  readonly owner: Composite;
  readonly field: GraphQLField<unknown, unknown>;
  /** What it gives, where it has fields of its own. */
  readonly type: Composite | undefined;
  /** The manager that it leads to. */
  readonly manager: ManagerModel | undefined;
  readonly isPage: boolean;
  /** Whether it tells measures of all objects, or of groups. */
  readonly summary: Summary['kind'] | undefined;
}

/** Every place that a query comes to by at most one list. */
export function sitesOf(catalogue: Catalogue): readonly Site[] {
  const query = catalogue.schema.getQueryType();
  if (!query) return [];
  const roots = Object.values(query.getFields()).map((field) => siteOf(catalogue, query, field));
  const open = roots.filter((site) => !isReleased(catalogue, site));
  const nested = open
    .filter(({ field, isPage }) => isPage && !needsArguments(field))
    .flatMap(({ field: root, type }) => inside(catalogue, root.name, type && catalogue.nodeOf(type)));
  return [...open, ...nested.filter((site) => !isReleased(catalogue, site))];
}

/** The fields of listed objects that lead elsewhere or take arguments. */
function inside(catalogue: Catalogue, root: string, node: Composite | undefined): readonly Site[] {
  const fields = Object.values(node?.getFields() ?? {});
  return fields
    .filter((field) => field.args.length > 0 || isComposite(getNamedType(field.type)))
    .flatMap((field) => (node ? [{ ...siteOf(catalogue, node, field), root }] : []));
}

function siteOf(catalogue: Catalogue, owner: Composite, field: GraphQLField<unknown, unknown>): Site {
  const named = getNamedType(field.type);
  const type = isComposite(named) ? named : undefined;
  const isPage = type !== undefined && catalogue.nodeOf(type) !== undefined && 'pageInfo' in type.getFields();
  return { owner, field, type, manager: type && catalogue.managerBehind(type), isPage, summary: type && catalogue.summaryOf(type)?.kind };
}

const isReleased = (catalogue: Catalogue, { owner, field, manager }: Site): boolean =>
  catalogue.isReleased(owner.name, field.name, manager);
