import {
  NoSchemaIntrospectionCustomRule,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type ParseOptions,
  type ValidationRule,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isGeneralManagerError } from '../../lib/plugin.js';
import type { ServerLimits } from './limits.js';
import { parseWithin } from './parse-within.js';
import { clientError, validationError, type Presentation } from './present-error.js';
import { validateWithin } from './validate-within.js';

/** Parses and validates documents within the limits; one that is cached has been checked. */
export function documentPlugin(limits: ServerLimits, introspection: boolean, { suggestions }: Presentation): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string, options?: ParseOptions) => parsed(source, limits, options));
    },
    onValidate({ addValidationRule, setValidationFn }) {
      setValidationFn((schema: GraphQLSchema, document: DocumentNode, rules: readonly ValidationRule[]) =>
        validateWithin(schema, document, rules, suggestions),
      );
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      return ({ result, setResult }) => setResult(result.map((error) => validationError(error as GraphQLError)));
    },
  };
}

function parsed(source: string, limits: ServerLimits, options?: ParseOptions): DocumentNode {
  try {
    return parseWithin(source, limits, options);
  } catch (error) {
    throw isGeneralManagerError(error) ? clientError(error, { http: { status: 400 } }) : error;
  }
}
