import {
  embeddableNamed,
  offersAggregate,
  targetOf,
  type EmbeddedField,
  type FieldModel,
  type ManagerModel,
  type RelationField,
} from '../../../lib/plugin.js';
import type { GeneratedType } from '../generated/generated-type.js';
import { comparisonType } from './comparisons.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { declareMeasureFilters } from './measure-inputs.js';
import { typeName } from './type-names.js';

/** The filter of a manager; undefined where nothing of it can be filtered. */
export const filterType = (emission: Emission, manager: ManagerModel): GeneratedType | undefined => emission.once(makeFilter, manager);

function makeFilter(emission: Emission, manager: ManagerModel): GeneratedType | undefined {
  const fields = emission.comparableFields(manager).filter((field) => isFilterable(emission, field));
  if (fields.length === 0) return undefined;
  return inputType(emission, `${typeName(emission, manager)}Filter`, manager.name, (target) => {
    declareField(target, { property: 'and', type: target, nullable: true, list: { items: false } });
    declareField(target, { property: 'or', type: target, nullable: true, list: { items: false } });
    declareField(target, { property: 'not', type: target, nullable: true });
    for (const field of fields) declareFilter(emission, target, field);
  });
}

function isFilterable(emission: Emission, field: FieldModel, inside: readonly string[] = []): boolean {
  if (!field.exposed) return false;
  if (field.kind === 'scalar' || field.kind === 'enum') return field.operators.length > 0;
  if (field.kind === 'relation') return isFollowed(field) && emission.comparableFields(targetOf(emission.model, field)).length > 0;
  if (!field.queryable) return false;
  if (inside.includes(field.embeddable)) return false;
  const { fields } = embeddableNamed(emission.model, field.embeddable);
  return fields.some((each) => isFilterable(emission, each, [...inside, field.embeddable]));
}

/** By the source itself, or by the values of fields. */
const isFollowed = ({ queryable, match }: RelationField): boolean => queryable || match?.filterable === true;

function declareFilter(emission: Emission, target: GeneratedType, field: FieldModel): void {
  const type = operandType(emission, field);
  if (!type) return;
  const { publicName, description } = field;
  declareField(target, { property: publicName, description, type, nullable: true });
}

function operandType(emission: Emission, field: FieldModel): GeneratedType | undefined {
  if (field.kind === 'embedded') return embeddedFilter(emission, field);
  if (field.kind !== 'relation') return comparisonType(emission, field);
  const target = targetOf(emission.model, field);
  if (field.cardinality === 'one') return filterType(emission, target);
  return field.match ? quantifiedFilter(emission, target) : listFilter(emission, target, offersAggregate(field, target));
}

/** Of objects in another source nothing is measured. */
function quantifiedFilter(emission: Emission, manager: ManagerModel): GeneratedType | undefined {
  const filter = filterType(emission, manager);
  if (!filter) return undefined;
  return inputType(emission, `${typeName(emission, manager)}QuantifiedFilter`, manager.name, (target) =>
    declareQuantifiers(target, filter),
  );
}

function declareQuantifiers(target: GeneratedType, filter: GeneratedType): void {
  for (const property of ['some', 'every', 'none']) declareField(target, { property, type: filter, nullable: true });
}

function listFilter(emission: Emission, manager: ManagerModel, measured: boolean): GeneratedType | undefined {
  const filter = filterType(emission, manager);
  if (!filter) return undefined;
  return inputType(emission, `${typeName(emission, manager)}ListFilter`, manager.name, (target) => {
    declareQuantifiers(target, filter);
    if (measured) declareMeasureFilters(emission, manager, target);
  });
}

function embeddedFilter(emission: Emission, { embeddable }: EmbeddedField): GeneratedType {
  const { name, fields } = embeddableNamed(emission.model, embeddable);
  return inputType(emission, `${name}Filter`, `embeddable ${name}`, (target) => {
    for (const field of fields.filter((each) => isFilterable(emission, each))) declareFilter(emission, target, field);
  });
}
