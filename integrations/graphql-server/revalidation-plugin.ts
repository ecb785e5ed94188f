import { createHash } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';

/** What an answer depends on besides the URL: whoever asks, and in which form. */
const VARY = 'accept, authorization, cookie';

/**
 * Lets clients ask whether an answer is still the one that they have: queries of trusted documents by GET. Only they may keep it, and never without
 * asking: answers depend on who asks.
 */
export function revalidationPlugin(trusted: WeakSet<Request>): Plugin {
  const whole = new WeakSet<Request>();
  return {
    onResultProcess({ request, result }) {
      if (trusted.has(request) && 'data' in result && !('errors' in result && result.errors)) whole.add(request);
    },
    async onResponse({ request, response, setResponse, fetchAPI }) {
      if (!whole.has(request) || response.status !== 200) return;
      const body = await response.text();
      const headers = new Headers(response.headers);
      const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
      headers.set('etag', tag);
      headers.set('cache-control', 'private, no-cache');
      headers.set('vary', [headers.get('vary'), VARY].filter((each) => each !== null).join(', '));
      if (!isKnown(request.headers.get('if-none-match'), tag)) return setResponse(new fetchAPI.Response(body, { status: 200, headers }));
      for (const name of ['content-length', 'content-type']) headers.delete(name);
      return setResponse(new fetchAPI.Response(null, { status: 304, headers }));
    },
  };
}

/** Tags are compared weakly: a gateway that compresses says so in them. */
const isKnown = (header: string | null, tag: string): boolean =>
  header !== null && header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag || each.trim() === '*');
