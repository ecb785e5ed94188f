import { Kind, type ArgumentNode, type ValueNode, type VariableDefinitionNode } from 'graphql';

/** Variables that are declared, with what is in their defaults. */
export function inputsOfVariables(variables: readonly VariableDefinitionNode[]): number {
  let count = variables.length;
  for (const { defaultValue } of variables) if (defaultValue) count += inside(defaultValue);
  return count;
}

/** Arguments, with what is in their values. */
export function inputsOfArguments(values: readonly ArgumentNode[]): number {
  let count = values.length;
  for (const { value } of values) count += inside(value);
  return count;
}

/** Values of the lists and objects in a value; how deep they nest has been bounded. */
function inside(value: ValueNode): number {
  let count = 0;
  if (value.kind === Kind.LIST) for (const each of value.values) count += 1 + inside(each);
  else if (value.kind === Kind.OBJECT) for (const each of value.fields) count += 1 + inside(each.value);
  return count;
}
