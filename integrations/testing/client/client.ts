import { print, type DocumentNode } from 'graphql';
import { AnswerWithErrors, NotOneError } from '../errors.js';
import type { FetchHandler } from '../options.js';
import { within } from './execution.js';
import type { AskedApplication, ClientAnswer, ClientOptions, ShownError, TestClient } from './options.js';

/**
 * Asks an application as GraphQL clients do, without a network: the same answers to the byte, also of errors.
 *
 * @example
 * const ada = client(gm, { actor: { id: 1 } });
 * const { tracks } = await ada.data('{ tracks { nodes { name } } }');
 * const { code } = await ada.refusal('mutation { deleteTrack(id: 1) { id } }'); // 'FORBIDDEN'
 */
export function client(application: AskedApplication, options: ClientOptions = {}): TestClient {
  const { actor = null, context = NO_CONTEXT, route = 'direct', handler } = options;
  const contextOf = async (): Promise<Record<string, unknown>> => ({ ...(await context()), actor });
  const served = handler?.(contextOf, route === 'direct');
  const ask = async (source: string | DocumentNode, variables: object): Promise<ClientAnswer<never>> => {
    const given = { ...variables };
    const result = served ? await overHttp(served, source, given) : await within(application, source, given, await contextOf(), route);
    return JSON.parse(typeof result === 'string' ? result : JSON.stringify(result)) as ClientAnswer<never>;
  };
  return {
    execute: async (source, variables) => ask(source, variables ?? {}),
    data: async (source, variables) => {
      const { data, errors } = await ask(source, variables ?? {});
      if (errors || !data) throw AnswerWithErrors.create({ errors: (errors ?? []).map(errorText) });
      return data;
    },
    errors: async (source, variables) => (await ask(source, variables ?? {})).errors ?? [],
    refusal: async (source, variables) => {
      const { errors = [] } = await ask(source, variables ?? {});
      const [error, ...others] = errors;
      if (!error || others.length > 0) throw NotOneError.create({ errors: errors.map(errorText) });
      return { ...error.extensions, ...error };
    },
    as: (other) => client(application, { ...options, actor: other }),
  };
}

const NO_CONTEXT: NonNullable<ClientOptions['context']> = () => ({});

const errorText = ({ message, path = [], extensions }: ShownError): string =>
  `${extensions?.gm ?? extensions?.code ?? 'no code'}${path.length > 0 ? ` at ${path.join('.')}` : ''}: ${message}`;

async function overHttp(handler: FetchHandler, source: string | DocumentNode, variables: object): Promise<string> {
  const query = typeof source === 'string' ? source : print(source);
  const response = await handler.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
    }),
  );
  return response.text();
}
