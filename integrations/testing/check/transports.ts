import type { AskedContext, FetchHandler } from '../options.js';
import type { Question } from '../question/question.js';
import { MASKED, type Answer } from './asker.js';
import { nulledPlace } from './nulled-place.js';

const ENDPOINT = 'http://localhost/graphql';

/** Asks over HTTP, by POST and by GET. */
export class Transports {
  readonly #handler: FetchHandler;
  #context: AskedContext | undefined;

  constructor(make: (context: () => AskedContext) => FetchHandler) {
    // Requests other than those of an examination are nobody's.
    this.#handler = make(() => {
      if (!this.#context) throw new Error('Nobody asks.');
      return this.#context;
    });
  }

  /** Tells how the answers differ from each other or from that of the schema itself; undefined where they do not. */
  async difference(question: Question, answer: Answer, context: AskedContext): Promise<string | undefined> {
    this.#context = context;
    const { text: query, variables } = question;
    const post = await this.#send(
      new Request(ENDPOINT, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
    );
    const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const get = await this.#send(new Request(`${ENDPOINT}?${parameters.toString()}`, { headers: { accept: 'application/json' } }));
    const [posted, got, own] = [post, get, answer.body.split('\n')[0] ?? ''].map(essence) as [string, string, string];
    if (posted !== got) return `POST answers ${post}, GET ${get}`;
    // What the server refuses by its limits, the schema itself carries out.
    return posted === own || /"GM_LIMIT_/.test(posted) ? undefined : `POST answers ${post}, the schema ${answer.body}`;
  }

  async #send(request: Request): Promise<string> {
    return (await this.#handler.fetch(request)).text();
  }
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly {
    /** Absent where an error is only known by its place. */
    readonly message?: string;
    readonly path?: readonly unknown[];
    readonly extensions?: { readonly gm?: string };
  }[];
}

/** What is the same on every way: the data, and what errors say; the id of a masked error differs each time. */
function essence(body: string): string {
  const { data = null, errors } = JSON.parse(body) as Body;
  const told = errors?.map(({ message, path, extensions }) => {
    const place = nulledPlace(data, path ?? []);
    // The schema's own answer says no more of such an error.
    if (message === undefined || place.length < (path ?? []).length) return [place, extensions?.gm];
    const isMasked = extensions?.gm === 'GM_INTERNAL' || message === MASKED;
    return isMasked ? [MASKED, path] : [message, path, extensions?.gm];
  });
  return JSON.stringify({ data, errors: told });
}
