import type { ApplicationModel } from 'general-manager';
import type { FieldModel, ManagerModel } from 'general-manager/plugin';
import { ENUM_OPERATORS, LIST_OPERATORS, operatorsOf, SCALAR_TYPES } from '../../../lib/model/scalar.js';

type Entry = readonly [name: string, value: unknown];

const named = (kind: string, operators: readonly string[]): readonly string[] => operators.map((operator) => `${kind} ${operator}`);

/** Every operator that filters have, by the kind of field that has it, as the code lists them. */
export const CATALOGUE: readonly string[] = [
  ...SCALAR_TYPES.flatMap((type) => named(type, operatorsOf(type))),
  ...named('list', LIST_OPERATORS),
  ...named('enum', ENUM_OPERATORS),
];

/** The operators of the catalogue that a filter asks for. */
export function operatorsIn(model: ApplicationModel, manager: string, filter: object): ReadonlySet<string> {
  return new Set(Object.entries(filter).flatMap((entry) => [...inEntry(model, of(model, manager), entry)]));
}

function of({ managers }: ApplicationModel, name: string): ManagerModel {
  const manager = managers.get(name);
  if (!manager) throw new TypeError(`there is no ${name}`);
  return manager;
}

function inEntry(model: ApplicationModel, manager: ManagerModel, [name, value]: Entry): readonly string[] {
  const within = (part: unknown, at = manager): readonly string[] =>
    typeof part === 'object' && part !== null ? Object.entries(part).flatMap((entry) => inEntry(model, at, entry)) : [];
  if (name === 'and' || name === 'or') return (value as readonly unknown[]).flatMap((each) => within(each));
  if (name === 'not') return within(value);
  const field = manager.fields.get(name);
  if (!field) return [];
  if (field.kind === 'relation') {
    const target = of(model, field.target);
    return field.cardinality === 'one' ? within(value, target) : Object.values(value as object).flatMap((each) => within(each, target));
  }
  return field.kind === 'embedded' ? [] : inField(field, value);
}

/** A value alone is compared for equality, and null alone is asked for. */
function inField(field: Exclude<FieldModel, { readonly kind: 'relation' | 'embedded' }>, value: unknown): readonly string[] {
  const kind = field.kind === 'enum' ? 'enum' : field.list ? 'list' : field.type;
  if (value === null) return named(kind, ['isNull']);
  const isPlain = typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  return named(kind, isPlain ? Object.keys(value).filter((key) => key !== 'path') : ['eq']);
}

/** Of some filters the first ones that ask for each operator, and for some together. */
export function covering<T>(filters: readonly T[], operators: (filter: T) => ReadonlySet<string>): readonly T[] {
  const seen = new Set<string>();
  return filters.filter((filter) => {
    const asked = [...operators(filter)].filter((each) => !seen.has(each));
    for (const each of asked) seen.add(each);
    return asked.length > 0;
  });
}
