import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { NoSuchPath } from './errors.js';
import type { Health } from './health.js';
import { errorBody } from './present-error.js';
import type { ServedPages } from './served-pages.js';

/**
 * Sends requests where they belong: to GraphQL, to health, to a page, or nowhere.
 *
 * Yoga itself takes any URL that ends with the endpoint, also in its query: a gateway that guards paths could be passed by that.
 */
export function routePlugin(endpoint: string, health: Health | undefined, pages: ServedPages): Plugin {
  return {
    async onRequest({ url, request, serverContext, endResponse, fetchAPI }) {
      const { pathname } = url;
      if (pathname === endpoint || pathname === `${endpoint}/`) return;
      const asked = request.method === 'GET' || request.method === 'HEAD';
      const found = asked ? await health?.answer(pathname) : undefined;
      const { req } = (serverContext ?? {}) as { readonly req?: IncomingMessage };
      const page = found ? undefined : await pages.answer(pathname, request, req);
      if (page) {
        endResponse(new fetchAPI.Response(request.method === 'HEAD' ? null : page.body, page));
        return;
      }
      const { status, body } = found ?? { status: 404, body: errorBody(NoSuchPath.create({})) };
      endResponse(fetchAPI.Response.json(body, { status }));
    },
    // Answers depend on who asks: no cache on the way may keep them.
    onResponse({ response }) {
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    },
  };
}
