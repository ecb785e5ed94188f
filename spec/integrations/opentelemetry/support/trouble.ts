import { bearer, openUpstream, type Upstream, type UpstreamOptions } from 'general-manager/http';
import type { ApplicationModel, InterfaceAdapter, ManagerModel, UpstreamObserver } from 'general-manager/plugin';
import { json, startLoopback, type Answer } from '../../http/support/loopback.js';

/** An interface without managers, which asks upstreams as interfaces of applications may. */
export class ObserverTap implements InterfaceAdapter {
  readonly name = 'tap';
  #observer: UpstreamObserver | undefined;

  discover(): readonly object[] {
    return [];
  }

  owns(): boolean {
    return false;
  }

  describe(): never {
    throw new Error('it has no managers');
  }

  async read(): Promise<never> {
    throw new Error('it has no managers');
  }

  attach(_managers: ReadonlyMap<string, ManagerModel>, _model: ApplicationModel, observer: UpstreamObserver): void {
    this.#observer = observer;
  }

  open(options: UpstreamOptions): Upstream {
    return openUpstream({ ...options, ...(this.#observer && { observer: this.#observer }) });
  }
}

/** Has everything happen once that can happen to requests to upstreams. */
export async function troubleUpstreams(tap: ObserverTap): Promise<void> {
  let answer: Answer = (_seen, response) => json(response, []);
  const server = await startLoopback((...all) => answer(...all));
  const ask = async (options: Partial<UpstreamOptions>, times = 1): Promise<void> => {
    const upstream = tap.open({ baseUrl: server.url, name: 'troubled', retry: { baseMs: 1 }, ...options });
    const request = { operation: 'list', method: 'GET', target: '/' } as const;
    await Promise.all(Array.from({ length: times }, async () => upstream.send(request).catch(() => undefined)));
    await upstream.close();
  };
  await ask({ rateLimit: { requests: 1, perMs: 50 } }, 2);
  answer = (seen, response) => json(response, [], seen.headers['authorization'] === 'Bearer new' ? 200 : 401);
  await ask({ auth: bearer(({ refused }) => (refused === undefined ? 'old' : 'new')) });
  answer = (_seen, response) => json(response, [], 500);
  await ask({ breaker: { minimum: 1 } });
  answer = () => {};
  await ask({ timeouts: { attemptMs: 20 }, hedge: { afterMs: 1 } });
  await server.close();
}
