import { setTimeout as wait } from 'node:timers/promises';
import { MockRefused, NoResource } from '../errors.js';
import { operationsOf, type DeclaredOperation } from '../operations.js';
import { resourceOf } from '../resource-of.js';
import { askedOf, type Asked, type MockAnswer, type MockRequest } from './asked.js';
import { composeAnswer } from './compose-answer.js';
import { Faults, type MockFault } from './faults.js';
import { interceptByNock } from './intercept.js';
import { listenHere } from './listen.js';
import { matching, type Matched } from './match.js';
import { MockResource, type MockParts, type ResourceTarget } from './mock-resource.js';
import { Refusal } from './refusal.js';
import { refusalBody } from './refusal-body.js';
import { serveAction } from './serve-action.js';
import type { ServedAnswer, Serving } from './serve-context.js';
import { serveList } from './serve-list.js';
import { serveObject } from './serve-object.js';
import { noSettings } from './settings.js';
import { Store } from './store.js';

/** A request that a mock upstream got. */
export interface MockedRequest extends MockRequest {
  /** The names of the class and the operation; undefined where it is none that is declared. */
  readonly resource: string | undefined;
  readonly operation: string | undefined;
  /** Parameters of the query; of those that are there several times, all with commas between. */
  readonly query: Readonly<Record<string, string>>;
  /** The parsed body. */
  readonly json: unknown;
  /** What was answered. */
  readonly status: number;
  /** Why it was not answered as an upstream would. */
  readonly refusal?: string;
}

/** Answers what declarations do not allow: it is repeated by nobody, and taken for nothing else. */
const NOT_ALLOWED = 417;

/**
 * A mock of the upstream that some resources have, made of their declarations: it keeps objects and answers in the upstream's own shape.
 *
 * @example
 * const planning = mockUpstream(Project, Task);
 * planning.of(Project).add({ id: 1, name: 'Bridge', state: 'open' });
 * await planning.intercept();
 */
export class MockUpstream implements AsyncDisposable {
  readonly #parts = new Map<object, MockParts>();
  readonly #operations: readonly DeclaredOperation[];
  readonly #faults = new Faults();
  readonly #answered = new Map<string, ServedAnswer>();
  #requests: MockedRequest[] = [];
  /** The first failure that was none of a request's. */
  #cause: Error | undefined;
  readonly #endings: (() => Promise<void>)[] = [];

  constructor(targets: readonly object[]) {
    for (const target of targets) {
      const resource = resourceOf(target);
      const settings = noSettings();
      this.#parts.set(target, { resource, settings, store: new Store(resource, settings) });
    }
    this.#operations = [...this.#parts.values()].flatMap(({ resource }) => operationsOf(resource));
  }

  /** What it has of one resource. @throws GM_MOCK_NO_RESOURCE */
  of<T extends object>(target: ResourceTarget<T>): MockResource<T> {
    const parts = this.#parts.get(target);
    if (!parts) throw NoResource.create({ name: String(Reflect.get(target, 'name')) });
    return new MockResource<T>(parts, this.#faults);
  }

  /** The requests that it has answered, in the order of the answers, since the beginning or the last `forget()`. */
  get requests(): readonly MockedRequest[] {
    return this.#requests;
  }

  /** Why requests were not answered as an upstream would: each sentence names the request. */
  get refusals(): readonly string[] {
    return this.#requests.flatMap(({ method, refusal, path }) => (refusal === undefined ? [] : [`${method} ${path}: ${refusal}`]));
  }

  /** Forgets requests and faults, not objects. */
  forget(): void {
    this.#requests = [];
    this.#cause = undefined;
    this.#faults.clear();
    this.#answered.clear();
  }

  /** Lets the next requests go wrong, whatever they ask for. @throws GM_MOCK_INVALID */
  fail(fault: MockFault): this {
    this.#faults.add(
      fault,
      undefined,
      this.#operations.map(({ name }) => name),
    );
    return this;
  }

