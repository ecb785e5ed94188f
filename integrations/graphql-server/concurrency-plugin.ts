import type { Plugin } from 'graphql-yoga';
import { isGeneralManagerError } from '../../lib/plugin.js';
import type { ConcurrencyGate } from './concurrency-gate.js';
import { clientError } from './present-error.js';

/** Seconds after which a client that was refused may try again. */
const RETRY_AFTER = '1';

/** Lets operations through a gate; a request takes no place there before its body has arrived. */
export function concurrencyPlugin(gate: ConcurrencyGate): Plugin {
  return {
    onParams({ request, paramsHandler, setParamsHandler }) {
      setParamsHandler(async (payload) => {
        try {
          return await gate.run(async () => paramsHandler(payload), request.signal);
        } catch (error) {
          throw isGeneralManagerError(error)
            ? clientError(error, { http: { status: 503, headers: { 'retry-after': RETRY_AFTER } } })
            : error;
        }
      });
    },
  };
}
