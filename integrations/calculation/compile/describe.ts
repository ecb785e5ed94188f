import type { DescribedField, InterfaceDescription, Problem } from '../../../lib/plugin.js';
import type { Calculation, CompiledInput } from './compiled.js';

/** What the API offers of a calculation, before it is known what other managers have. */
export function describe(calculation: Calculation, problems: readonly Problem[]): InterfaceDescription {
  const { name, inputs, fields, enums, needs } = calculation;
  return {
    name,
    readOnly: true,
    key: inputs.map((input) => (input.kind === 'manager' ? keyTo(input) : { field: input.name })),
    fields: [...inputs.flatMap(fieldOf), ...fields],
    enums,
    embeddables: [],
    aggregate: true,
    computes: true,
    needs,
    problems,
  };
}

function keyTo({ name, target }: Extract<CompiledInput, { kind: 'manager' }>): NonNullable<InterfaceDescription['key']>[number] {
  const leads = target();
  return { field: name, ...(leads && { target: classOf(leads) }) };
}

/** The class of a class or schema. */
export const classOf = (target: object): object => (target as { readonly meta?: { readonly class?: object } }).meta?.class ?? target;

function fieldOf(input: CompiledInput): readonly DescribedField[] {
  if (input.kind === 'value') return [input.field];
  const { name, description, target } = input;
  const leads = target();
  if (!leads) return [];
  return [
    {
      kind: 'relation',
      name,
      publicName: name,
      ...(description !== undefined && { description }),
      exposed: true,
      nullable: false,
      readOnly: true,
      optional: false,
      lazy: false,
      cardinality: 'one',
      target: classOf(leads),
      owner: true,
      primary: true,
      queryable: true,
    },
  ];
}
