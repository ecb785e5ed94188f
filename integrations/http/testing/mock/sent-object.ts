import { Mismatch } from '../../resource/mismatch.js';
import type { WriteOperation } from '../../declare/operation-options.js';
import { namesOf, valueAt } from '../../pagination/body-value.js';
import { keyParameters, textOf } from '../../read/build-request.js';
import type { CompiledField } from '../../resource/resource.js';
import type { DeclaredOperation, ObjectOperation } from '../operations.js';
import { fixedBody, hasAll, unknownIn } from './fixed-body.js';
import { fixedQuery } from './match.js';
import { Refusal } from './refusal.js';
import type { Serving } from './serve-context.js';
import { settingOf } from './settings.js';
import type { Stored } from './store.js';

/** The object that a request names by its key; undefined where there is none. */
export function namedObject({ operation, places, asked, store, resource }: Serving): Stored | undefined {
  const { key: inBody } = operation.request as WriteOperation;
  const key = resource.key.map((name, index) => {
    const place = inBody?.[index];
    const given: unknown = place === undefined ? places.get(name) : valueAt(asked.body, place.split('.'));
    if (given === undefined) throw new Refusal(`it does not name an object by its ${name}`);
    return textOf(given);
  });
  return store.find(key);
}

/** Where in a body the parts of the key are. */
export const keyPlaces = ({ operation, resource }: Pick<Serving, 'operation' | 'resource'>): readonly string[] =>
  keyParameters(resource, operation.request, []).flatMap(({ in: place, name }) => (place === 'body' ? [name] : []));

/** @throws Refusal where a query has what is not declared */
export function checkQuery({ operation, asked }: Serving, parameters: readonly string[] = []): void {
  const known = [...fixedQuery(operation.request).map(([name]) => name), ...parameters];
  for (const name of asked.query.keys()) if (!known.includes(name)) throw new Refusal(`its parameter ${name} is not declared`);
}

/**
 * What a write sends of an object, as the upstream has it.
 *
 * @throws Refusal where it is not as it is declared; GM_MOCK_NOT_INVERTIBLE where nobody says what the body means
 */
export function sentFields(serving: Serving<ObjectOperation>): ReadonlyMap<CompiledField, unknown> {
  const { operation, settings, resource } = serving;
  const { serialize } = operation.object.request;
  const within = bodyOfObject(serving);
  const object = serialize ? settingOf(settings.bodies, operation, 'has a serialize', 'takeApart')(within) : within;
  const fields = [...resource.fields.values()];
  const unknown = unknownIn(
    object,
    {},
    fields.map(({ from }) => from),
  );
  if (unknown !== undefined || typeof object !== 'object' || object === null)
    throw new Refusal(`"${unknown ?? ''}" of the object that it sends is not declared`);
  const sent = fields.flatMap((field): readonly (readonly [CompiledField, unknown])[] => {
    const value = valueAt(object, field.from);
    return value === undefined ? [] : [[field, checked(field, object, value)]];
  });
  return new Map(sent);
}

/** The part of the body in which the object is; what else is there has to be as declared. */
function bodyOfObject({ operation, asked: { body }, resource }: Serving<ObjectOperation>): unknown {
  const { within } = operation.object.request;
  const { content = {}, isOpen } = fixedBody(operation.request);
  const names = within === undefined ? undefined : namesOf(within);
  const allowed = [
    ...keyPlaces({ operation, resource }).map((place) => place.split('.')),
    ...(operation.request.graphql ? [['query']] : []),
    ...(names ? [names] : []),
  ];
  if (!names) return without(body, content, allowed);
  const unknown = isOpen ? undefined : unknownIn(body, content, allowed);
  if (unknown !== undefined) throw new Refusal(`"${unknown}" of its body is not declared`);
  return valueAt(body, names);
}

/** A body without what is fixed in it, and without its key. */
function without(body: unknown, content: object, allowed: readonly (readonly string[])[]): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const kept = Object.entries(body).filter(([name, value]) => {
    const isFixed = Object.hasOwn(content, name) && hasAll(value, Reflect.get(content, name));
    return !isFixed && !allowed.some(([first]) => first === name);
  });
  return Object.fromEntries(kept);
}

function checked(field: CompiledField, object: object, value: unknown): unknown {
  const path = field.from.join('.');
  if (field.model.readOnly) throw new Refusal(`"${path}" of the object that it sends is read-only`);
  try {
    field.decode(object);
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw new Refusal(`"${error.path.join('.')}" of the object that it sends is ${error.found}, where ${error.expected} is declared`);
  }
  return value;
}

/** Whether requests of an operation can be told by a key when they are repeated. */
export const isIdempotent = ({ request }: DeclaredOperation): boolean => Reflect.get(request, 'idempotent') === true;
