import {
  FieldsOnCorrectTypeRule,
  specifiedRules,
  validate,
  ValuesOfCorrectTypeRule,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { obviousErrors } from './obvious-errors.js';

/** Errors that one document is told: each costs, and its line is searched in the text. */
const MAX_ERRORS = 5;

/** The rules that look for what is obvious. */
const OBVIOUS: readonly ValidationRule[] = [FieldsOnCorrectTypeRule, ValuesOfCorrectTypeRule];

/**
 * Validates a document, up to some errors; suggestions are searched only where they are shown. Without them, what is obviously wrong is told before
 * anything else is looked for.
 */
export function validateWithin(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[] = specifiedRules,
  suggestions = false,
): readonly GraphQLError[] {
  const isShort = !suggestions && OBVIOUS.every((rule) => rules.includes(rule));
  const obvious = isShort ? obviousErrors(schema, document, MAX_ERRORS) : [];
  return obvious.length > 0 ? obvious : validate(schema, document, rules, { maxErrors: MAX_ERRORS, hideSuggestions: !suggestions });
}
