import { membersOf, orderByNeeds, type EnumModel, type Problem } from '../../../lib/plugin.js';
import type { CalculationOptions } from '../declare/options.js';
import { InputCycle, InvalidCalculation } from '../errors.js';
import { compileInput } from './compile-input.js';
import { compileMember } from './compile-member.js';
import type { Calculation, CalculationLimits, CompiledInput } from './compiled.js';

/** What is looked at where nothing is said. */
const LIMITS: CalculationLimits = Object.freeze({ objects: 10_000, computed: 1_000, needed: 10_000 });
const LIMIT_OPTIONS = { maxObjects: 'objects', maxComputed: 'computed', maxNeeded: 'needed' } as const;

/** Makes a calculation of what was declared, with all that is wrong with it. */
export function compileCalculation(
  target: object,
  name: string,
  options: Partial<CalculationOptions>,
): { readonly calculation: Calculation; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const fault = (path: string, reason: string): void =>
    void problems.push(InvalidCalculation.problem(`${name}.${path}`, { calculation: name, reason }));
  const { inputs, enums } = inputsOf(name, options, fault);
  const members = membersOf('computed', target).map((declaration) => {
    return compileMember(
      name,
      declaration,
      inputs.map((each) => each.name),
    );
  });
  for (const { member } of members)
    if (inputs.some((each) => each.name === member.field.name))
      fault(`computed.${member.field.name}`, `an input is called ${member.field.name}, too`);
  const cycle = (names: readonly string[], kind: string): void => {
    if (names.length > 0) problems.push(InputCycle.problem(`${name}.${kind}`, { calculation: name, members: names }));
  };
  const order = orderByNeeds(new Map(inputs.map((each) => [each.name, Object.keys(each.needs ?? {})])));
  cycle(order.cycle, 'inputs');
  for (const each of inputs)
    for (const strange of strangers(each, inputs)) fault(`inputs.${each.name}.needs`, `there is no input "${strange}"`);
  const computed = new Map(members.map(({ member }) => [member.field.name, member]));
  const steps = orderByNeeds(new Map([...computed].map(([each, member]) => [each, member.members])));
  cycle(steps.cycle, 'computed');
  return {
    calculation: {
      name,
      target,
      inputs,
      evaluated: named(order.order, new Map(inputs.map((each) => [each.name, each]))),
      fields: members.map(({ member }) => member.field),
      members: new Map([...named([...steps.order, ...steps.cycle], computed)].map((member) => [member.field.name, member])),
      enums: [...enums, ...members.flatMap((each) => each.enum ?? [])],
      needs: [
        ...inputs.flatMap(({ name: each, needs }) =>
          needs && strangers({ needs }, inputs).length === 0 ? [{ path: `inputs.${each}`, needs }] : [],
        ),
        ...members.map(({ member: { declaration } }) => ({ path: `computed.${declaration.name}`, needs: declaration.needs ?? {} })),
      ],
      limits: limitsOf(options, fault),
    },
    problems,
  };
}

type Fault = (path: string, reason: string) => void;

function inputsOf(
  calculation: string,
  { inputs: given }: Partial<CalculationOptions>,
  fault: Fault,
): { readonly inputs: readonly CompiledInput[]; readonly enums: readonly EnumModel[] } {
  const entries = Object.entries(typeof given === 'object' && given !== null ? given : {});
  if (entries.length === 0) fault('inputs', 'it has no inputs, so that nothing tells its objects apart');
  const made = entries.map(([name, each]) => ({ name, ...compileInput(calculation, name, each) }));
  for (const { name, faults } of made) for (const reason of faults) fault(`inputs.${name}`, reason);
  return { inputs: made.flatMap(({ input }) => input ?? []), enums: made.flatMap((each) => each.enum ?? []) };
}

const strangers = ({ needs = {} }: Pick<CompiledInput, 'needs'>, inputs: readonly CompiledInput[]): readonly string[] =>
  Object.keys(needs).filter((name) => inputs.every((each) => each.name !== name));

const named = <T>(names: readonly string[], known: ReadonlyMap<string, T>): readonly T[] =>
  names.map((name) => known.get(name)).filter((each) => each !== undefined);

function limitsOf(options: Partial<CalculationOptions>, fault: Fault): CalculationLimits {
  const entries = Object.entries(LIMIT_OPTIONS).map(([option, limit]): readonly [string, number] => {
    const value: unknown = options[option as keyof typeof LIMIT_OPTIONS] ?? LIMITS[limit];
    if (Number.isSafeInteger(value) && Number(value) > 0) return [limit, Number(value)];
    fault(option, 'it is no whole number above 0');
    return [limit, LIMITS[limit]];
  });
  return Object.fromEntries(entries) as unknown as CalculationLimits;
}
