import {
  capitalised,
  type DescribedField,
  type DescriptionOf,
  type InterfaceDescription,
  type Problem,
  type ValueField,
} from '../../../lib/plugin.js';
import { InputTarget, InvalidCalculation } from '../errors.js';
import type { Calculation, ManagerInput } from './compiled.js';
import { classOf } from './describe.js';

const KEY_TYPES: readonly string[] = ['string', 'int', 'bigint', 'uuid', 'date'];
const DEPTH = 10;

/** A column of the key of what an input leads to, as a field of the calculation: `shipId`. */
interface KeyField {
  readonly name: string;
  /** The fields that lead to it at the other end. */
  readonly path: readonly string[];
  readonly field: ValueField;
}

/** Adds the keys of what inputs lead to as fields of their own, which the API does not show: relations by fields find objects by them. */
export function complete(calculation: Calculation, description: InterfaceDescription, described: DescriptionOf): InterfaceDescription {
  const problems: Problem[] = [];
  const managers = calculation.inputs.filter((input) => input.kind === 'manager');
  const fields = managers.flatMap((input) => {
    const columns = columnsOf(input, described);
    if (typeof columns === 'string') {
      problems.push(
        InputTarget.problem(`${calculation.name}.inputs.${input.name}`, {
          calculation: calculation.name,
          input: input.name,
          reason: columns,
        }),
      );
      return [];
    }
    const isOnly = calculation.inputs.length === 1 && columns.length === 1;
    return columns.map(({ name, field }) => ({ ...hidden(field), name, publicName: name, unique: isOnly }));
  });
  const taken = fields.filter(({ name }) => description.fields.some((field) => field.name === name));
  const reason = (name: string): string => `the key of an input is kept as ${name}, as something else is called`;
  problems.push(
    ...taken.map(({ name }) =>
      InvalidCalculation.problem(`${calculation.name}.${name}`, { calculation: calculation.name, reason: reason(name) }),
    ),
  );
  return {
    ...description,
    fields: [...description.fields, ...fields.filter((field) => !taken.includes(field))],
    problems: [...description.problems, ...problems],
  };
}

const hidden = (field: ValueField): ValueField => {
  const { description: _description, ...rest } = field;
  return { ...rest, exposed: false, nullable: false, readOnly: true, optional: true, lazy: false, primary: false };
};

/** The columns of the key of what an input leads to; what is wrong with it in words. */
function columnsOf(input: ManagerInput, described: DescriptionOf): readonly KeyField[] | string {
  const target = input.target();
  if (!target) return 'nothing was given, maybe since two files import each other';
  const found = keyOf(classOf(target), described, [], 0);
  if (typeof found === 'string') return found;
  return found.map(({ path, field }) => ({ name: [input.name, ...path.map(capitalised)].join(''), path, field }));
}

function keyOf(
  target: object,
  described: DescriptionOf,
  above: readonly string[],
  depth: number,
): readonly Omit<KeyField, 'name'>[] | string {
  const description = described(target);
  if (!description) return 'it is no manager';
  const key = description.key ?? [];
  if (key.length === 0 || depth > DEPTH) return 'its objects have no key';
  const columns: Omit<KeyField, 'name'>[] = [];
  for (const part of key) {
    const path = [...above, part.field];
    if (part.target) {
      const inner = keyOf(part.target, described, path, depth + 1);
      if (typeof inner === 'string') return inner;
      columns.push(...inner);
    } else {
      const field = description.fields.find(({ name }) => name === part.field);
      if (!isKey(field)) return `its key has values of a type whose texts cannot be compared (${part.field})`;
      columns.push({ path, field });
    }
  }
  return columns;
}

const isKey = (field: DescribedField | undefined): field is ValueField =>
  field?.kind === 'enum' || (field?.kind === 'scalar' && KEY_TYPES.includes(field.type));
