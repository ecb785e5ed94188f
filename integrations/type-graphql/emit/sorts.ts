import {
  aggregateName,
  embeddableNamed,
  offersAggregate,
  targetOf,
  type EmbeddedField,
  type FieldModel,
  type ManagerModel,
  type RelationField,
} from '../../../lib/plugin.js';
import type { GeneratedType, TypeValue } from '../generated/generated-type.js';
import { declareField } from './declare-field.js';
import { directionType } from './directions.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { measureSortType } from './measure-inputs.js';
import { typeName } from './type-names.js';

/** The sort of a manager: each element names one key; undefined where nothing of it can be sorted by. */
export const sortType = (emission: Emission, manager: ManagerModel): GeneratedType | undefined => emission.once(makeSort, manager);

function makeSort(emission: Emission, manager: ManagerModel): GeneratedType | undefined {
  return sortInput(emission, `${typeName(emission, manager)}Sort`, manager.name, emission.comparableFields(manager));
}

function sortInput(emission: Emission, name: string, owner: string, all: readonly FieldModel[]): GeneratedType | undefined {
  const fields = all.filter((field) => isSortable(emission, field));
  if (fields.length === 0) return undefined;
  return inputType(emission, name, owner, (target) => {
    for (const field of fields) {
      const type = keyType(emission, field);
      // What leads to many is sorted by its measures, and called like these.
      const property = isMany(field) ? aggregateName(field) : field.publicName;
      if (type) declareField(target, { property, description: field.description, type, nullable: true });
    }
  });
}

function isSortable(emission: Emission, field: FieldModel, inside: readonly string[] = []): boolean {
  if (!field.exposed) return false;
  if (field.kind === 'scalar' || field.kind === 'enum') return field.sortable;
  if (!field.queryable) return false;
  if (field.kind === 'relation') return isSortableRelation(emission, field);
  if (field.list || inside.includes(field.embeddable)) return false;
  const { fields } = embeddableNamed(emission.model, field.embeddable);
  return fields.some((each) => isSortable(emission, each, [...inside, field.embeddable]));
}

function isSortableRelation(emission: Emission, field: RelationField): boolean {
  const target = targetOf(emission.model, field);
  return isMany(field) ? offersAggregate(field, target) : hasSortableValue(emission, target);
}

const isMany = (field: FieldModel): boolean => field.kind === 'relation' && field.cardinality === 'many';

const hasSortableValue = (emission: Emission, manager: ManagerModel): boolean =>
  emission.comparableFields(manager).some((field) => (field.kind === 'scalar' || field.kind === 'enum') && field.sortable);

function keyType(emission: Emission, field: FieldModel): TypeValue | undefined {
  if (field.kind === 'relation') {
    const target = targetOf(emission.model, field);
    return isMany(field) ? measureSortType(emission, target) : sortType(emission, target);
  }
  return field.kind === 'embedded' ? embeddedSort(emission, field) : directionType(emission);
}

function embeddedSort(emission: Emission, { embeddable }: EmbeddedField): GeneratedType | undefined {
  const { name, fields } = embeddableNamed(emission.model, embeddable);
  return sortInput(emission, `${name}Sort`, `embeddable ${name}`, fields);
}
