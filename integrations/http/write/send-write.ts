import { isGeneralManagerError, NoWrites, StaleObject, type ManagerModel } from '../../../lib/plugin.js';
import type { JsonBody, SingleOperation, WriteOperation } from '../declare/operation-options.js';
import { UnknownOutcome } from '../errors.js';
import { namesOf, valueAt } from '../pagination/body-value.js';
import { buildRequest, keyParameters } from '../read/build-request.js';
import { decodeObjects } from '../read/decode-objects.js';
import type { Session } from '../read/session.js';
import { encodeObject } from '../resource/compile-field.js';
import { placeAt } from '../resource/place-at.js';
import type { CompiledObject, Resource } from '../resource/resource.js';
import type { UpstreamAnswer, UpstreamMethod, UpstreamRequest } from '../upstream/index.js';
import { errorOfRefusal, REFUSALS } from './field-errors.js';

/** One write that waits for the flush. */
export interface PlannedWrite {
  readonly kind: 'create' | 'update' | 'delete';
  readonly manager: ManagerModel;
  readonly object: object;
  /** The values that are written, by property name. */
  readonly values: ReadonlyMap<string, unknown>;
}

/** What a write is sent with. */
export interface WriteTools {
  readonly resource: Resource;
  readonly session: Session;
  /** Tells the upstream a request that is repeated. */
  readonly idempotencyKey?: string | undefined;
}

const METHODS: Readonly<Record<PlannedWrite['kind'], UpstreamMethod>> = Object.freeze({
  create: 'POST',
  update: 'PATCH',
  delete: 'DELETE',
});

/**
 * Sends one write; gives the object as the upstream answers it, where it does.
 *
 * @throws GM_WRITE_INVALID, ConstraintViolation, StaleObject, GM_RESOURCE_UNKNOWN_OUTCOME, and those of the upstream
 */
export async function sendWrite(tools: WriteTools, write: PlannedWrite): Promise<object | undefined> {
  const { resource, session } = tools;
  const operation: CompiledObject<WriteOperation> | undefined = resource.writes[write.kind];
  if (!operation) throw NoWrites.create({ manager: write.manager.name, what: `${write.kind} objects` });
  const { idempotencyKey } = tools;
  const made = writeRequest(resource, operation, write);
  const request = made && { ...made, ...(idempotencyKey !== undefined && { idempotencyKey }) };
  if (!request) throw new StaleObject('no path can have such a key');
  const { errors } = operation.request;
  const answer = await session.send({ ...request, ...(errors && { accept: REFUSALS }) }, operation.request).catch((error: unknown) => {
    throw asRefusal(write.kind !== 'create', error);
  });
  if (errors && answer.status >= 400) throw errorOfRefusal(resource, write.manager, errors, answer);
  return write.kind === 'delete' ? undefined : objectOf(resource, operation, answer);
}

/** What was changed or removed since it was read. */
export function asRefusal(hasObject: boolean, error: unknown): unknown {
  const isStale = isGeneralManagerError(error) && (error.kind === 'conflict' || (error.kind === 'missing' && hasObject));
  return isStale ? new StaleObject('the upstream has another object', { cause: error }) : error;
}

/** The request of a write; undefined where no path can have such a key. */
export function writeRequest(
  resource: Resource,
  { name, request: options }: CompiledObject<WriteOperation>,
  write: Values,
): UpstreamRequest | undefined {
  const key =
    write.kind === 'create'
      ? []
      : keyParameters(
          resource,
          options,
          resource.key.map((each) => Reflect.get(write.object, each) as unknown),
        );
  const fields = [...resource.fields.values()];
  return buildRequest(name, { ...options, ...bodyOf(resource, options, write) }, key, fields, METHODS[write.kind]);
}

type Values = Pick<PlannedWrite, 'kind' | 'object' | 'values'>;

/** The body with the object where it goes. */
function bodyOf(resource: Resource, options: WriteOperation, write: Values): Pick<SingleOperation, 'body'> {
  if (write.kind === 'delete') return {};
  const { within, serialize, body = {} } = options;
  const object = encodeObject([...resource.fields.values()], Object.fromEntries(sentValues(resource, options, write))) as JsonBody;
  const sent = serialize ? serialize(object) : object;
  return {
    body: (wanted) => {
      const begun = structuredClone({ ...(typeof body === 'function' ? body(wanted) : body) });
      if (within === undefined) return { ...begun, ...(sent as JsonBody) };
      placeAt(begun, namesOf(within), sent);
      return begun;
    },
  };
}

function sentValues(
  { fields }: Resource,
  options: WriteOperation & { readonly send?: 'changes' | 'whole' },
  write: Values,
): ReadonlyMap<string, unknown> {
  const { send = options.method === 'PUT' ? 'whole' : 'changes' } = options;
  if (write.kind === 'create' || send === 'changes') return write.values;
  const kept = [...fields.values()].filter(({ model }) => !model.readOnly);
  return new Map(kept.map(({ name }) => [name, Reflect.get(write.object, name) as unknown]));
}

/** The object of an answer; undefined where it has none. */
async function objectOf(resource: Resource, { name, item }: CompiledObject, { body }: UpstreamAnswer): Promise<object | undefined> {
  const found = valueAt(body, namesOf(item));
  if (found === undefined || found === null) return undefined;
  try {
    const [object] = await decodeObjects(resource, name, [found], [...resource.fields.values()]);
    return object;
  } catch (error) {
    if (!isGeneralManagerError(error)) throw error;
    throw UnknownOutcome.create({ resource: resource.name, operation: name, reason: error.message.replace(/\.$/, '') });
  }
}
