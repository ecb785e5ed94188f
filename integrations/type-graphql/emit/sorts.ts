import { registerEnumType } from 'type-graphql';
import { embeddableNamed, targetOf, type EmbeddedField, type FieldModel, type ManagerModel } from '../../../lib/plugin.js';
import { declareField } from './declare-field.js';
import type { Emission, TypeClass, TypeValue } from './emission.js';
import { inputType } from './input-types.js';
import { typeName } from './type-names.js';

const DIRECTIONS = Object.freeze({
  ASC: 'asc',
  DESC: 'desc',
  ASC_NULLS_FIRST: 'asc nulls first',
  ASC_NULLS_LAST: 'asc nulls last',
  DESC_NULLS_FIRST: 'desc nulls first',
  DESC_NULLS_LAST: 'desc nulls last',
});

/** The sort of a manager: each element names one key; undefined where nothing of it can be sorted by. */
export function sortType(emission: Emission, manager: ManagerModel): TypeClass | undefined {
  return sortInput(emission, `${typeName(emission, manager)}Sort`, manager.name, emission.comparableFields(manager));
}

function sortInput(emission: Emission, name: string, owner: string, all: readonly FieldModel[]): TypeClass | undefined {
  const fields = all.filter((field) => isSortable(emission, field));
  if (fields.length === 0) return undefined;
  return inputType(emission, name, owner, (target) => {
    for (const field of fields) {
      const type = keyType(emission, field);
      if (type) declareField(target, { property: field.publicName, description: field.description, type: () => type, nullable: true });
    }
  });
}

function isSortable(emission: Emission, field: FieldModel, inside: readonly string[] = []): boolean {
  if (!field.exposed) return false;
  if (field.kind === 'scalar' || field.kind === 'enum') return field.sortable;
  if (!field.queryable) return false;
  if (field.kind === 'relation') return field.cardinality === 'one' && hasSortableValue(emission, targetOf(emission.model, field));
  if (field.list || inside.includes(field.embeddable)) return false;
  const { fields } = embeddableNamed(emission.model, field.embeddable);
  return fields.some((each) => isSortable(emission, each, [...inside, field.embeddable]));
}

const hasSortableValue = (emission: Emission, manager: ManagerModel): boolean =>
  emission.comparableFields(manager).some((field) => (field.kind === 'scalar' || field.kind === 'enum') && field.sortable);

function keyType(emission: Emission, field: FieldModel): TypeValue | undefined {
  if (field.kind === 'relation') return sortType(emission, targetOf(emission.model, field));
  return field.kind === 'embedded' ? embeddedSort(emission, field) : directionType(emission);
}

function embeddedSort(emission: Emission, { embeddable }: EmbeddedField): TypeClass | undefined {
  const { name, fields } = embeddableNamed(emission.model, embeddable);
  return sortInput(emission, `${name}Sort`, `embeddable ${name}`, fields);
}

/** The directions of sorts. */
export function directionType(emission: Emission): TypeValue {
  const name = 'SortDirection';
  const description = 'A direction, and where nulls go; without a word on them they come last in ascending, first in descending order.';
  return emission.type(
    name,
    'every sort',
    () => ({ ...DIRECTIONS }),
    (value) => registerEnumType(value, { name, description }),
  );
}
