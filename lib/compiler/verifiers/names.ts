import { InvalidName, ReservedName } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import { isApiName } from '../api-name.js';
import type { FieldModel } from '../../model/field.js';
import type { Draft } from '../draft.js';

const RESERVED: readonly string[] = ['and', 'or', 'not'];

/** Every name that reaches the API has to be one that GraphQL accepts, and no field may be called like a connective of filters. */
export function verifyNames(draft: Draft): readonly Problem[] {
  const problems: Problem[] = [];
  const verify = (name: string, path: () => string, also?: string): void => {
    if (!isApiName(name)) problems.push(InvalidName.problem(path(), { name }));
    else if (also !== undefined) verifyReserved(problems, path, name, also);
  };
  for (const { name, model, fields, computed } of draft.managers) {
    verify(name, () => name);
    for (const operation of model?.operations ?? []) {
      verify(operation.name, () => `${name}.operations.${operation.kind}`, operation.name);
    }
    const { capabilities } = model ?? {};
    if (capabilities) verify(capabilities.name, () => `${name}.operations.capabilities`, capabilities.name);
    verifyFields(verify, name, fields.values());
    verifyFields(
      verify,
      name,
      [...(computed?.values() ?? [])].map(({ field }) => field),
    );
  }
  for (const { name, fields } of draft.embeddables) {
    verify(name, () => name);
    verifyFields(verify, name, fields);
  }
  return problems;
}

/** `also` is the name that TypeScript callers use, of what stands beside the connectives of filters. */
type Verify = (name: string, path: () => string, also?: string) => void;

function verifyReserved(problems: Problem[], path: () => string, name: string, also: string): void {
  const reserved = RESERVED.find((each) => each === name || each === also);
  if (reserved !== undefined) problems.push(ReservedName.problem(path(), { name: reserved }));
}

function verifyFields(verify: Verify, owner: string, fields: Iterable<FieldModel>): void {
  for (const { name, publicName, exposed } of fields) if (exposed) verify(publicName, () => `${owner}.${name}`, name);
}
