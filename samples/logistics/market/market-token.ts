import type { BearerToken } from 'general-manager/http';
import { MARKET_KEY } from './tokens.js';

/** A token of the market's, until it is refused: then there is another one for the key of the fleet. */
export function marketToken(url: () => string): Exclude<BearerToken, string> {
  let token = 'none yet';
  return async ({ refused, signal }) => {
    if (refused === token) token = await nextToken(url(), signal);
    return token;
  };
}

/** Asks the market for a token. */
export async function nextToken(url: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(`${url}/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${MARKET_KEY}` },
    ...(signal && { signal }),
  });
  const { token } = (await response.json()) as { readonly token?: string };
  if (token === undefined) throw new Error('The market gave no token.');
  return token;
}
