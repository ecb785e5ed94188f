import { allConstraints, type FieldComparison, type ValueConstraints } from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';

/** What simple check constraints say. */
export interface CheckFacts {
  readonly constraints: ReadonlyMap<string, ValueConstraints>;
  readonly comparisons: readonly FieldComparison[];
}

type Parsed = readonly (readonly [field: string, constraints: ValueConstraints])[];

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
  for (const { name = 'check', expression } of meta.checks) {
    if (typeof expression !== 'string') continue;
    for (const part of partsOf(expression)) {
      for (const [column, found] of constraintsIn(part)) {
        const field = columns.get(column);
        if (field !== undefined) constraints.set(field, allConstraints(constraints.get(field) ?? {}, found));
      }
      const comparison = comparisonIn(part, columns);
      if (comparison) comparisons.push({ name, ...comparison });
    }
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

function constraintsIn(part: string): Parsed {
  const between = BETWEEN.exec(part);
  if (between) return [[between[1] ?? '', { min: valueOf(between[2]), max: valueOf(between[3]) }]];
  const any = ANY.exec(part);
  if (any) return [[any[1] ?? '', { in: [...(any[2] ?? '').matchAll(new RegExp(LITERAL, 'g'))].map(([each]) => valueOf(each)) }]];
  const length = LENGTH.exec(part);
  if (length) return [[length[1] ?? '', lengthConstraints(length[2] ?? '', Number(length[3]))]];
  const compares = COMPARES.exec(part);
  if (compares) return [[compares[1] ?? '', comparison(compares[2] ?? '', valueOf(compares[3]))]];
  const reversed = REVERSED.exec(part);
  if (reversed) return [[reversed[3] ?? '', comparison(MIRRORED[reversed[2] ?? ''] ?? reversed[2] ?? '', valueOf(reversed[1]))]];
  const present = NOT_NULL.exec(part);
  return present ? [[present[1] ?? '', { required: true }]] : [];
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
