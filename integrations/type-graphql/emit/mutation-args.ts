import { GraphQLBoolean, GraphQLInt, GraphQLString } from 'graphql';
import type { ManagerModel, MutationKind, ScalarField } from '../../../lib/plugin.js';
import type { ArgDeclaration, GeneratedType } from '../generated/generated-type.js';
import type { Emission } from './emission.js';
import { filterType } from './filters.js';
import { keyArg } from './keys.js';
import { valueType } from './value-types.js';
import { dataInput } from './write-inputs.js';

const REPEATED: ArgDeclaration = Object.freeze({
  name: 'idempotencyKey',
  type: GraphQLString,
  description: 'A text of the client’s own: whoever repeats the mutation with it gets what was made the first time.',
});

const BOUNDS: readonly ArgDeclaration[] = Object.freeze([
  { name: 'max', type: GraphQLInt, description: 'Refuses the mutation where it is about more objects.' },
  { name: 'dryRun', type: GraphQLBoolean, description: 'Only counts.' },
]);

const REASON: ArgDeclaration = Object.freeze({ name: 'reason', type: GraphQLString, description: 'Why it happens; for the record.' });

/** The arguments of a mutation; undefined where nothing of the manager's objects can be given that it needs. */
export function mutationArgs(emission: Emission, manager: ManagerModel, kind: MutationKind): readonly ArgDeclaration[] | undefined {
  const data = dataArgs(emission, manager, kind);
  if (data.includes(undefined)) return undefined;
  return [
    ...placeArgs(emission, manager, kind),
    ...data.filter((arg) => arg !== undefined),
    ...conditionArgs(emission, manager, kind),
    REASON,
  ];
}

/** Which objects. */
function placeArgs(emission: Emission, manager: ManagerModel, kind: MutationKind): readonly ArgDeclaration[] {
  switch (kind) {
    case 'create':
    case 'createMany':
      return [];
    case 'update':
    case 'upsert':
    case 'delete':
    case 'restore':
      return manager.key ? [keyArg(emission, manager, manager.key)] : [];
    case 'updateMany':
    case 'deleteMany':
      return filterArgs(emission, manager);
  }
}

/** Whoever means all objects says so: a variable that was forgotten must not. */
function filterArgs(emission: Emission, manager: ManagerModel): readonly ArgDeclaration[] {
  const filter = filterType(emission, manager);
  return filter ? [{ name: 'filter', type: filter, required: true, description: 'Which objects; `{}` for all.' }] : [];
}

/** What is written. */
function dataArgs(emission: Emission, manager: ManagerModel, kind: MutationKind): readonly (ArgDeclaration | undefined)[] {
  const of = (name: string, mode: 'create' | 'update', list = false): ArgDeclaration | undefined => {
    const type: GeneratedType | undefined = dataInput(emission, { manager, mode });
    return type && { name, type, required: true, list };
  };
  switch (kind) {
    case 'create':
      return [of('input', 'create')];
    case 'createMany':
      return [of('input', 'create', true)];
    case 'update':
    case 'updateMany':
      return [of('input', 'update')];
    case 'upsert':
      return [of('create', 'create'), of('update', 'update')];
    case 'delete':
    case 'deleteMany':
    case 'restore':
      return [];
  }
}

/** What has to be true for it to happen. */
function conditionArgs(emission: Emission, manager: ManagerModel, kind: MutationKind): readonly ArgDeclaration[] {
  switch (kind) {
    case 'create':
    case 'createMany':
      return manager.adapter.remembersWrites?.(manager) === true ? [REPEATED] : [];
    case 'restore':
      return [];
    case 'update':
    case 'upsert':
    case 'delete':
      return versionArgs(emission, manager);
    case 'updateMany':
    case 'deleteMany':
      return BOUNDS;
  }
}

function versionArgs(emission: Emission, manager: ManagerModel): readonly ArgDeclaration[] {
  const version = [...manager.fields.values()].find((field): field is ScalarField => field.kind === 'scalar' && field.version);
  if (!version?.exposed) return [];
  return [
    { name: 'expected', type: valueType(emission, version), description: `The \`${version.publicName}\` that the object has to have.` },
  ];
}
