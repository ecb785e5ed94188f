import { isGeneralManagerError } from '../../../../lib/plugin.js';
import type { WriteOperation } from '../../declare/operation-options.js';
import { namesOf, valueAt } from '../../pagination/body-value.js';
import { Mismatch, typeText } from '../../resource/mismatch.js';
import type { UpstreamAnswer, UpstreamRequest } from '../../upstream/index.js';
import { REFUSALS } from '../../write/field-errors.js';
import { NothingRecorded } from '../errors.js';
import { askedOf, type Asked } from '../mock/asked.js';
import { matching } from '../mock/match.js';
import { operationsOf, type DeclaredOperation, type ListRequestOperation, type NamedOperation } from '../operations.js';
import { resourceOf } from '../resource-of.js';
import { fieldMismatches } from './field-mismatches.js';
import { MismatchList } from './mismatch-list.js';
import { responsesOf, type Response } from './normalise.js';
import type { Recording, RecordingReport } from './options.js';
import { shapeOf } from '../page-shape.js';
import { checkPage } from './page-mismatches.js';
import { askedFields } from './selected-fields.js';
import type { Resource } from '../../resource/resource.js';

/**
 * Compares recorded responses with a declaration: values that are missing or null where that is not declared, of other types, members that an enum does
 * not have, pages of another shape. It says where and what, never a value.
 *
 * @throws GM_RECORDING_EMPTY where no response says anything about objects
 * @example
 * const { mismatches } = await verifyRecording(Project, JSON.parse(await readFile('projects.har', 'utf8')));
 * expect(mismatches).to.deep.equal([]);
 */
export async function verifyRecording(target: object, recording: Recording): Promise<RecordingReport> {
  const verification = new Verification(resourceOf(target));
  for (const [place, response] of responsesOf(recording).entries()) await verification.take(response, place);
  return verification.report();
}

class Verification {
  readonly #resource: Resource;
  readonly #operations: readonly DeclaredOperation[];
  readonly #mismatches = new MismatchList();
  /** Where pages lead on to, which may be another path. */
  readonly #links = new Map<string, DeclaredOperation>();
  #responses = 0;
  #objects = 0;
  #passedOver = 0;

  constructor(resource: Resource) {
    this.#resource = resource;
    this.#operations = operationsOf(resource);
  }

