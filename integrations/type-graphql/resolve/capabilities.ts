import { getNamedType, isObjectType, type GraphQLFieldResolver, type GraphQLObjectType } from 'graphql';
import { ruledFields, type CapabilityRequest, type ManagerCapabilities, type ManagerModel, type Runtime } from '../../../lib/plugin.js';
import { GeneratedType, type GeneratedField } from '../generated/generated-type.js';
import { callOf } from './context.js';
import { resolverError } from './graphql-error.js';

type Resolver = GraphQLFieldResolver<object, unknown>;

/** Tells the caller of a request what it may do with a manager. */
export type ReadCapabilities = (manager: ManagerModel, context: unknown) => ManagerCapabilities;

/** Makes the function that tells of managers; it reads nothing. */
export function readCapabilities(runtime: Runtime): ReadCapabilities {
  return (manager, context) => {
    try {
      return runtime.capabilities(manager, callOf(context).caller);
    } catch (error) {
      throw resolverError(runtime, error);
    }
  };
}

/** What may be done with an object that the actor may not see, or that is gone. */
export const NOTHING_ALLOWED: object = Object.freeze({ fields: Object.freeze({}), actions: Object.freeze({}) });

/** Lets the fields below a capabilities field read the answer of the row; what it does not have is no. */
export function answerCapabilities(manager: ManagerModel, type: GraphQLObjectType, name: string): void {
  const answer = objectTypeOf(type, name);
  if (!answer) return;
  for (const operation of ['update', 'delete']) answerWith(answer, operation, operation);
  answerGroup(answer, 'fields', publicNames(manager));
  answerGroup(answer, 'actions', new Map());
}

/** `names` has those that are called otherwise in the API. */
function answerGroup(answer: GraphQLObjectType, group: 'fields' | 'actions', names: ReadonlyMap<string, string>): void {
  const field = answer.getFields()[group];
  if (field) field.resolve = reading(group);
  const named = objectTypeOf(answer, group);
  for (const publicName of Object.keys(named?.getFields() ?? {})) {
    if (named) answerWith(named, publicName, names.get(publicName) ?? publicName);
  }
}

function answerWith(type: GraphQLObjectType, publicName: string, name: string): void {
  const field = type.getFields()[publicName];
  if (field) field.resolve = telling(name);
}

function objectTypeOf(type: GraphQLObjectType, name: string): GraphQLObjectType | undefined {
  const field = type.getFields()[name];
  const named = field && getNamedType(field.type);
  return isObjectType(named) ? named : undefined;
}

/** The same for a generated type, whose fields are made later. */
export function answerGenerated(manager: ManagerModel, { fields }: GeneratedType, name: string): void {
  const answer = generatedIn(fields, name);
  if (!answer) return;
  const groups = ['fields', 'actions'] as const;
  answer.resolverOf = (property) => (groups.some((group) => group === property) ? reading(property) : telling(property));
  const names = publicNames(manager);
  for (const group of groups) {
    const named = generatedIn(answer.fields, group);
    if (named) named.resolverOf = (property) => telling((group === 'fields' ? names.get(property) : undefined) ?? property);
  }
}

function generatedIn(fields: readonly GeneratedField[], name: string): GeneratedType | undefined {
  const type = fields.find(({ property }) => property === name)?.type;
  return type instanceof GeneratedType ? type : undefined;
}

/** What fields with rules are called in the API, and by the answer. */
const publicNames = (manager: ManagerModel): ReadonlyMap<string, string> =>
  new Map(ruledFields(manager).map((field) => [field.publicName, field.name]));

const reading =
  (name: string): Resolver =>
  (parent) =>
    Reflect.get(parent, name) as unknown;

const telling =
  (name: string): Resolver =>
  (parent) =>
    Reflect.get(parent, name) === true;

/** Two requests under one alias as one. */
export function mergeCapabilities(one: CapabilityRequest, other: CapabilityRequest): CapabilityRequest {
  const actions = [one, other].flatMap((each) => each.actions ?? []);
  return {
    alias: one.alias,
    operations: [...new Set([...one.operations, ...other.operations])],
    fields: [...new Set([...one.fields, ...other.fields])],
    ...((one.actions ?? other.actions) && { actions: [...new Set(actions)] }),
  };
}
