import { GraphqlFailed, GraphqlMissing } from '../errors.js';
import type { WantedField } from './operation-options.js';
import type { GraphqlOperation } from './graphql-options.js';

/** The fields on the way to what is wanted, outermost first. */
const stepsOf = ({ field }: Pick<GraphqlOperation, 'field'>): readonly string[] => (typeof field === 'string' ? [field] : field);

/** The path of the answer's data to what is wanted: the keys of the fields on the way. */
export const keysOf = (operation: GraphqlOperation): readonly string[] =>
  stepsOf(operation).map((step) => /^\s*(\w+)/.exec(step)?.[1] ?? step);

/** The variables that an operation's fields use. */
export const usedVariables = (operation: GraphqlOperation): readonly string[] => [
  ...new Set(
    [
      ...stepsOf(operation)
        .join(' ')
        .matchAll(/\$(\w+)/g),
    ].map(([, name = '']) => name),
  ),
];

/** The text of an operation. */
export function documentOf(
  kind: 'query' | 'mutation',
  name: string,
  operation: GraphqlOperation,
  types: Readonly<Record<string, string>>,
  selection: string,
): string {
  const declared = usedVariables(operation).map((each) => `$${each}: ${types[each] ?? 'String'}`);
  const variables = declared.length === 0 ? '' : `(${declared.join(', ')})`;
  const body = stepsOf(operation).reduceRight((inner, step) => `{ ${step} ${inner} }`, selection);
  return `${kind} ${name}${variables} ${body}`;
}

/** A selection of fields. */
export const selectionOf = (fields: readonly WantedField[]): string => `{ ${fields.map(fieldText).join(' ')} }`;

const fieldText = ({ name, fields }: WantedField): string => (fields.length === 0 ? name : `${name} ${selectionOf(fields)}`);

/**
 * The data of an answer.
 *
 * @throws GM_RESOURCE_GRAPHQL_NOT_FOUND, GM_RESOURCE_GRAPHQL_FAILED where the answer has errors: what it has besides may lack something
 */
export function dataOf(operation: string, body: unknown): unknown {
  if (typeof body !== 'object' || body === null) throw GraphqlFailed.create({ operation, reason: 'no GraphQL answer' });
  const errors: unknown = Reflect.get(body, 'errors');
  if (Array.isArray(errors) && errors.length > 0) {
    const code = codeOf(errors[0]);
    throw /NOT_?FOUND/.test(code) ? GraphqlMissing.create({ operation }) : GraphqlFailed.create({ operation, reason: code });
  }
  return Reflect.get(body, 'data');
}

/** The code of an error, as servers usually tell it; never its message, which may have data. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'without a code';
  const extensions: unknown = Reflect.get(error, 'extensions');
  const told: unknown = typeof extensions === 'object' && extensions !== null ? Reflect.get(extensions, 'code') : undefined;
  const code = told ?? (Reflect.get(error, 'type') as unknown);
  return typeof code === 'string' && /^[A-Z][A-Z_]{0,60}$/.test(code) ? code : 'without a code';
}
