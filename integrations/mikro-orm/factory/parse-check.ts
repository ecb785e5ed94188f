import { allConstraints, type FieldComparison, type ValueConstraints } from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';

/** What simple check constraints say. */
export interface CheckFacts {
  readonly constraints: ReadonlyMap<string, ValueConstraints>;
  readonly comparisons: readonly FieldComparison[];
}

const COLUMN = String.raw`"?\x60?([A-Za-z_]\w*)\x60?"?`;
const LITERAL = String.raw`(?:'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?)(?:::[\w ]+)?`;
const LENGTH = new RegExp(String.raw`^(?:char_|character_)?length\(\s*${COLUMN}(?:::text)?\s*\)\s*(<=|>=|<|>|=)\s*(\d+)$`, 'i');
const COMPARES = new RegExp(String.raw`^${COLUMN}\s*(<=|>=|<>|!=|<|>|=)\s*(${LITERAL})$`, 'i');
const REVERSED = new RegExp(String.raw`^(${LITERAL})\s*(<=|>=|<>|!=|<|>|=)\s*${COLUMN}$`, 'i');
const BETWEEN = new RegExp(String.raw`^${COLUMN}\s+between\s+(${LITERAL})\s+and\s+(${LITERAL})$`, 'i');
const ANY = new RegExp(String.raw`^${COLUMN}\s+in\s*\(\s*(${LITERAL}(?:\s*,\s*${LITERAL})*)\s*\)$`, 'i');
const FIELDS = new RegExp(String.raw`^${COLUMN}\s*(<=|>=|<>|!=|<|>|=)\s*${COLUMN}$`, 'i');
const NOT_NULL = new RegExp(String.raw`^${COLUMN}\s+is\s+not\s+null$`, 'i');

const MIRRORED: Readonly<Record<string, string>> = Object.freeze({ '<': '>', '<=': '>=', '>': '<', '>=': '<=' });

/**
 * Reads the check constraints of an entity that are comparisons of a column with values or with another column, joined by `and`. What else they say
 * nobody knows before the database is asked.
 */
export function parseChecks(meta: Meta): CheckFacts {
  const columns = new Map(meta.props.flatMap((property) => columnsOf(property)));
  const constraints = new Map<string, ValueConstraints>();
  const comparisons: FieldComparison[] = [];
  const parts = meta.checks.flatMap(({ name = 'check', expression }) => {
    return typeof expression === 'string' ? partsOf(expression).map((part) => ({ name, part })) : [];
  });
  for (const { name, part } of parts) {
    const [column = '', found] = constraintsIn(part) ?? [];
    const field = columns.get(column);
    if (field !== undefined && found) constraints.set(field, allConstraints(constraints.get(field) ?? {}, found));
    const compared = comparisonIn(part, columns);
    if (compared) comparisons.push({ name, ...compared });
  }
  return { constraints, comparisons };
}

const columnsOf = ({ fieldNames, name, embedded }: Property): readonly (readonly [string, string])[] =>
  fieldNames?.length === 1 && fieldNames[0] !== undefined && !embedded ? [[fieldNames[0], name]] : [];

/** The parts of a conjunction; a part that is no whole expression by itself is left out. */
function partsOf(expression: string): readonly string[] {
  const bare = unwrapped(expression);
  const parts: string[] = [];
  let [depth, from, between] = [0, 0, false];
  for (const { 0: token, index } of bare.matchAll(/'(?:[^']|'')*'|[()]|\bbetween\b|\band\b|\bor\b/gi)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (depth > 0 || token.startsWith("'")) continue;
    else if (/^or$/i.test(token)) return [];
    else if (/^between$/i.test(token)) between = true;
    else if (between) between = false;
    else {
      parts.push(bare.slice(from, index));
      from = index + token.length;
    }
  }
  const all = [...parts, bare.slice(from)].map((part) => unwrapped(part));
  return all.length === 1 ? all : all.flatMap(partsOf);
}

function unwrapped(expression: string): string {
  const text = expression.trim();
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let place = 0; place < text.length - 1; place += 1) {
    if (text[place] === '(') depth += 1;
    if (text[place] === ')') depth -= 1;
    if (depth === 0) return text;
  }
  return unwrapped(text.slice(1, -1));
}

/** What a column's part of an expression says, by its groups: the column is the first one that is a name. */
type Reader = readonly [pattern: RegExp, read: (groups: readonly string[]) => readonly [column: string, constraints: ValueConstraints]];

const READERS: readonly Reader[] = [
  [BETWEEN, ([, column = '', low, high]) => [column, { min: valueOf(low), max: valueOf(high) }]],
  [ANY, ([, column = '', list = '']) => [column, { in: Array.from(list.matchAll(new RegExp(LITERAL, 'g')), ([each]) => valueOf(each)) }]],
  [LENGTH, ([, column = '', operator = '', length]) => [column, lengthConstraints(operator, Number(length))]],
  [COMPARES, ([, column = '', operator = '', literal]) => [column, comparison(operator, valueOf(literal))]],
  [REVERSED, ([, literal, operator = '', column = '']) => [column, comparison(MIRRORED[operator] ?? operator, valueOf(literal))]],
  [NOT_NULL, ([, column = '']) => [column, { required: true }]],
];

function constraintsIn(part: string): readonly [column: string, constraints: ValueConstraints] | undefined {
  for (const [pattern, read] of READERS) {
    const groups = pattern.exec(part);
    if (groups) return read(groups);
  }
  return undefined;
}

function comparisonIn(part: string, columns: ReadonlyMap<string, string>): Omit<FieldComparison, 'name'> | undefined {
  const [, one = '', operator = '', other = ''] = FIELDS.exec(part) ?? [];
  const [left, right] = [columns.get(one), columns.get(other)];
  if (left === undefined || right === undefined) return undefined;
  return { left, operator: (operator === '!=' ? '<>' : operator) as FieldComparison['operator'], right };
}

function comparison(operator: string, value: number | string): ValueConstraints {
  switch (operator) {
    case '<':
      return { below: value };
    case '<=':
      return { max: value };
    case '>':
      return { above: value };
    case '>=':
      return { min: value };
    case '=':
      return { in: [value] };
    default:
      return value === '' ? { minLength: 1, notIn: [''] } : { notIn: [value] };
  }
}

function lengthConstraints(operator: string, length: number): ValueConstraints {
  switch (operator) {
    case '<':
      return { maxLength: length - 1 };
    case '<=':
      return { maxLength: length };
    case '>':
      return { minLength: length + 1 };
    case '>=':
      return { minLength: length };
    default:
      return { minLength: length, maxLength: length };
  }
}

function valueOf(literal = ''): number | string {
  const text = literal.replace(/::[\w ]+$/, '');
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : Number(text);
}