  /**
   * Answers requests to the declared base URLs, whoever sends them by `fetch`; needs the package nock.
   *
   * @throws GM_MOCK_NO_NOCK
   */
  async intercept(): Promise<this> {
    const bases = new Set([...this.#parts.values()].map(({ resource }) => new URL(baseOf(resource.upstream)).origin));
    for (const origin of bases) this.#endings.push(await interceptByNock(origin, async (request) => this.#answer(request, origin)));
    return this;
  }

  /** Listens on a free port of this machine, and gives its URL; links in answers are relative then. */
  async listen(): Promise<string> {
    const { url, close } = await listenHere(this.answer);
    this.#endings.push(close);
    return url;
  }

  /** Answers one request, for servers of your own such as `faultServer({ answers: mock.answer })`; links are relative. */
  readonly answer = async (request: MockRequest): Promise<MockAnswer> => this.#answer(request, '');

  /**
   * Ends `intercept` and `listen`.
   *
   * @throws GM_MOCK_REFUSED where it was asked for what the declarations do not allow, and nobody called `forget()`
   */
  async close(): Promise<void> {
    for (const end of this.#endings.splice(0)) await end();
    const { refusals } = this;
    if (refusals.length > 0) throw MockRefused.create({ count: refusals.length, reasons: refusals.slice(0, 5) }, { cause: this.#cause });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #answer(request: MockRequest, origin: string): Promise<MockAnswer> {
    let asked: Asked | undefined;
    let matched: Matched | undefined;
    let answer: MockAnswer;
    let refused: Error | undefined;
    try {
      asked = askedOf(request, this.#basePath(request));
      ({ matched, answer } = await this.#served(asked, origin));
    } catch (error) {
      refused = error instanceof Error ? error : new Error(String(error));
      // Functions of the test may fail as well: what they say is for the test alone.
      this.#cause ??= refused instanceof Refusal ? undefined : refused;
      answer = { status: NOT_ALLOWED, headers: { 'content-type': 'application/json' }, body: { message: refused.message } };
    }
    const { operation } = matched ?? {};
    this.#requests.push({
      ...request,
      resource: operation?.resource.name,
      operation: operation?.name,
      query: queryOf(asked?.query),
      json: asked?.body,
      status: answer.status,
      ...(refused && { refusal: refused.message }),
    });
    return answer;
  }

  /** What base URLs have before the paths of operations. */
  #basePath({ path }: MockRequest): string {
    const bases = [...this.#parts.values()].map(({ resource }) => URL.parse(baseOf(resource.upstream))?.pathname.replace(/\/$/, '') ?? '');
    return bases.filter((base) => path.startsWith(`${base}/`)).toSorted((one, other) => other.length - one.length)[0] ?? '';
  }

  async #served(asked: Asked, origin: string): Promise<Outcome> {
    const candidates = matching(this.#operations, asked);
    const [first] = candidates;
    if (!first && this.#asksForHealth(asked)) return { matched: undefined, answer: { status: 204, headers: {} } };
    if (!first) throw new Refusal('no operation is declared for it');
    const fault = this.#faults.take(first.operation);
    if (fault?.delayMs !== undefined) await wait(fault.delayMs);
    const instead = fault && (await this.#instead(first, fault, asked));
    if (instead && fault.done !== true) return { matched: first, answer: instead };
    const { matched, answer } = await this.#first(candidates, asked, origin);
    return { matched, answer: instead ?? (fault?.malformed === true ? malformed(answer) : answer) };
  }

  #asksForHealth({ method, path }: Asked): boolean {
    return method === 'GET' && [...this.#parts.values()].some(({ resource }) => resource.health?.split('?')[0] === path);
  }

  /** What a fault answers in place of what is asked for. */
  async #instead({ operation }: Matched, { status, headers, body, fields }: MockFault, asked: Asked): Promise<MockAnswer | undefined> {
    const settings = this.#partsOf(operation).settings;
    if (fields)
      return composeAnswer(operation, asked, settings, {
        status: status ?? 422,
        headers: headers ?? {},
        body: refusalBody(operation, fields),
      });
    if (status === undefined) return undefined;
    return { status, headers: { 'content-type': 'application/json', ...headers }, ...(body !== undefined && { body }) };
  }

  /** The answer of the first operation that can be what is meant; where none can, the reason of the first. */
  async #first(candidates: readonly Matched[], asked: Asked, origin: string): Promise<Outcome> {
    let reason: unknown;
    for (const matched of candidates) {
      const { resource, settings, store } = this.#partsOf(matched.operation);
      try {
        const served = serve({ ...matched, asked, resource, settings, store, origin, answered: this.#answered });
        return { matched, answer: await composeAnswer(matched.operation, asked, settings, served) };
      } catch (error) {
        reason ??= error;
      }
    }
    throw reason;
  }

  #partsOf({ resource }: DeclaredOperation): MockParts {
    return this.#parts.get(resource.target) as MockParts;
  }
}

/** What was asked for, and what is answered; undefined for a question about health. */
interface Outcome {
  readonly matched: Matched | undefined;
  readonly answer: MockAnswer;
}

function serve({ operation, ...serving }: Serving): ServedAnswer {
  switch (operation.kind) {
    case 'list':
      return serveList({ ...serving, operation });
    case 'action':
      return serveAction({ ...serving, operation });
    default:
      return serveObject({ ...serving, operation });
  }
}

const baseOf = ({ baseUrl }: { readonly baseUrl: string | (() => string) }): string =>
  typeof baseUrl === 'function' ? baseUrl() : baseUrl;

const queryOf = (query: URLSearchParams | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries([...new Set(query?.keys())].map((name) => [name, query?.getAll(name).join(',') ?? '']));

/** Half of the body and a brace, as if it were all. */
function malformed({ body, ...answer }: MockAnswer): MockAnswer {
  const text = JSON.stringify(body ?? null);
  return { ...answer, body: `${text.slice(0, Math.floor(text.length / 2))}{` };
}

/**
 * Makes a mock of the upstream of some resources, for tests. It keeps objects, and answers lists (with their filters, orders and pages), single
 * objects, writes and actions as the declarations say that the upstream does.
 *
 * @throws GM_MOCK_NO_RESOURCE, GM_BOOT_FAILED where a declaration is one that cannot be
 * @example
 * const planning = mockUpstream(Project);
 * planning.of(Project).add({ id: 1, name: 'Bridge', state: 'open' });
 * await planning.intercept();
 * // … read and write through General Manager …
 * await planning.close();
 */
export const mockUpstream = (...targets: readonly object[]): MockUpstream => new MockUpstream(targets);
