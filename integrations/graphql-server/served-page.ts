import type { RequestContext } from './options.js';

/** An answer of a page. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** What is served beside the API, such as the admin page. */
export interface ServedPage {
  /** The path under which it answers, as the client sees it. */
  readonly path: string;
  /** Answers a request for its path, or for one below; `context` asks who acts, as for an operation. Errors are presented as those of operations. */
  answer(request: Request, context: () => Promise<RequestContext>): Promise<PageAnswer>;
}
