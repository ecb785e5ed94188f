import { UnknownOption } from '../error/boot-option-errors.js';
import { nearestName } from '../error/nearest-name.js';
import type { Problem } from '../error/problem.js';
import { isPlainObject } from '../model/plain-object.js';

/** The names that an object of options may have, each with those of its value where that is such an object; `*` stands for any name. */
export interface OptionNames {
  readonly [name: string]: true | OptionNames;
}

/** All names of a type of options: what is added to the type has to be added here. */
export type NamesOf<Options> = { readonly [Name in keyof Required<Options>]: true | OptionNames };

/** What nothing reads among options that may come from untyped code: a misspelt rule would be no rule. */
export function unknownOptions(given: unknown, names: OptionNames, path: string): readonly Problem[] {
  if (!isPlainObject(given)) return [];
  // What is undefined is left out.
  const options = Object.entries(given).filter(([, value]) => value !== undefined);
  return options.flatMap(([option, value]) => {
    const inside = Object.hasOwn(names, option) ? names[option] : names['*'];
    const at = path === '' ? option : `${path}.${option}`;
    if (inside === undefined) return [unknownOption(option, Object.keys(names), at)];
    return inside === true ? [] : unknownOptions(value, inside, at);
  });
}

/** The problem of an option that there is not. */
export const unknownOption = (option: string, known: readonly string[], path: string): Problem =>
  UnknownOption.problem(path, { option, nearest: nearestName(option, known), known });
