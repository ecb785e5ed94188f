import { GraphQLBoolean, GraphQLInt, GraphQLString } from 'graphql';
import type { ManagerModel } from '../../../lib/plugin.js';
import { GeneratedType, type ArgDeclaration, type TypeValue } from '../generated/generated-type.js';
import { pageInfoType } from './connections.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { keyArg } from './keys.js';
import { typeName } from './type-names.js';

const PAGE: readonly ArgDeclaration[] = Object.freeze([
  { name: 'first', type: GraphQLInt },
  { name: 'after', type: GraphQLString },
]);

/** The arguments of a history: which object, and which page of its changes. */
export const historyArgs = (emission: Emission, manager: ManagerModel): readonly ArgDeclaration[] =>
  manager.key ? [keyArg(emission, manager, manager.key), ...PAGE] : [];

/** A page of the changes of one object. */
export function historyType(emission: Emission, manager: ManagerModel): GeneratedType {
  const type = typeName(emission, manager);
  return output(emission, manager, `${type}HistoryConnection`, `A page of the changes of one ${type}, newest first.`, (target) => {
    declareField(target, { property: 'nodes', type: changeType(emission, manager), nullable: false, list: { items: false } });
    declareField(target, { property: 'edges', type: edgeType(emission, manager), nullable: false, list: { items: false } });
    declareField(target, { property: 'pageInfo', type: pageInfoType(emission), nullable: false });
  });
}

function edgeType(emission: Emission, manager: ManagerModel): GeneratedType {
  const type = typeName(emission, manager);
  return output(emission, manager, `${type}HistoryEdge`, `One change of a ${type}, and its place in the list.`, (target) => {
    declareField(target, { property: 'node', type: changeType(emission, manager), nullable: false });
    declareField(target, { property: 'cursor', type: GraphQLString, nullable: false });
  });
}

function changeType(emission: Emission, manager: ManagerModel): GeneratedType {
  const type = typeName(emission, manager);
  const state = emission.managerType(manager);
  return output(emission, manager, `${type}HistoryEntry`, `One change of a ${type}.`, (target) => {
    declareField(target, { property: 'at', type: emission.scalar('datetime'), nullable: false });
    declareField(target, { property: 'operation', type: operationType(emission), nullable: false });
    const reason = 'Why it happened, as far as that was said and may be seen.';
    declareField(target, { property: 'reason', description: reason, type: GraphQLString, nullable: true });
    const author = 'Who wrote; null where the actor may not see that.';
    declareField(target, { property: 'author', description: author, type: authorType(emission), nullable: true });
    const before = 'The object as it was; null where it was not there, or may not be seen as it was.';
    declareField(target, { property: 'before', description: before, type: state, nullable: true });
    const after = 'The object as it became; null where it was removed.';
    declareField(target, { property: 'after', description: after, type: state, nullable: true });
  });
}

function operationType(emission: Emission): TypeValue {
  const name = 'HistoryOperation';
  const values = { CREATE: 'create', UPDATE: 'update', DELETE: 'delete' };
  return emission.type(name, 'every history', () => new GeneratedType({ kind: 'enum', name, description: 'What happened.', values }));
}

function authorType(emission: Emission): GeneratedType {
  const name = 'HistoryAuthor';
  return emission.type(
    name,
    'every history',
    () => new GeneratedType({ kind: 'output', name, description: 'Who wrote.' }),
    (target) => {
      const actor = 'The `id` of the actor; null for the anonymous one and for the system.';
      declareField(target, { property: 'actor', description: actor, type: GraphQLString, nullable: true });
      const system = 'Whether the application wrote by itself, whoever was there.';
      declareField(target, { property: 'system', description: system, type: GraphQLBoolean, nullable: false });
    },
  );
}

function output(
  emission: Emission,
  manager: ManagerModel,
  name: string,
  description: string,
  declare: (target: GeneratedType) => void,
): GeneratedType {
  return emission.type(name, manager.name, () => new GeneratedType({ kind: 'output', name, description }), declare);
}
