import { relationsOf } from '../../declaration/related.js';
import { NoFields, UnknownField } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import type { Draft, DraftManager } from '../draft.js';

/** `@Manager({ fields })` may only name fields that are there, and something has to be left to show. */
export function verifyFieldOptions({ managers }: Draft): readonly Problem[] {
  return managers.flatMap((manager) => [...unknown(manager), ...empty(manager)]);
}

function unknown({ name, declaration, description, target, computed }: DraftManager): readonly Problem[] {
  const known = new Set([
    ...description.fields.map((field) => field.name),
    ...(description.omitted ?? []),
    ...relationsOf(target).keys(),
    ...(computed?.keys() ?? []),
  ]);
  const options = Object.keys(declaration.manager?.fields ?? {});
  return options
    .filter((field) => !known.has(field))
    .map((field) => UnknownField.problem(`${name}.fields.${field}`, { manager: name, field }));
}

function empty({ name, fields }: DraftManager): readonly Problem[] {
  return [...fields.values()].some(({ exposed }) => exposed) ? [] : [NoFields.problem(name, { manager: name })];
}
