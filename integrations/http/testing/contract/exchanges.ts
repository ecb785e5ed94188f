import type { BodyPath } from '../../pagination/index.js';
import { namesOf } from '../../pagination/body-value.js';
import { buildRequest, keyParameters } from '../../read/build-request.js';
import type { CompiledArgument, Resource } from '../../resource/resource.js';
import type { UpstreamRequest } from '../../upstream/index.js';
import { actionRequest } from '../../write/send-action.js';
import { writeRequest } from '../../write/send-write.js';
import { nextKey } from '../mock/next-key.js';
import type { ResourceTarget } from '../mock/mock-resource.js';
import type { Stored } from '../mock/store.js';
import { NotInvertible } from '../errors.js';
import { operationsOf, type DeclaredOperation, type NamedOperation, type ObjectOperation } from '../operations.js';
import { shapeOf } from '../page-shape.js';
import { isScalarType } from '../../../../lib/plugin.js';
import type { ContractMock } from './contract-mock.js';
import { exampleOf, exampleOfType } from './example.js';
import { sentRequest, type ContractExchange } from './exchange.js';
import { listExamples } from './list-requests.js';

/** A request that is not sent yet. */
type Planned = Pick<ContractExchange, 'description' | 'state' | 'operation' | 'request'>;

/** What this side sends and needs, for everything that resources declare: reads first, what removes objects last. */
export async function exchangesOf({ mock, targets, resources }: ContractMock): Promise<readonly ContractExchange[]> {
  const planned = resources.flatMap((resource, index) => plannedOf(resource, mock.of(targets[index] as ResourceTarget)));
  const exchanges: ContractExchange[] = [];
  for (const each of planned.toSorted((one, other) => rankOf(one) - rankOf(other))) {
    const sent = sentRequest(each.request, basePathOf(each.operation.resource));
    const before = mock.refusals.length;
    const answer = await mock.answer(sent);
    const { resource, name } = each.operation;
    const refusal = mock.refusals[before];
    if (refusal !== undefined)
      throw NotInvertible.create({ resource: resource.name, what: `${name} (${refusal})`, how: 'A mock of your own' });
    exchanges.push({ ...each, sent, answer });
  }
  return exchanges;
}

const RANKS: Readonly<Record<DeclaredOperation['kind'], number>> = Object.freeze({
  list: 0,
  detail: 1,
  create: 2,
  update: 3,
  action: 4,
  delete: 5,
});

const rankOf = ({ operation }: Planned): number => RANKS[operation.kind];

/** Where requests begin: the path of a base URL that is written down. */
export const basePathOf = ({ upstream: { baseUrl } }: Resource): string =>
  typeof baseUrl === 'string' ? new URL(baseUrl).pathname.replace(/\/$/, '') : '';

type Held = { readonly stored: readonly Stored[] };

function plannedOf(resource: Resource, { stored }: Held): readonly Planned[] {
  const [first] = stored;
  if (!first) return [];
  return operationsOf(resource).flatMap((operation): readonly Planned[] => {
    if (operation.kind === 'list') {
      return listExamples(operation, first).map(({ how, request }) => ({
        description: `${operation.name === 'list' ? 'a list' : `the list ${operation.name}`} of ${resource.name}${how}`,
        state: { name: `there are objects of ${resource.name}` },
        operation,
        request,
      }));
    }
    return operation.kind === 'action' ? actionExample(operation, first) : objectExamples(operation, first, stored);
  });
}

const stateOf = ({ name, key }: Resource, { object }: Stored): Planned['state'] => ({
  name: `there is an object of ${name}`,
  params: Object.fromEntries(key.map((part) => [part, String(object[part])])),
});

function objectExamples(operation: ObjectOperation, first: Stored, stored: readonly Stored[]): readonly Planned[] {
  const { resource, kind, object } = operation;
  const description = `${DOES[kind]} ${resource.name}`;
  if (kind === 'detail') {
    const ask = (key: readonly unknown[]): UpstreamRequest | undefined =>
      buildRequest('detail', object.request, keyParameters(resource, object.request, key), [...resource.fields.values()]);
    const found = ask(resource.key.map((name) => first.object[name]));
    const missing = ask(resource.key.map((name) => missingKey(resource, name, stored)));
    return [
      ...plannedAs({ description, state: stateOf(resource, first), operation }, found),
      ...plannedAs({ description: `${description} that is not there`, state: undefined, operation }, missing),
    ];
  }
  const values = writtenValues(operation, first, stored);
  const request = writeRequest(resource, object, { kind, object: first.object, values: new Map(Object.entries(values)) });
  return plannedAs({ description, state: kind === 'create' ? undefined : stateOf(resource, first), operation }, request);
}

const plannedAs = (plan: Omit<Planned, 'request'>, request: UpstreamRequest | undefined): readonly Planned[] =>
  request ? [{ ...plan, request }] : [];

const DOES: Readonly<Record<ObjectOperation['kind'], string>> = Object.freeze({
  detail: 'one',
  create: 'a new',
  update: 'a change of one',
  delete: 'the end of one',
});

function missingKey({ name: resource, fields }: Resource, name: string, stored: readonly Stored[]): unknown {
  const model = fields.get(name)?.model;
  // Far beyond what examples may get by then.
  const taken = [...stored.map(({ object }) => object[name]), ...Array.from({ length: 998 }, () => undefined)];
  return model && nextKey(model, resource, taken);
}

function writtenValues(
  { resource, kind }: ObjectOperation,
  { object }: Stored,
  stored: readonly Stored[],
): Readonly<Record<string, unknown>> {
  const fields = [...resource.fields.values()].filter(({ model }) => !model.readOnly);
  return Object.fromEntries(
    fields.flatMap((field): readonly (readonly [string, unknown])[] => {
      if (!resource.key.includes(field.name)) return [[field.name, object[field.name] ?? exampleOf(field)]];
      const taken = stored.map((each) => each.object[field.name]);
      return kind === 'create' ? [[field.name, nextKey(field.model, resource.name, taken)]] : [];
    }),
  );
}

function actionExample(operation: NamedOperation, first: Stored): readonly Planned[] {
  const { resource, action } = operation;
  const given = new Map(action.given.map((argument) => [argument.name, argumentExample(resource, argument)]));
  const isOfObject = action.scope === 'object';
  const request = actionRequest(resource, { action, object: isOfObject ? first.object : undefined, given });
  const { idempotencyKey: _key, ...sent } = request ?? {};
  const description = `${action.name} of ${isOfObject ? 'one ' : ''}${resource.name}`;
  return plannedAs(
    { description, state: isOfObject ? stateOf(resource, first) : undefined, operation },
    request && (sent as UpstreamRequest),
  );
}

function argumentExample({ fields }: Resource, { name, options }: CompiledArgument): unknown {
  const like = fields.get(options.like ?? '');
  if (like) return exampleOf(like);
  const type = options.type ?? 'string';
  const item = options.of ? '1' : exampleOfType(isScalarType(type) ? type : 'string', name);
  return options.list === true ? [item] : item;
}

/** Where in the answers of an operation objects are; undefined where there are none. `*` is each of a list. */
export function objectsAt(operation: DeclaredOperation): readonly string[] | undefined {
  if (operation.kind === 'list') {
    const shape = shapeOf(operation.list.style);
    return shape && [...shape.items, '*'];
  }
  const item: BodyPath | undefined = operation.kind === 'action' ? operation.action.item : operation.object.item;
  return operation.kind === 'delete' || item === undefined ? undefined : namesOf(item);
}
