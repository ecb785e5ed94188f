import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { variableErrors } from './variable-errors.js';

/** Refuses variables that are wrong beyond what is told, before anything is executed. */
export const variablePlugin: Plugin = {
  onExecute({ args, setResultAndStopExecution }) {
    const { schema, document, operationName, variableValues } = args;
    const operation = variableValues && getOperationAST(document, operationName);
    const errors = operation && variableErrors(schema, operation, variableValues as Readonly<Record<string, unknown>>);
    if (errors && errors.length > 0) setResultAndStopExecution({ errors });
  },
};
