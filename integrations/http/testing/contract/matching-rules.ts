import { membersOf } from '../../resource/enum-members.js';
import type { CompiledField } from '../../resource/resource.js';

/** A rule of Pact: what of a value counts in place of the value itself. */
export interface PactMatcher {
  readonly match: 'type' | 'integer' | 'number' | 'regex' | 'null';
  readonly regex?: string;
  readonly min?: number;
}

/** Rules for the value at a path. */
export interface PactRule {
  readonly matchers: readonly PactMatcher[];
  readonly combine: 'AND' | 'OR';
}

/** Rules by JSON path. */
export type PactRules = Readonly<Record<string, PactRule>>;

const TYPE: PactMatcher = Object.freeze({ match: 'type' });
const NULL: PactMatcher = Object.freeze({ match: 'null' });

/** One rule, or null as well. */
export const ruleOf = (matcher: PactMatcher, nullable = false): PactRule =>
  nullable ? { matchers: [matcher, NULL], combine: 'OR' } : { matchers: [matcher], combine: 'AND' };

/** A path of names; `*` is each of a list. */
export const jsonPath = (path: readonly string[]): string =>
  path.reduce((text, name) => {
    if (name === '*') return `${text}[*]`;
    return /^[a-z_]\w*$/i.test(name) ? `${text}.${name}` : `${text}['${name.replaceAll("'", String.raw`\'`)}']`;
  }, '$');

/** Rules for the fields of an object, as far as the example has them. */
export function fieldRules(fields: readonly CompiledField[], at: readonly string[], example: unknown): PactRules {
  const rules: Record<string, PactRule> = {};
  for (const field of fields) {
    const { from, declared } = field;
    const nullable = declared.options.nullable === true;
    const value = valueIn(example, from);
    if (value === undefined) continue;
    Object.assign(rules, valueRules(field, [...at, ...from], value, nullable));
  }
  return rules;
}

function valueRules(field: CompiledField, path: readonly string[], value: unknown, nullable: boolean): PactRules {
  const { list } = field.declared;
  const item: unknown = list && Array.isArray(value) ? value[0] : value;
  // Verifiers do not take null in place of a list or an object.
  const own: PactRules = list ? { [jsonPath(path)]: ruleOf({ match: 'type', min: 0 }) } : {};
  if (item === undefined || item === null) return list ? own : { [jsonPath(path)]: ruleOf(TYPE, true) };
  const at = list ? [...path, '*'] : path;
  if (field.declared.kind === 'object') return { ...own, ...fieldRules(field.fields, at, item) };
  return { ...own, [jsonPath(at)]: ruleOf(matcherOf(field, item), nullable && !list) };
}

/** What counts of a value: its form where the type says one, otherwise its JSON type. */
function matcherOf({ declared }: CompiledField, example: unknown): PactMatcher {
  const { parse, serialize } = declared.options;
  if (parse ?? serialize) return typeof example === 'number' && Number.isInteger(example) ? { match: 'integer' } : TYPE;
  if (declared.kind === 'enum') {
    const values = membersOf(declared.members).map(({ value }) => value);
    return values.every((each) => typeof each === 'string') ? { match: 'regex', regex: `^(${values.map(escaped).join('|')})$` } : TYPE;
  }
  if (declared.kind === 'object') return TYPE;
  if (typeof example === 'number') return { match: declared.type === 'float' || declared.type === 'decimal' ? 'number' : 'integer' };
  const { [declared.type]: regex } = FORMS;
  return regex === undefined ? TYPE : { match: 'regex', regex };
}

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

const FORMS: Readonly<Record<string, string>> = Object.freeze({
  bigint: String.raw`^-?\d+$`,
  decimal: String.raw`^-?\d+(\.\d+)?$`,
  date: String.raw`^\d{4}-\d{2}-\d{2}$`,
  time: String.raw`^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$`,
  datetime: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$`,
  uuid: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
});

function valueIn(source: unknown, path: readonly string[]): unknown {
  let value = source;
  for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return value;
}
