import type { Door } from '../report.js';
import type { Site } from './site.js';

/** Something to ask, and what it is asked for. */
export interface Question {
  readonly door: Door;
  readonly manager: string;
  /** The field that is filtered or sorted by, or that is asked for. */
  readonly field: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The root page whose last cursor begins the next question, under the variable `after`. */
  readonly follow?: string;
  /** A question that has to get the same answer: it asks for what is missing, this one for what is hidden. */
  readonly like?: Question;
  /** The lower, the sooner it is asked. */
  readonly rank: number;
}

/** Arguments of a field: their values as JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Writes the query of a site; arguments are variables of their names. */
export function queryText({ root, field, type }: Site, args: Arguments, selection: string): string {
  const given = field.args.filter(({ name }) => name in args);
  const declared = given.map(({ name, type: of }) => `$${name}: ${String(of)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const call = `${field.name}${passed === '' ? '' : `(${passed})`}${type ? ` { ${selection} }` : ''}`;
  const body = root === undefined ? call : `${root} { nodes { __typename ${call} } }`;
  return `query${declared === '' ? '' : `(${declared})`} { ${body} }`;
}

/** The question in one line, for the report. */
export const questionText = ({ text, variables }: Question): string =>
  Object.keys(variables).length === 0 ? text : `${text} with ${JSON.stringify(variables)}`;
