import { keyColumns, managerOf, capitalised, type ApplicationModel, type KeyColumn, type ManagerModel } from '../../../lib/plugin.js';
import type { Calculation, ManagerInput, ValueInput } from './compiled.js';
import { classOf } from './describe.js';

/** An input with its place in the flattened key. */
export interface ValuePlace {
  readonly kind: 'value';
  readonly input: ValueInput;
  readonly start: number;
}

/** An input with objects, with the key that they have. */
export interface ManagerPlace {
  readonly kind: 'manager';
  readonly input: ManagerInput;
  readonly start: number;
  readonly target: ManagerModel;
  readonly columns: readonly KeyColumn[];
  /** What the columns are called as fields of the calculation. */
  readonly names: readonly string[];
}

export type Place = ValuePlace | ManagerPlace;

/** A calculation as a part of an application. */
export interface BoundCalculation {
  readonly calculation: Calculation;
  readonly manager: ManagerModel;
  readonly model: ApplicationModel;
  /** By the names of inputs, in the order in which they are evaluated. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Puts a calculation into an application. */
export function bindCalculation(calculation: Calculation, manager: ManagerModel, model: ApplicationModel): BoundCalculation {
  const places = new Map<string, Place>();
  let start = 0;
  for (const input of calculation.inputs) {
    const place = placeOf(input, start, model);
    places.set(input.name, place);
    start += place.kind === 'manager' ? place.columns.length : 1;
  }
  const evaluated = calculation.evaluated.flatMap(({ name }) => {
    const place = places.get(name);
    return place ? [[name, place] as const] : [];
  });
  return { calculation, manager, model, places: new Map(evaluated) };
}

function placeOf(input: ManagerInput | ValueInput, start: number, model: ApplicationModel): Place {
  if (input.kind === 'value') return { kind: 'value', input, start };
  const leads = input.target();
  if (!leads) throw new TypeError('an input leads nowhere');
  const target = managerOf(model, classOf(leads));
  const columns = keyColumns(model, target);
  const names = columns.map(({ path }) => [input.name, ...path.map(capitalised)].join(''));
  return { kind: 'manager', input, start, target, columns, names };
}
