import { InvalidName, ReservedName } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import type { Draft } from '../draft.js';

const NAME = /^(?!__)[A-Za-z_]\w*$/;
const RESERVED: readonly string[] = ['and', 'or', 'not'];

/** Every name that reaches the API has to be one that GraphQL accepts, and no field may be called like a connective of filters. */
export function verifyNames(draft: Draft): readonly Problem[] {
  const named = draft.managers.flatMap(({ name, model, fields }) => [
    { path: name, name },
    ...(model?.operations ?? []).map((operation) => ({ path: `${name}.operations.${operation.kind}`, name: operation.name })),
    ...[...fields.values()].filter(({ exposed }) => exposed).map((field) => ({ path: `${name}.${field.name}`, name: field.publicName })),
  ]);
  const types = draft.embeddables.flatMap(({ name, fields }) => [
    { path: name, name },
    ...fields.filter(({ exposed }) => exposed).map((field) => ({ path: `${name}.${field.name}`, name: field.publicName })),
  ]);
  return [...named, ...types].flatMap(({ path, name }) => {
    if (!NAME.test(name)) return [InvalidName.problem(path, { name })];
    return path.includes('.') && RESERVED.includes(name) ? [ReservedName.problem(path, { name })] : [];
  });
}
