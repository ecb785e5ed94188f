import { GraphQLBoolean } from 'graphql';
import { classActions, objectActions, type ActionModel, type ManagerModel } from '../../../lib/plugin.js';
import { declareMember } from './declare-field.js';
import type { Emission, ManagerType } from './emission.js';

/** The actions of a manager that have a mutation. */
export function offeredActions(manager: ManagerModel, scope: ActionModel['scope']): readonly string[] {
  const offered = new Set(manager.operations.flatMap(({ action, served }) => (action !== undefined && served !== 'off' ? [action] : [])));
  const actions = scope === 'object' ? objectActions(manager) : classActions(manager);
  return actions.flatMap(({ name }) => (offered.has(name) ? [name] : []));
}

/** Declares what is true or false of each name. */
export function declareNames(emission: Emission, target: ManagerType, names: readonly string[]): void {
  for (const property of names) declareMember(emission, target, { property, type: GraphQLBoolean, nullable: false });
}
