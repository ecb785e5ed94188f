import type { ActionArgument, ActionDeclaration, ActionResult, ManagerModel } from '../../../lib/plugin.js';
import type { ActionOperation } from '../declare/action-options.js';
import type { CompiledAction, Resource } from '../resource/resource.js';
import { HttpUnit } from './http-unit.js';

/** The actions that a resource brings to its manager, which is there when they are performed. */
export const broughtActions = ({ actions }: Resource, managerOf: () => ManagerModel): readonly ActionDeclaration[] =>
  actions.map((action) => declarationOf(action, managerOf));

function declarationOf(action: CompiledAction, managerOf: () => ManagerModel): ActionDeclaration {
  const { name, scope, request } = action;
  const { description, operation, permission, returns } = request;
  return {
    name,
    scope,
    ...(description !== undefined && { description }),
    ...(operation !== undefined && { operation }),
    arguments: argumentsOf(request),
    ...(permission !== undefined && { permission }),
    ...(returns !== undefined && { returns: typeof returns === 'string' ? returns : resultOf(returns) }),
    perform: (object, given, { session }) => {
      if (!(session instanceof HttpUnit)) throw new TypeError(`${name} is done in a unit of work of resources`);
      return session.act(managerOf(), action, scope === 'object' ? object : undefined, given);
    },
  };
}

/** What the core knows of arguments. */
function argumentsOf({ arguments: given = {} }: ActionOperation): NonNullable<ActionDeclaration['arguments']> {
  return Object.fromEntries(
    Object.entries(given).map(([name, options]) => {
      if (typeof options === 'string') return [name, options];
      const { in: _in, name: _name, serialize: _serialize, ...argument } = options;
      return [name, argument satisfies ActionArgument];
    }),
  );
}

function resultOf({ from: _from, parse: _parse, ...result }: Exclude<ActionOperation['returns'], string | undefined>): ActionResult {
  return result;
}
