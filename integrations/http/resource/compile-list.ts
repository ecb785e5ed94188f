import type { Operator } from '../../../lib/plugin.js';
import type { FilterDeclaration, FilterOptions, ListOperation, SortOptions } from '../declare/operation-options.js';
import type { PageStyle } from '../pagination/index.js';
import { isStyle, wholeList } from './whole-list.js';
import { itemEncoder } from './compile-field.js';
import { placeholdersOf } from './template.js';
import { filterKey, type CompiledFilter, type CompiledList, type FieldAtPath } from './resource.js';

/** Tells a problem of a declaration, by the option that has it. */
export type Tell = (option: string, reason: string) => void;

/** Makes a list ready to be sent. */
export function compileList(name: string, request: ListOperation, paths: readonly FieldAtPath[], tell: Tell): CompiledList {
  const filters = compileFilters(name, request, paths, tell);
  const required = placeholdersOf(request.path);
  const placed = new Set([...filters.values()].flatMap((filter) => (filter.in === 'path' && !filter.negated ? [filter.param] : [])));
  for (const each of required) {
    if (!placed.has(each)) tell(`operations.${name}.path`, `no filter takes the place of {${each}}`);
  }
  for (const { param, in: place } of filters.values()) {
    if (place === 'path' && !required.includes(param)) tell(`operations.${name}.filters`, `the path has no placeholder {${param}}`);
  }
  for (const reason of request.invalid ?? []) tell(`operations.${name}`, reason);
  const { sort, projection } = request;
  return {
    name,
    request,
    style: styleOf(name, request, tell),
    filters,
    required,
    ...(sort && { sort: { ...sort, fields: compileSort(name, sort, paths, tell) } }),
    ...(projection && { projection }),
  };
}

function styleOf(name: string, { pagination, items }: ListOperation, tell: Tell): PageStyle {
  if (pagination === undefined) return wholeList(items ?? '');
  if (!isStyle(pagination)) tell(`operations.${name}.pagination`, 'it is none of the ways to divide lists into pages');
  else if (items !== undefined) tell(`operations.${name}.items`, 'the pagination says where the objects are');
  return isStyle(pagination) ? pagination : wholeList('');
}

function compileFilters(
  name: string,
  { filters = {}, path }: ListOperation,
  paths: readonly FieldAtPath[],
  tell: Tell,
): ReadonlyMap<string, CompiledFilter> {
  const compiled = new Map<string, CompiledFilter>();
  for (const [key, declared] of Object.entries({ ...impliedFilters(path, paths), ...filters })) {
    const at = `operations.${name}.filters.${key}`;
    const found = findField(key, paths);
    if (!found) {
      tell(at, 'it names no field that can be compared, or an operator that the field does not have');
      continue;
    }
    for (const filter of filtersOf(found, optionsOf(declared)))
      compiled.set(filterKey(filter.path, filter.operator, filter.negated), filter);
  }
  return compiled;
}

/** Placeholders that are called like fields are filters for them. */
function impliedFilters(path: string, paths: readonly FieldAtPath[]): Readonly<Record<string, FilterDeclaration>> {
  const implied = placeholdersOf(path).filter((each) => paths.some((found) => found.path === each));
  return Object.fromEntries(implied.map((each): [string, FilterDeclaration] => [each, { param: each, in: 'path' }]));
}

const optionsOf = (declared: FilterDeclaration): FilterOptions => (typeof declared === 'string' ? { param: declared } : declared);

interface FoundField extends FieldAtPath {
  readonly operator: Operator;
}

/** `status`, `status.eq`, `owner.login.in`: the longest path that is one of a field, and the operator behind it. */
function findField(key: string, paths: readonly FieldAtPath[]): FoundField | undefined {
  const whole = paths.find(({ path }) => path === key);
  if (whole) return { ...whole, operator: 'eq' };
  const dot = key.lastIndexOf('.');
  const found = paths.find(({ path }) => path === key.slice(0, dot));
  const operator = found?.field.operators.find((each) => each === key.slice(dot + 1));
  return found && operator && { ...found, operator };
}

/** Their operands are no values of the field. */
const ASKING: readonly Operator[] = ['isNull', 'isEmpty'];

function filtersOf({ path, operator, compiled }: FoundField, options: FilterOptions): readonly CompiledFilter[] {
  const serialize =
    (options.serialize as ((value: unknown) => unknown) | undefined) ?? (ASKING.includes(operator) ? String : itemEncoder(compiled));
  const filter: CompiledFilter = {
    path,
    operator,
    negated: false,
    converts: options.serialize !== undefined,
    param: options.param,
    in: options.in ?? 'query',
    list: options.list ?? 'comma',
    maxValues: options.maxValues ?? 50,
    exact: options.exact ?? true,
    decides: options.decides ?? 'here',
    serialize: (value) => (Array.isArray(value) ? value.map((each) => serialize(each)) : serialize(value)),
  };
  return options.exclude === undefined ? [filter] : [filter, { ...filter, param: options.exclude, negated: true }];
}

function compileSort(name: string, { fields }: SortOptions, paths: readonly FieldAtPath[], tell: Tell): ReadonlyMap<string, string> {
  const named = isNames(fields) ? fields.map((each) => [each, each] as const) : Object.entries(fields);
  for (const [each] of named) {
    const found = paths.find(({ path }) => path === each);
    if (!found?.field.sortable) tell(`operations.${name}.sort.fields.${each}`, 'it is no field that can be sorted by');
  }
  return new Map(named);
}

const isNames = (fields: SortOptions['fields']): fields is readonly string[] => Array.isArray(fields);
