import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { operationIn } from '../observed-request.js';
import type { ObservedRequests } from '../observed-requests.js';
import type { KnownOperations } from './known-operations.js';
import { bodyOf, resultOf, type DirectAnswer, type DirectRoute } from './direct-route.js';

/** Results that may be given to anybody, with until when; whoever makes another one of a result makes one that may not be. */
export type SharedResults = WeakMap<object, number>;

type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/** Executes what can be executed directly; operations that were answered whole become known to the front. */
export function directPlugin(route: DirectRoute, known: KnownOperations, observed: ObservedRequests, shared?: SharedResults): Plugin {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const operation = route.operation(args.document, args.operationName);
      if (!operation) return;
      setExecuteFn(async (given: ExecutionArgs): Promise<ExecutionResult> => {
        const execute = executeFn as Execute;
        const answer = await operation.run(given.variableValues, given.contextValue);
        if (!answer) return execute(given);
        const { params, request } = contextOf(given.contextValue);
        observed.of(request)?.tell({ direct: !answer.rest });
        const body = bodyOf(answer);
        if (body === undefined) return joined(answer, given, execute);
        known.add(params, { direct: operation, operation: operationIn(args.document, args.operationName) });
        const result = textResult(String(body));
        if (answer.sharedUntil !== undefined) shared?.set(result, answer.sharedUntil);
        return result;
      });
    },
  };
}

/** What the server puts into the context of each operation. */
function contextOf(context: unknown): { readonly params: GraphQLParams; readonly request: object | undefined } {
  const { params = {}, request } = (context ?? {}) as { readonly params?: GraphQLParams; readonly request?: object };
  return { params, request };
}

/** A result of which the text is there already; whoever looks into it, or makes another of it, has it parsed. */
function textResult(body: string): ExecutionResult {
  let parsed: ExecutionResult | undefined;
  const result = {
    get data(): NonNullable<ExecutionResult['data']> | null {
      parsed ??= JSON.parse(body) as ExecutionResult;
      return parsed.data ?? null;
    },
    stringify: (given: ExecutionResult): string => (given === result ? body : JSON.stringify({ ...given, stringify: undefined })),
  };
  return result;
}

/** Puts together what is there and what resolvers give for the rest. */
async function joined(answer: DirectAnswer, args: ExecutionArgs, execute: Execute): Promise<ExecutionResult> {
  const { data = null, errors = [] } = resultOf(answer);
  const other = answer.rest && data ? await execute({ ...args, document: answer.rest }) : undefined;
  const all = [...errors, ...(other?.errors ?? [])];
  // What is left to resolvers stands at its place already.
  const whole = data && other?.data !== null ? { ...data, ...other?.data } : null;
  return { ...(all.length > 0 && { errors: all }), data: whole };
}
