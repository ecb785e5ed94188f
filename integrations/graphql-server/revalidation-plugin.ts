import { createHash } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { SharedResults } from './direct/direct-plugin.js';

/** What an answer depends on besides the URL: whoever asks, and in which form. */
const VARY = 'accept, authorization, cookie';

/** By what clients say who they are: answers to those that do are never anybody's. */
const CREDENTIALS: readonly string[] = ['authorization', 'cookie', 'proxy-authorization'];

/** A whole answer, and until when it may be given to anybody. */
interface Whole {
  readonly sharedUntil: number | undefined;
}

/**
 * Lets clients ask whether an answer is still the one that they have: queries of trusted documents by GET. Only they may keep it, and never without
 * asking, since answers depend on who asks; what is proven not to may be kept by anybody for its time.
 */
export function revalidationPlugin(trusted: WeakSet<Request>, shared: SharedResults | undefined): Plugin {
  const whole = new WeakMap<Request, Whole>();
  return {
    onResultProcess({ request, result }) {
      if (trusted.has(request) && 'data' in result && !('errors' in result && result.errors))
        whole.set(request, { sharedUntil: shared?.get(result) });
    },
    async onResponse({ request, response, setResponse, fetchAPI }) {
      const answer = whole.get(request);
      if (!answer || response.status !== 200) return;
      const body = await response.text();
      const headers = new Headers(response.headers);
      const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
      headers.set('etag', tag);
      headers.set('cache-control', controlOf(answer, request, response));
      headers.set('vary', [headers.get('vary'), VARY].filter((each) => each !== null).join(', '));
      if (!isKnown(request.headers.get('if-none-match'), tag)) return setResponse(new fetchAPI.Response(body, { status: 200, headers }));
      for (const name of ['content-length', 'content-type']) headers.delete(name);
      return setResponse(new fetchAPI.Response(null, { status: 304, headers }));
    },
  };
}

function controlOf({ sharedUntil = 0 }: Whole, request: Request, { headers }: Response): string {
  const seconds = Math.floor((sharedUntil - Date.now()) / 1000);
  const isOwn = CREDENTIALS.some((name) => request.headers.has(name)) || headers.has('set-cookie');
  return isOwn || seconds < 1 ? 'private, no-cache' : `public, max-age=${seconds}`;
}

/** Tags are compared weakly: a gateway that compresses says so in them. */
const isKnown = (header: string | null, tag: string): boolean =>
  header !== null && header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag || each.trim() === '*');
