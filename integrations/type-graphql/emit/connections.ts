import { GraphQLBoolean, GraphQLInt, GraphQLString } from 'graphql';
import type { ManagerModel } from '../../../lib/plugin.js';
import { GeneratedType, type ArgDeclaration } from '../generated/generated-type.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { filterType } from './filters.js';
import { typeName } from './type-names.js';
import { sortType } from './sorts.js';

/** A page of a manager's objects, after the Relay specification, with `nodes` for those who need no cursors. */
export const connectionType = (emission: Emission, manager: ManagerModel): GeneratedType => emission.once(makeConnection, manager);

function makeConnection(emission: Emission, manager: ManagerModel): GeneratedType {
  const node = typeName(emission, manager);
  const name = `${node}Connection`;
  return emission.type(
    name,
    manager.name,
    () => new GeneratedType({ kind: 'output', name, description: `A page of ${node} objects.` }),
    (target) => {
      target.args = connectionArgs(emission, manager);
      declareField(target, { property: 'nodes', type: emission.managerType(manager), nullable: false, list: { items: false } });
      declareField(target, { property: 'edges', type: edgeType(emission, manager), nullable: false, list: { items: false } });
      declareField(target, { property: 'pageInfo', type: pageInfoType(emission), nullable: false });
      if (!manager.total) return;
      const description = 'How many there are on all pages; counted only when it is selected.';
      declareField(target, { property: 'totalCount', description, type: GraphQLInt, nullable: false });
    },
  );
}

function edgeType(emission: Emission, manager: ManagerModel): GeneratedType {
  const node = typeName(emission, manager);
  const name = `${node}Edge`;
  return emission.type(
    name,
    manager.name,
    () => new GeneratedType({ kind: 'output', name, description: `One ${node} of a page, and its place in the list.` }),
    (target) => {
      declareField(target, { property: 'node', type: emission.managerType(manager), nullable: false });
      // Without a key there is no place that one could come back to.
      declareField(target, { property: 'cursor', type: GraphQLString, nullable: manager.key === undefined });
    },
  );
}

function pageInfoType(emission: Emission): GeneratedType {
  const name = 'PageInfo';
  return emission.type(
    name,
    'every list',
    () => new GeneratedType({ kind: 'output', name, description: 'Where a page stands in its list.' }),
    (target) => {
      declareField(target, { property: 'hasNextPage', type: GraphQLBoolean, nullable: false });
      declareField(target, { property: 'hasPreviousPage', type: GraphQLBoolean, nullable: false });
      declareField(target, { property: 'startCursor', type: GraphQLString, nullable: true });
      declareField(target, { property: 'endCursor', type: GraphQLString, nullable: true });
    },
  );
}

const FIRST: ArgDeclaration = Object.freeze({ name: 'first', type: GraphQLInt });
const OFFSET: ArgDeclaration = Object.freeze({ name: 'offset', type: GraphQLInt });
const CURSORS: readonly ArgDeclaration[] = Object.freeze([
  { name: 'after', type: GraphQLString },
  { name: 'last', type: GraphQLInt },
  { name: 'before', type: GraphQLString },
]);

/** The arguments of every list: only what the manager can do. */
function connectionArgs(emission: Emission, manager: ManagerModel): readonly ArgDeclaration[] {
  const filter = filterType(emission, manager);
  const sort = sortType(emission, manager);
  return [
    ...(filter ? [{ name: 'filter', type: filter }] : []),
    ...(sort ? [{ name: 'sort', type: sort, list: true }] : []),
    FIRST,
    ...(manager.key ? CURSORS : []),
    OFFSET,
  ];
}
