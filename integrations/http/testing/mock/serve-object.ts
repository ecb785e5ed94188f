import { namesOf } from '../../pagination/body-value.js';
import type { ObjectOperation } from '../operations.js';
import { headerOf } from './asked.js';
import { refusalBody } from './refusal-body.js';
import { checkQuery, isIdempotent, keyPlaces, namedObject, sentFields } from './sent-object.js';
import type { ServedAnswer, Serving } from './serve-context.js';
import { checkBody } from './serve-list.js';
import type { Stored } from './store.js';

/** Answers a request for one object, or one that writes one. */
export function serveObject(serving: Serving<ObjectOperation>): ServedAnswer {
  checkQuery(serving);
  return SERVE[serving.operation.kind](serving);
}

/** Nothing of such a key. In GraphQL that is null, or an error where something was to be done. */
export const notFound = ({ operation }: Pick<Serving, 'operation'>): ServedAnswer =>
  operation.request.graphql === undefined
    ? { status: 404, body: [[[], { message: 'Not Found' }]] }
    : operation.request.graphql === 'query'
      ? { status: 200, body: [[itemOf(operation as ObjectOperation), null]] }
      : { status: 200, errors: [{ message: 'Not Found', extensions: { code: 'NOT_FOUND' } }] };

const itemOf = ({ object }: ObjectOperation): readonly string[] => namesOf(object.item);

const answered = (operation: ObjectOperation, { source }: Stored, status = 200): ServedAnswer => ({
  status,
  body: [[itemOf(operation), source]],
});

const SERVE: Readonly<Record<ObjectOperation['kind'], (serving: Serving<ObjectOperation>) => ServedAnswer>> = Object.freeze({
  detail: (serving: Serving<ObjectOperation>) => {
    checkBody(serving.operation.request, serving.asked.body, keyPlaces(serving));
    const found = namedObject(serving);
    return found ? answered(serving.operation, found) : notFound(serving);
  },
  create: (serving: Serving<ObjectOperation>) => {
    const { operation, store, asked, answered: earlier, resource } = serving;
    const repeated = isIdempotent(operation) ? headerOf(asked, 'idempotency-key') : undefined;
    const known = repeated === undefined ? undefined : earlier.get(`${resource.name} ${repeated}`);
    if (known) return known;
    const sent = sentFields(serving);
    const [keyName = ''] = resource.key;
    const keys = resource.key.map((name) => [...sent].find(([field]) => field.name === name)?.[1]);
    if (keys.every((each) => each !== undefined) && store.find(keys.map(String)))
      return { status: 409, body: refusalBody(operation, { [keyName]: 'unique' }) };
    const answer = answered(operation, store.create(sent), operation.request.graphql ? 200 : 201);
    if (repeated !== undefined) earlier.set(`${resource.name} ${repeated}`, answer);
    return answer;
  },
  update: (serving: Serving<ObjectOperation>) => {
    const found = namedObject(serving);
    return found ? answered(serving.operation, serving.store.change(found, sentFields(serving))) : notFound(serving);
  },
  delete: (serving: Serving<ObjectOperation>) => {
    checkBody(serving.operation.request, serving.asked.body, keyPlaces(serving));
    const found = namedObject(serving);
    if (!found) return notFound(serving);
    serving.store.remove(found);
    return serving.operation.request.graphql ? { status: 200, body: [] } : { status: 204 };
  },
});
