import type { MockAnswer, MockRequest } from './asked.js';
import { MissingNock } from '../errors.js';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Answers all requests to an origin, until what it gives is called. */
export async function interceptByNock(origin: string, answer: (request: MockRequest) => Promise<MockAnswer>): Promise<() => Promise<void>> {
  const { default: nock } = await loadNock();
  const wasActive = nock.isActive();
  if (!wasActive) nock.activate();
  const scope = nock(origin).persist();
  const interceptors = METHODS.map((method) => scope.intercept(/.*/, method).query(true));
  for (const interceptor of interceptors) {
    interceptor.reply(async (request: Request) => {
      const { pathname, search } = new URL(request.url);
      const headers = Object.fromEntries(request.headers);
      const given = await answer({ method: request.method, path: `${pathname}${search}`, headers, body: await request.text() });
      return given.body === undefined ? [given.status, undefined, given.headers] : [given.status, textOf(given.body), given.headers];
    });
  }
  return async () => {
    for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
    if (!wasActive) nock.restore();
  };
}

/** @throws GM_MOCK_NO_NOCK */
async function loadNock() {
  try {
    return await import('nock');
  } catch (cause) {
    throw MissingNock.create({}, { cause });
  }
}

/** A body as it is sent. */
export const textOf = (body: unknown): string => (body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
