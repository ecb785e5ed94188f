import { validate, type DocumentNode, type GraphQLError, type GraphQLSchema, type ValidationRule } from 'graphql';

/** Errors that one document is told: each costs, and its line is searched in the text. */
const MAX_ERRORS = 5;

/** Validates a document, up to some errors; suggestions are searched only where they are shown. */
export function validateWithin(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules?: readonly ValidationRule[],
  suggestions = false,
): readonly GraphQLError[] {
  return validate(schema, document, rules, { maxErrors: MAX_ERRORS, hideSuggestions: !suggestions });
}
