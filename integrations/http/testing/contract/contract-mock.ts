import { isScalarType } from '../../../../lib/plugin.js';
import { InvalidMock } from '../errors.js';
import { mockUpstream, type MockUpstream } from '../mock/mock-upstream.js';
import type { ResourceTarget } from '../mock/mock-resource.js';
import { resourceOf } from '../resource-of.js';
import type { CompiledAction, Resource } from '../../resource/resource.js';
import { exampleOf, exampleOfType } from './example.js';

/** Where examples come from. */
export interface ContractMock {
  readonly mock: MockUpstream;
  readonly targets: readonly ResourceTarget[];
  readonly resources: readonly Resource[];
}

/**
 * The mock that examples are taken from: the one that was given, or one with two objects of each resource.
 *
 * @throws GM_MOCK_INVALID where the given one has no objects, GM_MOCK_NOT_INVERTIBLE where none can be made
 */
export function contractMock(given: object | readonly object[], own?: MockUpstream): ContractMock {
  const targets = (Array.isArray(given) ? given : [given]) as readonly ResourceTarget[];
  const resources = targets.map(resourceOf);
  const mock = own ?? mockUpstream(...targets);
  resources.forEach((resource, index) => {
    const target = targets[index] as ResourceTarget;
    if (!own) return fill(mock, target, resource);
    if (mock.of(target).raw.length === 0) throw InvalidMock.create({ what: `it has no object of ${resource.name} to take examples of` });
    return undefined;
  });
  return { mock, targets, resources };
}

function fill(mock: MockUpstream, target: ResourceTarget, resource: Resource): void {
  const fields = [...resource.fields.values()].filter(({ name, declared }) => !resource.key.includes(name) && !declared.options.optional);
  const held = mock.of(target).make(Object.fromEntries(fields.map((field) => [field.name, exampleOf(field)])));
  held.add({}, {});
  for (const action of resource.actions) if (isKnown(action)) held.act(action.name, ({ object }) => outcomeOf(action, resource, object));
}

/** Whether it can be told what an action gives. */
const isKnown = ({ request: { returns } }: CompiledAction): boolean => typeof returns !== 'object' || returns.parse === undefined;

function outcomeOf({ scope, item, request: { returns } }: CompiledAction, { key }: Resource, object: object | undefined) {
  const isMade = scope === 'class' && item !== undefined;
  const values = object ?? (isMade ? Object.fromEntries(key.map((name) => [name, undefined])) : undefined);
  const { type, list }: { readonly type: string; readonly list?: boolean | undefined } =
    typeof returns === 'object' ? returns : { type: returns ?? 'string' };
  const result = exampleOfType(isScalarType(type) ? type : 'string', 'result');
  return { ...(values && { object: values }), ...(returns !== undefined && { result: list === true ? [result] : result }) };
}
