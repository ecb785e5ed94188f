import { NoSchemaIntrospectionCustomRule, parse, type DocumentNode, type GraphQLError, type ParseOptions } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isGeneralManagerError } from '../../lib/plugin.js';
import { checkLimits } from './check-limits.js';
import type { ServerLimits } from './limits.js';
import { clientError, validationError } from './present-error.js';
import { scanDocument } from './scan-document.js';

/** Parses documents within the limits; one that is cached has been checked. */
export function documentPlugin(limits: ServerLimits, introspection: boolean): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string, options?: ParseOptions) => parseWithin(source, options, limits));
    },
    onValidate({ addValidationRule }) {
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      return ({ result, setResult }) => setResult(result.map((error) => validationError(error as GraphQLError)));
    },
  };
}

function parseWithin(source: string, options: ParseOptions | undefined, limits: ServerLimits): DocumentNode {
  try {
    scanDocument(source, limits);
    const document = parse(source, options);
    checkLimits(document, limits);
    return document;
  } catch (error) {
    throw isGeneralManagerError(error) ? clientError(error, { http: { status: 400 } }) : error;
  }
}
