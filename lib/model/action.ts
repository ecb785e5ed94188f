import type { Perform } from '../declaration/action.js';
import type { OperationPolicy } from '../permission/policy.js';
import type { FieldModel, ScalarField } from './field.js';
import type { ManagerModel } from './model.js';

/** An action of a manager: a write of the team's own. */
export interface ActionModel {
  /** That of the method. */
  readonly name: string;
  /** Whether it is done with one object, or with the class as a whole. */
  readonly scope: 'object' | 'class';
  readonly description?: string;
  /** What it takes: values, and relations for objects that are given by their keys. */
  readonly arguments: readonly FieldModel[];
  /** What it gives besides its object. */
  readonly returns?: ScalarField;
  /** What decides in place of the rules for updates; absent where those do. */
  readonly policy?: OperationPolicy;
  /** Dotted paths of relations that are loaded before. */
  readonly needs: readonly string[];
  readonly perform: Perform;
}

/** The actions that are done with one object. */
export const objectActions = ({ actions }: ManagerModel): readonly ActionModel[] => actions.filter(({ scope }) => scope === 'object');

/** The actions that are done with the class as a whole. */
export const classActions = ({ actions }: ManagerModel): readonly ActionModel[] => actions.filter(({ scope }) => scope === 'class');

/** The action of a name. */
export const actionNamed = ({ actions }: ManagerModel, name: string): ActionModel | undefined =>
  actions.find((action) => action.name === name);
