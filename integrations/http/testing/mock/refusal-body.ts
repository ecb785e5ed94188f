import type { FieldErrors, WriteOperation } from '../../declare/operation-options.js';
import { namesOf } from '../../pagination/body-value.js';
import { placeAt } from '../../resource/place-at.js';
import { InvalidMock } from '../errors.js';
import type { DeclaredOperation } from '../operations.js';
import type { BodyPart } from './serve-context.js';
import type { Source } from './store.js';

/** What is wrong with a field that an upstream refuses. */
export type FieldRefusal = 'unique' | 'required' | 'value';

/** The body of a refusal, as `errors` declares it. @throws GM_MOCK_INVALID where it does not say that */
export function refusalBody(operation: DeclaredOperation, fields: Readonly<Record<string, FieldRefusal>>): readonly BodyPart[] {
  const { errors } = operation.request as WriteOperation;
  if (!errors) return [[[], { message: 'Refused' }]];
  const named = Object.entries(fields).map(([name, kind]) => [upstreamName(operation, name), kind] as const);
  if ('object' in errors) return [[namesOf(errors.object), Object.fromEntries(named.map(([name]) => [name, ['is refused']]))]];
  return [[namesOf(errors.list), named.map(([name, kind]) => itemOf(errors, operation, name, kind))]];
}

function itemOf(
  errors: Extract<FieldErrors, { readonly list: unknown }>,
  { name: operation }: DeclaredOperation,
  name: string,
  kind: FieldRefusal,
): Source {
  const item: Source = {};
  placeAt(item, namesOf(errors.field), name);
  const [code] = kind === 'value' ? ['invalid'] : (errors[kind] ?? []);
  if (code === undefined) throw InvalidMock.create({ what: `the errors of ${operation} have no code for what is ${kind}` });
  if (errors.code !== undefined) placeAt(item, namesOf(errors.code), code);
  return item;
}

/** What the upstream calls a field, or an argument. */
function upstreamName({ resource, ...operation }: DeclaredOperation, name: string): string {
  const given = operation.kind === 'action' ? operation.action.given.find((each) => each.name === name)?.parameter : undefined;
  const found = given ?? resource.fields.get(name)?.from.join('.');
  if (found === undefined) throw InvalidMock.create({ what: `${resource.name} has no field ${name}` });
  return found;
}
