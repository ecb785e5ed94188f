import type { AdminArgument, AdminField } from '../schema/schema.js';

/** What is made of what was typed. */
export interface Read {
  readonly value?: unknown;
  readonly problem?: string;
}

type Typed = Pick<AdminField, 'kind' | 'type' | 'list'> & { readonly nullable: boolean };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const WHOLE = /^[+-]?\d+$/;

/** A value of the API from what was typed or chosen; numbers that JavaScript would round stay texts. */
export function inputOf(field: Typed, raw: unknown): Read {
  if (raw === undefined || raw === null) return field.nullable ? { value: null } : { problem: 'A value is needed.' };
  if (field.list) return listOf(field, raw);
  if (field.kind === 'enum') return raw === '' ? inputOf(field, null) : { value: raw };
  return scalarOf(field, raw);
}

function listOf(field: Typed, raw: unknown): Read {
  const values = (Array.isArray(raw) ? raw : [raw]).map((each) => inputOf({ ...field, list: false, nullable: false }, each));
  const problem = values.find((each) => each.problem !== undefined)?.problem;
  return problem === undefined ? { value: values.map(({ value }) => value) } : { problem };
}

function scalarOf(field: Typed, raw: unknown): Read {
  if (typeof raw !== 'string') return { value: raw };
  const { type } = field;
  // An empty text is a text where it has to be one, and nothing where it need not be.
  if (raw === '' && (type !== 'string' || field.nullable)) return inputOf(field, null);
  switch (type) {
    case 'string':
      return { value: raw };
    case 'int':
      return intOf(raw.trim());
    case 'bigint':
      return WHOLE.test(raw.trim()) ? { value: raw.trim() } : { problem: 'This is no whole number.' };
    case 'float':
      return NUMBER.test(raw.trim()) ? { value: Number(raw) } : { problem: 'This is no number.' };
    case 'decimal':
      return NUMBER.test(raw.trim()) ? { value: raw.trim() } : { problem: 'This is no number.' };
    case 'datetime':
      return instantOf(raw);
    case 'json':
      return jsonOf(raw);
    default:
      return { value: raw.trim() };
  }
}

/** The largest number of GraphQL's own type. */
const MAX_INT = 2 ** 31 - 1;

function intOf(text: string): Read {
  if (!WHOLE.test(text)) return { problem: 'This is no whole number.' };
  return Math.abs(Number(text)) > MAX_INT ? { problem: 'This number is too large.' } : { value: Number(text) };
}

/** A time of the clock on the wall here, as an instant; an instant stays what it is. */
function instantOf(raw: string): Read {
  const instant = new Date(raw);
  return Number.isNaN(instant.getTime()) ? { problem: 'This is no date and time.' } : { value: instant.toISOString() };
}

function jsonOf(raw: string): Read {
  try {
    return { value: JSON.parse(raw) as unknown };
  } catch {
    return { problem: 'This is no JSON: texts and names need "quotes".' };
  }
}

/** An argument as a field. */
export const argumentField = ({ required, ...argument }: AdminArgument): AdminField => ({
  ...argument,
  nullable: !required,
  primary: false,
  lazy: false,
  version: false,
  sortable: false,
  operators: [],
  filterable: false,
  create: required ? 'required' : 'optional',
  update: true,
  ruled: false,
});
