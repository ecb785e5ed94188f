import type { ActionResultOptions } from '../../declare/action-options.js';
import { namesOf, valueAt } from '../../pagination/body-value.js';
import { textOf } from '../../read/build-request.js';
import { toJson } from '../../resource/compile-field.js';
import type { CompiledArgument } from '../../resource/resource.js';
import type { NamedOperation } from '../operations.js';
import { headerOf } from './asked.js';
import { decodeItem } from './operand.js';
import { Refusal } from './refusal.js';
import { checkQuery, isIdempotent, keyPlaces, namedObject } from './sent-object.js';
import type { BodyPart, ServedAnswer, Serving } from './serve-context.js';
import { checkBody } from './serve-list.js';
import { notFound } from './serve-object.js';
import { settingOf, type MockOutcome } from './settings.js';
import type { Stored } from './store.js';

/** Answers an action: with what the test says that it does, or without any effect. */
export function serveAction(serving: Serving<NamedOperation>): ServedAnswer {
  const { operation, asked, answered } = serving;
  const repeated = isIdempotent(operation) ? headerOf(asked, 'idempotency-key') : undefined;
  const key = `${operation.name} ${repeated}`;
  const known = repeated === undefined ? undefined : answered.get(key);
  if (known) return known;
  const { given, scope } = operation.action;
  const named = (place: string): readonly string[] => given.flatMap((each) => (each.in === place ? [each.parameter] : []));
  checkQuery(serving, named('query'));
  checkBody(operation.request, asked.body, [...keyPlaces(serving), ...named('body')]);
  const found = scope === 'object' ? namedObject(serving) : undefined;
  if (scope === 'object' && !found) return notFound(serving);
  const answer = act(serving, found);
  if (repeated !== undefined) answered.set(key, answer);
  return answer;
}

function act(serving: Serving<NamedOperation>, found: Stored | undefined): ServedAnswer {
  const { operation, store } = serving;
  const { action } = operation;
  const outcome = outcomeOf(serving, found);
  const after = objectAfter(serving, found, outcome);
  if (outcome.object === null && found) store.remove(found);
  const body: readonly BodyPart[] = [
    ...(action.item !== undefined && after ? [[namesOf(action.item), after.source] as const] : []),
    ...(action.result ? [resultPart(operation, outcome.result)] : []),
  ];
  return body.length === 0 && !operation.request.graphql ? { status: 204 } : { status: 200, body };
}

function outcomeOf({ operation, settings, ...serving }: Serving<NamedOperation>, found: Stored | undefined): MockOutcome {
  const { action } = operation;
  const own = settings.actions.get(operation.name);
  const isSilent = !action.result && action.scope === 'object';
  if (!own && isSilent) return {};
  const act = settingOf(settings.actions, operation, 'does what only the upstream knows', 'act');
  const given = action.given.map((each) => [each.name, argumentOf({ ...serving, operation, settings }, each)] as const);
  return (
    act({
      object: found && structuredClone(found.object),
      arguments: Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    }) ?? {}
  );
}

/** The object as it is afterwards. */
function objectAfter({ store, resource }: Serving, found: Stored | undefined, { object }: MockOutcome): Stored | undefined {
  if (object === undefined || object === null) return object === null ? undefined : found;
  const values = object as Readonly<Record<string, unknown>>;
  if (found) return store.assign(found, values);
  const key = resource.key.map((name) => textOf(resource.fields.get(name)?.encode(values[name])));
  const known = store.find(key);
  return known ? store.assign(known, values) : store.add(values);
}

function resultPart({ action }: NamedOperation, result: unknown): BodyPart {
  const { returns } = action.request;
  const { from = '', parse }: Partial<ActionResultOptions> = typeof returns === 'object' ? returns : {};
  const json = parse ? result : Array.isArray(result) ? result.map(toJson) : toJson(result);
  return [namesOf(from), json ?? null];
}

/** An argument as the upstream has it; texts of what is no text become it. */
function argumentOf({ asked, places, resource }: Serving, { name, in: place, parameter, options }: CompiledArgument): unknown {
  const raw =
    place === 'query'
      ? (asked.query.get(parameter) ?? undefined)
      : place === 'path'
        ? places.get(parameter)
        : place === 'header'
          ? headerOf(asked, parameter)
          : valueAt(asked.body, parameter.split('.'));
  if (raw === undefined) {
    if (options.optional) return undefined;
    throw new Refusal(`it lacks the argument ${name}`);
  }
  if (place === 'body' || options.serialize || typeof raw !== 'string') return raw;
  const list = options.list ?? false;
  return list ? raw.split(',').map((each) => ofText(each)) : ofText(raw);

  function ofText(text: string): unknown {
    const like = resource.fields.get(options.like ?? '');
    if (like) return [text, Number(text), text === 'true'].find((each) => decodeItem(like, each)) ?? text;
    if (options.type === 'int' || options.type === 'float') return Number(text);
    return options.type === 'boolean' ? text === 'true' : text;
  }
}
