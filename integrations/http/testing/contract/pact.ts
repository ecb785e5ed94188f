import type { ActionResultOptions } from '../../declare/action-options.js';
import { namesOf, valueAt } from '../../pagination/body-value.js';
import type { MockUpstream } from '../mock/mock-upstream.js';
import type { DeclaredOperation } from '../operations.js';
import { shapeOf, type PageShape } from '../page-shape.js';
import { contractMock } from './contract-mock.js';
import { exchangesOf, objectsAt } from './exchanges.js';
import type { ContractExchange } from './exchange.js';
import { fieldRules, jsonPath, ruleOf, type PactRule, type PactRules } from './matching-rules.js';
import { neededBody } from './needed-body.js';

/** Who needs what of whom. */
export interface PactOptions {
  /** The name of this application. */
  readonly consumer: string;
  /** The name of the upstream. */
  readonly provider: string;
  /** Where examples come from. Default: made of the types of the fields. */
  readonly mock?: MockUpstream;
}

/** A pact of the Pact specification, version 3. */
export interface PactFile {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly PactInteraction[];
  readonly metadata: { readonly pactSpecification: { readonly version: '3.0.0' } };
}

/** A request, and what its answer has to have. */
export interface PactInteraction {
  readonly description: string;
  readonly providerStates?: readonly { readonly name: string; readonly params?: Readonly<Record<string, string>> }[];
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, readonly string[]>>;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly matchingRules?: Readonly<Record<string, PactRules>>;
  };
}

/**
 * The pact of an application with an upstream: for everything that resources declare, a request as General Manager sends it, and what the answer has to
 * have (no more than the fields need, by their types). It has no credentials.
 *
 * @throws GM_MOCK_NO_RESOURCE, GM_MOCK_NOT_INVERTIBLE where examples need a mock of yours, GM_MOCK_INVALID where that has no objects
 * @example
 * const pact = await pactOf([Vendor, Quote], { consumer: 'fleet', provider: 'market' });
 * await writeFile('pacts/fleet-market.json', JSON.stringify(pact, null, 2));
 */
export async function pactOf(targets: object | readonly object[], { consumer, provider, mock }: PactOptions): Promise<PactFile> {
  const exchanges = await exchangesOf(contractMock(targets, mock));
  return {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: exchanges.map(interactionOf),
    metadata: { pactSpecification: { version: '3.0.0' } },
  };
}

function interactionOf({ description, state, operation, sent, answer }: ContractExchange): PactInteraction {
  const { pathname, searchParams } = new URL(sent.path, 'http://pact');
  const query = Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]));
  const isSuccess = answer.status < 300;
  const body = isSuccess && isRead(operation) ? neededBody(operation, answer.body) : undefined;
  const headers = isSuccess ? neededHeaders(operation, answer.headers, body) : {};
  const rules = isSuccess ? rulesOf(operation, body, headers) : {};
  return {
    description,
    ...(state && { providerStates: [state] }),
    request: {
      method: sent.method,
      path: pathname,
      ...(Object.keys(query).length > 0 && { query }),
      ...(Object.keys(sent.headers).length > 0 && { headers: sent.headers as Readonly<Record<string, string>> }),
      ...(sent.body !== '' && { body: JSON.parse(sent.body) as unknown }),
    },
    response: {
      status: answer.status,
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(body !== undefined && { body }),
      ...(Object.keys(rules).length > 0 && { matchingRules: rules }),
    },
  };
}

/** Whether anything of an answer's body is read. */
const isRead = (operation: DeclaredOperation): boolean =>
  objectsAt(operation) !== undefined || (operation.kind === 'action' && operation.action.result !== undefined);

/** The headers that this side reads. That of links is left out: verifiers compare it as a whole. */
function neededHeaders(
  operation: DeclaredOperation,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Readonly<Record<string, string>> {
  const { totalHeader }: Partial<PageShape> = (operation.kind === 'list' ? shapeOf(operation.list.style) : undefined) ?? {};
  const total = totalHeader === undefined ? undefined : headers[totalHeader.toLowerCase()];
  return {
    ...(body !== undefined && { [CONTENT_TYPE]: 'application/json' }),
    ...(totalHeader !== undefined && total !== undefined && { [totalHeader]: total }),
  };
}

const CONTENT_TYPE = 'Content-Type';
const JSON_TYPE = String.raw`^application/([\w.-]+\+)?json`;

function rulesOf(
  operation: DeclaredOperation,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, PactRules>> {
  const ofBody = { ...pageRules(operation, body), ...objectRules(operation, body), ...resultRules(operation, body) };
  const ofHeaders = Object.fromEntries(
    Object.keys(headers).map((name) => [name, ruleOf({ match: 'regex', regex: name === CONTENT_TYPE ? JSON_TYPE : String.raw`^\d+$` })]),
  );
  return {
    ...(Object.keys(ofBody).length > 0 && { body: ofBody }),
    ...(Object.keys(ofHeaders).length > 0 && { header: ofHeaders }),
  };
}

function objectRules(operation: DeclaredOperation, body: unknown): PactRules {
  const path = objectsAt(operation);
  const { resource } = operation;
  if (!path) return {};
  const isList = path.at(-1) === '*';
  const held = valueAt(body, isList ? path.slice(0, -1) : path);
  const example: unknown = isList && Array.isArray(held) ? held[0] : held;
  const list: PactRules = isList ? { [jsonPath(path.slice(0, -1))]: ruleOf({ match: 'type', min: example === undefined ? 0 : 1 }) } : {};
  if (example === undefined || example === null) return list;
  return { ...list, ...fieldRules([...resource.fields.values()], path, example) };
}

/** Totals and cursors are others each time. */
function pageRules(operation: DeclaredOperation, body: unknown): PactRules {
  const shape = operation.kind === 'list' ? shapeOf(operation.list.style) : undefined;
  if (!shape) return {};
  const rules: Record<string, PactRule> = {};
  const add = (path: readonly string[] | undefined, rule: PactRule): void => {
    if (path && valueAt(body, path) !== undefined) rules[jsonPath(path)] = rule;
  };
  add(shape.total, ruleOf({ match: 'integer' }));
  add(shape.pages, ruleOf({ match: 'integer' }));
  add(shape.hasMore, ruleOf({ match: 'type' }));
  if (!shape.isOfItem) add(shape.next, ruleOf({ match: 'type' }, true));
  return rules;
}

function resultRules(operation: DeclaredOperation, body: unknown): PactRules {
  const returns = operation.kind === 'action' ? operation.action.request.returns : undefined;
  if (returns === undefined) return {};
  const { from = '', optional }: Partial<ActionResultOptions> = typeof returns === 'object' ? returns : {};
  const path = namesOf(from);
  const value = valueAt(body, path);
  return value === undefined
    ? {}
    : { [jsonPath(path)]: ruleOf({ match: typeof value === 'number' ? 'number' : 'type' }, optional === true || value === null) };
}
