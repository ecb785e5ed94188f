import type { ManagerModel } from '../../../lib/index.js';
import type { ActionModel } from '../../../lib/plugin.js';
import { describeField } from './describe-field.js';
import type { SchemaTypes } from './known-types.js';
import type { AdminAction, AdminArgument } from './metadata.js';
import { argumentOf, argumentTypes, inputType, isRequired, outputType } from './schema-types.js';

/** An action as its mutation shows it; none where it has no mutation. */
export function describeAction(types: SchemaTypes, manager: ManagerModel, action: ActionModel): readonly AdminAction[] {
  const operation = manager.operations.find((each) => each.action === action.name);
  const field = operation && types.operation(operation);
  if (!operation || !field) return [];
  const input = inputType(argumentOf(field, 'input')?.type);
  const payload = Object.values(outputType(field.type)?.getFields() ?? {});
  const object = payload.find(({ type }) => outputType(type) === types.objects(manager));
  return [
    {
      action: action.name,
      name: field.name,
      description: operation.description,
      scope: action.scope,
      args: argumentTypes(field),
      ...(object && { object: object.name }),
      takes: argumentsOf(types, action, input),
      result: payload.some(({ name }) => name === 'result'),
    },
  ];
}

/** Arguments are like fields: the input that takes one stands for the field that would show it. */
function argumentsOf(types: SchemaTypes, action: ActionModel, input: ReturnType<typeof inputType>): readonly AdminArgument[] {
  const taken = input?.getFields() ?? {};
  return action.arguments.flatMap((argument): readonly AdminArgument[] => {
    const given = taken[argument.publicName];
    if (!given) return [];
    const shown = { ...given, args: [], subscribe: undefined, resolve: undefined } as unknown as Parameters<
      typeof describeField
    >[2]['shown'];
    return describeField(types, argument, { shown }).map(({ name, kind, type, list, description }) => ({
      name,
      kind,
      type,
      list,
      ...(description !== undefined && { description }),
      required: isRequired(given),
    }));
  });
}
