import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { isGeneralManagerError } from '../../lib/plugin.js';
import { statusOf, type RequestContexts } from './context.js';
import { maskError, type Presentation } from './present-error.js';
import type { PageAnswer, ServedPage } from './served-page.js';

/** Pages beside the API, each under its path. */
export class ServedPages {
  readonly #pages: readonly ServedPage[];
  readonly #contexts: RequestContexts;
  readonly #presentation: Presentation;

  constructor(pages: readonly ServedPage[] | undefined, contexts: RequestContexts, presentation: Presentation) {
    this.#pages = pages ?? [];
    this.#contexts = contexts;
    this.#presentation = presentation;
  }

  /** The answer for a path; undefined where no page has it. */
  async answer(pathname: string, request: Request, sent: IncomingMessage | undefined): Promise<PageAnswer | undefined> {
    const page = this.#pages.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
    try {
      return await page?.answer(request, async () => this.#contexts.of(request, sent));
    } catch (error) {
      return this.#failure(error);
    }
  }

  /** Whoever is refused by the application is refused here with the same status. */
  #failure(error: unknown): PageAnswer {
    const shown = maskError(this.#presentation, error);
    const { http, ...extensions } = shown.extensions;
    const status = http?.status ?? (isGeneralManagerError(error) ? statusOf(error) : 500);
    const body = JSON.stringify({ errors: [new GraphQLError(shown.message, { extensions }).toJSON()] });
    return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
  }
}