  async take(response: Response, place: number): Promise<void> {
    const asked = this.#askedOf(response);
    const operation = this.#operationOf(response, asked);
    const at = { operation: operation?.name ?? '', place };
    if (!operation) {
      this.#passedOver += 1;
      return this.#mismatches.add(
        { ...at, kind: 'unmatched' },
        new Mismatch([], `a response to ${response.method}`, 'a declared operation'),
      );
    }
    const { status, body } = response;
    if (status >= 300 || (body && body.json === undefined)) return this.#refusal(operation, response, place);
    this.#responses += 1;
    if (!body) return this.#mismatches.add({ ...at, kind: 'body' }, new Mismatch([], 'a text', 'JSON'));
    try {
      const { read } = operation.request;
      await this.#check(operation, { ...response, body: { json: read ? read(body.json) : body.json } }, asked, place);
    } catch (error) {
      if (!isGeneralManagerError(error)) throw error;
      this.#mismatches.add({ ...at, kind: 'graphql' }, new Mismatch([], 'errors', 'an answer without errors'));
    }
  }

  report(): RecordingReport {
    if (this.#responses === 0) throw NothingRecorded.create({ resource: this.#resource.name });
    return { mismatches: this.#mismatches.all, responses: this.#responses, objects: this.#objects, passedOver: this.#passedOver };
  }

  #askedOf({ method, url, requestBody }: Response): Asked {
    const { baseUrl } = this.#resource.upstream;
    const base = typeof baseUrl === 'string' ? new URL(baseUrl).pathname.replace(/\/$/, '') : '';
    const path = url ? `${url.pathname}${url.search}` : '/';
    return askedOf({ method, path, headers: {}, body: requestBody }, base);
  }

  #operationOf({ operation: name, url }: Response, asked: Asked): DeclaredOperation | undefined {
    if (name !== undefined) return this.#operations.find((each) => each.name === name);
    const [first] = url ? matching(this.#operations, asked, { headers: false }) : [];
    return (url && this.#links.get(`${url.pathname}${url.search}`)) ?? first?.operation;
  }

  /** What is no success may still say which fields are wrong. */
  #refusal(operation: DeclaredOperation, { status, body }: Response, place: number): void {
    const { errors } = operation.request as WriteOperation;
    if (!errors || !REFUSALS.includes(status) || body?.json === undefined) {
      this.#passedOver += 1;
      return;
    }
    this.#responses += 1;
    const path = namesOf('object' in errors ? errors.object : errors.list);
    const found = valueAt(body.json, path);
    const [isIt, expected] =
      'object' in errors
        ? [typeof found === 'object' && found !== null && !Array.isArray(found), 'an object of fields']
        : [Array.isArray(found) && found.every((item) => typeof valueAt(item, namesOf(errors.field)) === 'string'), 'a list of fields'];
    if (!isIt) this.#mismatches.add({ operation: operation.name, place, kind: 'refusal' }, new Mismatch(path, typeText(found), expected));
  }

  async #check(operation: DeclaredOperation, response: Response, asked: Asked, place: number): Promise<void> {
    if (operation.kind === 'list') return this.#checkList(operation, response, asked, place);
    if (operation.kind === 'action') return this.#checkAction(operation, response, asked, place);
    if (operation.kind === 'delete') return undefined;
    const path = namesOf(operation.object.item);
    const found = valueAt(response.body?.json, path) ?? undefined;
    if (found !== undefined) return this.#checkObject(operation, found, path, asked, place);
    // Nothing is an answer to an update, and of a single object that is not there.
    if (operation.kind === 'create')
      this.#mismatches.add(
        { operation: operation.name, place, kind: 'missing' },
        new Mismatch(path, 'nothing', 'the object that was made'),
      );
    return undefined;
  }

  async #checkList(operation: ListRequestOperation, response: Response, asked: Asked, place: number): Promise<void> {
    const { name, method } = operation;
    const url = response.url?.href ?? 'http://recorded/';
    const body = { contentType: 'application/json', content: JSON.stringify(asked.body ?? {}) };
    const request: UpstreamRequest = { operation: name, method, target: asked.path, query: [...asked.query], body };
    const answer: UpstreamAnswer = { status: response.status, headers: response.headers, url, body: response.body?.json };
    const { items, next, wrong } = checkPage(operation, answer, request);
    for (const each of wrong) this.#mismatches.add({ operation: name, place, kind: 'page' }, each);
    const link = next?.target !== undefined && next.target !== asked.path ? URL.parse(next.target, url) : undefined;
    if (link) this.#links.set(`${link.pathname}${link.search}`, operation);
    const path = shapeOf(operation.list.style)?.items ?? [];
    for (const [index, item] of items.entries()) await this.#checkObject(operation, item, [...path, index], asked, place);
  }

  async #checkAction(operation: NamedOperation, { body }: Response, asked: Asked, place: number): Promise<void> {
    const { action, name } = operation;
    const found = action.item === undefined ? undefined : (valueAt(body?.json, namesOf(action.item)) ?? undefined);
    if (found !== undefined) await this.#checkObject(operation, found, namesOf(action.item ?? ''), asked, place);
    else if (action.item !== undefined && action.scope === 'class')
      this.#mismatches.add({ operation: name, place, kind: 'missing' }, new Mismatch(namesOf(action.item), 'nothing', 'an object'));
    try {
      action.result?.(body?.json);
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      this.#mismatches.add({ operation: name, place }, error);
    }
  }

  async #checkObject(operation: DeclaredOperation, item: unknown, path: Path, asked: Asked, place: number): Promise<void> {
    const at = { operation: operation.name, place };
    this.#objects += 1;
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      return this.#mismatches.add(at, new Mismatch(path, typeText(item), 'an object'));
    const names = path.filter((each) => typeof each === 'string');
    const fields = await askedFields(operation, asked, names);
    for (const field of fields) for (const each of fieldMismatches(field, item)) this.#mismatches.add(at, each.within(...path));
    const { issues = [] } = (await this.#resource.schema?.['~standard'].validate(item)) ?? {};
    for (const issue of issues) {
      const inner = (issue.path ?? []).map((each) => (typeof each === 'object' ? each.key : each));
      const where = [...path, ...inner.map((each) => (typeof each === 'symbol' ? String(each) : each))];
      this.#mismatches.add({ ...at, kind: 'schema' }, new Mismatch(where, 'a value', 'what its schema takes'));
    }
    return undefined;
  }
}

type Path = readonly (string | number)[];
