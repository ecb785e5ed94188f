import { randomUUID } from 'node:crypto';
import { InvalidWrite, isGeneralManagerError, StaleObject, type ManagerModel } from '../../../lib/plugin.js';
import { UnknownOutcome } from '../errors.js';
import { namesOf, valueAt } from '../pagination/body-value.js';
import { buildRequest, keyParameters, type Parameter } from '../read/build-request.js';
import { decodeObjects, within } from '../read/decode-objects.js';
import type { CompiledAction, Resource } from '../resource/resource.js';
import type { FilterPlace } from '../declare/operation-options.js';
import { InvalidRequest } from '../upstream/errors.js';
import { checkHeaders } from '../upstream/headers.js';
import type { UpstreamAnswer, UpstreamRequest } from '../upstream/index.js';
import { errorOfActionRefusal, REFUSALS } from './field-errors.js';
import { asRefusal, type WriteTools } from './send-write.js';

/** An action that waits for the flush. */
export interface PlannedAction {
  readonly manager: ManagerModel;
  readonly action: CompiledAction;
  /** What it is done with; undefined for the class as a whole. */
  readonly object: object | undefined;
  /** Values by the names of the arguments; objects by their keys, as the upstream has them. */
  readonly given: ReadonlyMap<string, unknown>;
}

/** What an action gave. */
export interface ActionAnswer {
  /** The object of the answer, where it has one. */
  readonly object?: object;
  readonly result?: unknown;
}

/**
 * Sends an action, once.
 *
 * @throws GM_WRITE_INVALID, StaleObject, GM_RESOURCE_UNKNOWN_OUTCOME, and those of the upstream
 */
export async function sendAction(
  { resource, session }: Pick<WriteTools, 'resource' | 'session'>,
  planned: PlannedAction,
): Promise<ActionAnswer> {
  const { action, manager } = planned;
  const { errors } = action.request;
  const request = requestOf(resource, planned);
  const answer = await session.send({ ...request, ...(errors && { accept: REFUSALS }) }, action.request).catch((error: unknown) => {
    const isUnsent = isGeneralManagerError(error) && error.code === InvalidRequest.code;
    throw (isUnsent ? misplaced(planned) : undefined) ?? asRefusal(planned.object !== undefined, error);
  });
  if (errors && answer.status >= 400) throw errorOfActionRefusal(action, manager, errors, answer);
  return taken(resource, action, async () => answerOf(resource, planned, answer));
}

function requestOf(resource: Resource, planned: PlannedAction): UpstreamRequest {
  const request = actionRequest(resource, planned);
  if (!request) throw misplaced(planned) ?? new StaleObject('no path can have such a key');
  const { idempotent = false } = planned.action.request;
  return { ...request, repeatable: idempotent, ...(idempotent && { idempotencyKey: randomUUID() }) };
}

/** The request of an action; undefined where no path can have such values. */
export function actionRequest(
  resource: Resource,
  { action, object, given }: Pick<PlannedAction, 'action' | 'object' | 'given'>,
): UpstreamRequest | undefined {
  const { name, request: options, item } = action;
  const key = object === undefined ? [] : keyParameters(resource, options, keyOf(resource, object));
  const parameters = action.given.flatMap(({ name: argument, in: place, parameter, encode }): readonly Parameter[] => {
    const value = given.get(argument) ?? null;
    return value === null ? [] : [{ in: place, name: parameter, value: encode(value) }];
  });
  const wanted = item === undefined ? [] : [...resource.fields.values()];
  return buildRequest(name, options, [...key, ...parameters], wanted, 'POST');
}

/** What cannot be where it goes: it would make another path, or no header. Undefined where all can. */
function misplaced({ action, manager, given }: PlannedAction): Error | undefined {
  const wrong = action.given.filter(({ name, in: place, encode }) => {
    const value = given.get(name) ?? null;
    return value !== null && !isPlaceable(place, String(encode(value)));
  });
  const violations = wrong.map(({ name, in: place }) => ({
    path: [name],
    code: 'INVALID_VALUE',
    message: `This cannot be sent in a ${place}.`,
  }));
  if (violations.length === 0) return undefined;
  return InvalidWrite.create({ manager: manager.name, count: violations.length }, { details: { violations } });
}

function isPlaceable(place: FilterPlace, text: string): boolean {
  if (place === 'header') return !('refused' in checkHeaders({ value: text }));
  return place !== 'path' || !/^\.{0,2}$|[/\\]/.test(text);
}

const keyOf = ({ key }: Resource, object: object): readonly unknown[] => key.map((name) => Reflect.get(object, name) as unknown);

async function answerOf(resource: Resource, { action, object }: PlannedAction, { body }: UpstreamAnswer): Promise<ActionAnswer> {
  const { name, item, result } = action;
  const found = item === undefined ? undefined : (valueAt(body, namesOf(item)) ?? undefined);
  const [answered] = found === undefined ? [] : await decodeObjects(resource, name, [found], [...resource.fields.values()]);
  if (answered && object && !isSame(resource, answered, object)) throw unknown(resource, action, 'it has another object');
  if (!answered && !object && item !== undefined) throw unknown(resource, action, 'it has no object');
  return { ...(answered && { object: answered }), ...(result && { result: within(resource, name, () => result(body)) }) };
}

const isSame = ({ key }: Resource, one: object, other: object): boolean =>
  key.every((name) => String(Reflect.get(one, name)) === String(Reflect.get(other, name)));

/** The upstream has done it already, whatever it answered. */
async function taken<T>(resource: Resource, action: CompiledAction, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isGeneralManagerError(error) || error.code === UnknownOutcome.code) throw error;
    throw unknown(resource, action, error.message.replace(/\.$/, ''));
  }
}

const unknown = (resource: Resource, { name }: CompiledAction, reason: string): Error =>
  UnknownOutcome.create({ resource: resource.name, operation: name, reason });
