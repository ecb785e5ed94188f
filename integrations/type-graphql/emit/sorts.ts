import { InputType, registerEnumType } from 'type-graphql';
import { embeddableNamed, targetOf, type EmbeddedField, type FieldModel, type ManagerModel } from '../../../lib/plugin.js';
import { declareField } from './declare-field.js';
import { namedClass, type Emission, type TypeClass, type TypeValue } from './emission.js';
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
  return sortInput(emission, `${typeName(emission, manager)}Sort`, manager.name, [...manager.fields.values()]);
}

function sortInput(emission: Emission, name: string, owner: string, all: readonly FieldModel[]): TypeClass | undefined {
  const fields = all.filter((field) => isSortable(emission, field));
  if (fields.length === 0) return undefined;
  return emission.type(name, owner, () => namedClass(name), (target) => {
    InputType(name)(target);
    for (const field of fields) {
      const type = keyType(emission, field);
      if (type) declareField(target, { property: field.publicName, description: field.description, type: () => type, nullable: true });
    }
  });
}

function isSortable(emission: Emission, field: FieldModel): boolean {
  if (!field.exposed) return false;
  if (field.kind === 'relation') return field.cardinality === 'one' && field.queryable && hasSortableValue(targetOf(emission.model, field));
  if (field.kind !== 'embedded') return field.sortable;
  return field.queryable && embeddableNamed(emission.model, field.embeddable).fields.some((inner) => isSortable(emission, inner));
}

const hasSortableValue = ({ fields }: ManagerModel): boolean =>
  [...fields.values()].some((field) => field.exposed && (field.kind === 'scalar' || field.kind === 'enum') && field.sortable);

function keyType(emission: Emission, field: FieldModel): TypeValue | undefined {
  if (field.kind === 'relation') return sortType(emission, targetOf(emission.model, field));
  return field.kind === 'embedded' ? embeddedSort(emission, field) : directionType(emission);
}

function embeddedSort(emission: Emission, { embeddable }: EmbeddedField): TypeClass | undefined {
  const { name, fields } = embeddableNamed(emission.model, embeddable);
  return sortInput(emission, `${name}Sort`, `embeddable ${name}`, fields);
}

function directionType(emission: Emission): TypeValue {
  return emission.type('SortDirection', 'sorts', () => ({ ...DIRECTIONS }), (value) => registerEnumType(value, { name: 'SortDirection' }));
}
