import type { FieldModel } from '../../model/field.js';
import type { KeyModel } from '../../model/model.js';
import type { DraftManager } from '../draft.js';

/** The sets of fields by which callers can find one object besides its key. */
export function uniquesOf(
  { description: { uniques = [] }, fields }: DraftManager,
  key: KeyModel | undefined,
  hasKey: (target: string) => boolean,
): readonly (readonly string[])[] {
  const primary = textOf((key?.parts ?? []).map(({ field }) => field));
  const isFound = (field: FieldModel | undefined): boolean => {
    if (!field?.exposed || field.kind === 'embedded') return false;
    if (field.kind === 'relation') return field.owner && field.cardinality === 'one' && field.queryable && hasKey(field.target);
    return !field.list && field.operators.includes('eq');
  };
  return uniques.filter((names) => textOf(names) !== primary && names.every((name) => isFound(fields.get(name))));
}

const textOf = (names: readonly string[]): string => [...names].sort().join('\n');
