import type { ActionArgumentOptions, ActionOperation, ActionResultOptions } from '../declare/action-options.js';
import type { FilterPlace } from '../declare/operation-options.js';
import { checkHeaders } from '../upstream/headers.js';
import { argumentEncoder, isInJson, resultDecoder } from './action-values.js';
import type { Tell } from './compile-list.js';
import type { CompiledAction, CompiledArgument, CompiledField } from './resource.js';
import { placeholdersOf } from './template.js';

/** What an action is checked with. */
interface ActionCheck {
  readonly request: ActionOperation;
  readonly scope: 'object' | 'class';
  /** Names of the parts of the key. */
  readonly key: readonly string[];
  readonly given: readonly CompiledArgument[];
  /** Tells a problem of the action, by its own option. */
  readonly tell: Tell;
}

const WITHOUT_BODY: readonly string[] = ['GET', 'HEAD'];
const PLACES: readonly string[] = ['query', 'header', 'path', 'body'];

/** Makes an action ready to be sent. What is wrong with it as an action, the core tells. */
export function compileAction(
  name: string,
  request: ActionOperation,
  { fields, key }: { readonly fields: ReadonlyMap<string, CompiledField>; readonly key: readonly string[] },
  tell: Tell,
): CompiledAction {
  const { item, returns } = request;
  const names = placeholdersOf(request.path);
  const scope = request.scope ?? (request.key || names.some((each) => key.includes(each)) ? 'object' : 'class');
  const given = Object.entries(request.arguments ?? {}).map(([argument, options]) =>
    compileArgument(argument, typeof options === 'string' ? { type: options } : options, request, fields),
  );
  const own: Tell = (option, reason) => tell(`operations.actions.${name}${option}`, reason);
  for (const check of CHECKS) check({ request, scope, key, given, tell: own });
  return {
    name,
    request,
    scope,
    given,
    ...(item !== undefined && { item }),
    ...(returns !== undefined && { result: resultDecoder(returns) }),
  };
}

function compileArgument(
  name: string,
  options: ActionArgumentOptions,
  { path, method = 'POST' }: ActionOperation,
  fields: ReadonlyMap<string, CompiledField>,
): CompiledArgument {
  const { name: parameter = name } = options;
  const usual: FilterPlace = WITHOUT_BODY.includes(method) || method === 'DELETE' ? 'query' : 'body';
  const place = options.in ?? (placeholdersOf(path).includes(parameter) ? 'path' : usual);
  return { name, in: place, parameter, options, encode: argumentEncoder(options, fields) };
}

type Check = (check: ActionCheck) => void;

const checkItself: Check = ({ request, scope, key, tell }) => {
  for (const reason of request.invalid ?? []) tell('', reason);
  if (!['object', 'class'].includes(scope)) tell('.scope', 'it is neither object nor class');
  if (scope === 'class') {
    if (request.key) tell('.key', 'the class as a whole has no key');
    return;
  }
  const places = request.key ?? key;
  if (key.length === 0) tell('', 'there is no field.id() to name one object by');
  if (places.length !== key.length) tell('.key', 'it has not as many places as the key has parts');
};

/** Each placeholder is taken by one thing. */
const checkPath: Check = ({ request, scope, key, given, tell }) => {
  const names = placeholdersOf(request.path);
  const placed = given.flatMap((each) => (each.in === 'path' ? [each] : []));
  const ofKey = scope === 'object' && !request.key ? key : [];
  for (const each of ofKey) if (!names.includes(each)) tell('.path', `the key's ${each} has no placeholder in it`);
  for (const each of names) {
    if (!ofKey.includes(each) && placed.every(({ parameter }) => parameter !== each))
      tell('.path', `its placeholder {${each}} is no part of the key, and no argument`);
  }
  for (const { name, parameter, options } of placed) {
    if (!names.includes(parameter)) tell(`.arguments.${name}`, `the path has no placeholder {${parameter}}`);
    if (ofKey.includes(parameter)) tell(`.arguments.${name}`, `the key takes the placeholder {${parameter}}`);
    if (options.optional) tell(`.arguments.${name}`, 'what is in the path cannot be left out');
  }
};

const checkArguments: Check = ({ request, given, tell }) => {
  const { method = 'POST' } = request;
  const hasBody = request.body !== undefined || request.key !== undefined || given.some((each) => each.in === 'body');
  if (hasBody && WITHOUT_BODY.includes(method)) tell('.method', `a ${method} request has no body`);
  given.forEach((each, index) => {
    const at = `.arguments.${each.name}`;
    if (!PLACES.includes(each.in)) tell(at, 'it is sent in none of query, header, path and body');
    if (!isInJson(each.options.type, each.options.serialize)) tell(at, 'bytes need a serialize');
    const checked = each.in === 'header' ? checkHeaders({ [each.parameter]: '' }) : undefined;
    if (checked && 'refused' in checked) tell(at, checked.refused);
    const others: readonly Place[] = [
      ...given.slice(0, index).map((other): Place => [other.in, other.parameter]),
      ...(request.key ?? []).map((place): Place => ['body', place]),
    ];
    if (others.some((other) => isSamePlace(other, [each.in, each.parameter]))) tell(at, 'something else is sent in its place');
  });
};

type Place = readonly [place: string, parameter: string];

/** In bodies one place may be inside of another; names of headers have no case. */
function isSamePlace([place, one]: Place, [other, another]: Place): boolean {
  if (place !== other) return false;
  if (place === 'header') return one.toLowerCase() === another.toLowerCase();
  return one === another || (place === 'body' && (one.startsWith(`${another}.`) || another.startsWith(`${one}.`)));
}

const checkAnswer: Check = ({ request: { item, returns }, scope, key, tell }) => {
  const given: Partial<ActionResultOptions> = typeof returns === 'string' ? { type: returns } : (returns ?? {});
  if (!isInJson(given.type, given.parse)) tell('.returns', 'bytes need a parse');
  if (scope !== 'class') return;
  if (item !== undefined && returns !== undefined) tell('.item', 'an action of the class as a whole gives an object or a result, not both');
  if (item === undefined && returns === undefined) tell('', 'an action of the class as a whole needs item or returns, for what it gives');
  if (item !== undefined && key.length === 0) tell('.item', 'there is no field.id() to tell the object by');
};

const CHECKS: readonly Check[] = [checkItself, checkPath, checkArguments, checkAnswer];
