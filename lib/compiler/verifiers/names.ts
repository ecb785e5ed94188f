import { InvalidName, ReservedName } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import type { FieldModel } from '../../model/field.js';
import type { Draft } from '../draft.js';

const NAME = /^(?!__)[A-Za-z_]\w*$/;
const RESERVED: readonly string[] = ['and', 'or', 'not'];

/** Every name that reaches the API has to be one that GraphQL accepts, and no field may be called like a connective of filters. */
export function verifyNames(draft: Draft): readonly Problem[] {
  const named = draft.managers.flatMap(({ name, model, fields }) => [
    { path: name, name },
    ...(model?.operations ?? []).map((operation) => ({ path: `${name}.operations.${operation.kind}`, name: operation.name })),
    ...(model?.capabilities ? [{ path: `${name}.operations.capabilities`, name: model.capabilities.name }] : []),
    ...exposedNames(name, [...fields.values()]),
  ]);
  const types = draft.embeddables.flatMap(({ name, fields }) => [{ path: name, name }, ...exposedNames(name, fields)]);
  return [...named, ...types].flatMap(({ path, name, also }: Named) => {
    if (!NAME.test(name)) return [InvalidName.problem(path, { name })];
    const reserved = RESERVED.find((each) => each === name || each === also);
    return path.includes('.') && reserved !== undefined ? [ReservedName.problem(path, { name: reserved })] : [];
  });
}

interface Named {
  readonly path: string;
  readonly name: string;
  /** The name that TypeScript callers use. */
  readonly also?: string;
}

function exposedNames(owner: string, fields: readonly FieldModel[]): readonly Named[] {
  const exposed = fields.filter((field) => field.exposed);
  return exposed.map(({ name, publicName }) => ({ path: `${owner}.${name}`, name: publicName, also: name }));
}
