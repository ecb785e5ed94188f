import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { operationIn } from './observed-request.js';
import type { ObservedRequests } from './observed-requests.js';

/** By these, a GET asks for an operation, and not for a page. */
const ASKING: readonly string[] = ['query', 'documentId', 'extensions'];

/** Observes requests for operations, from their arrival to their answer; stands last, where errors have their codes. */
export function observationPlugin(endpoint: string, observed: ObservedRequests): Plugin {
  return {
    onRequest({ url, request, requestHandler, setRequestHandler }) {
      if (url.pathname !== endpoint && url.pathname !== `${endpoint}/`) return;
      const asks = request.method === 'POST' || (request.method === 'GET' && ASKING.some((name) => url.searchParams.has(name)));
      if (!asks) return;
      setRequestHandler(async (given, context) => {
        const found = observed.begin(given, (context as { readonly req?: IncomingMessage } | undefined)?.req);
        if (!found) return requestHandler(given, context);
        try {
          return await found.within(async () => requestHandler(given, context));
        } finally {
          found.end();
        }
      });
    },
    onExecute({ args }) {
      const found = observed.of((args.contextValue as { readonly request?: object } | undefined)?.request);
      found?.tell({ operation: operationIn(args.document, args.operationName) });
    },
    onResultProcess({ request, result }) {
      if (!Array.isArray(result) && 'errors' in result && result.errors) observed.of(request)?.note(result.errors);
    },
  };
}
