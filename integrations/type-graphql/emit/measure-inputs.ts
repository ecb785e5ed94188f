import { measureField, type FieldMeasureKind, type ManagerModel } from '../../../lib/plugin.js';
import type { GeneratedType } from '../generated/generated-type.js';
import { comparisonType } from './comparisons.js';
import { declareField } from './declare-field.js';
import { directionType } from './directions.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { treeType, type MeasureTree } from './measure-trees.js';
import { typeName } from './type-names.js';

const comparisons = (suffix: string, kind: FieldMeasureKind): MeasureTree => ({
  suffix,
  kind,
  leaf: (emission, field) => comparisonType(emission, measureField(kind, field)),
});

const directions = (suffix: string, kind: FieldMeasureKind): MeasureTree => ({
  suffix,
  kind,
  leaf: directionType,
});

const COMPARISONS: Readonly<Record<FieldMeasureKind, MeasureTree>> = Object.freeze({
  countDistinct: comparisons('CountDistinctHaving', 'countDistinct'),
  sum: comparisons('SumHaving', 'sum'),
  avg: comparisons('AvgHaving', 'avg'),
  min: comparisons('MinMaxHaving', 'min'),
  max: comparisons('MinMaxHaving', 'max'),
});

/** Groups are made of what different values are counted of. */
const VALUES = directions('ValueSort', 'countDistinct');

const DIRECTIONS: Readonly<Record<FieldMeasureKind, MeasureTree>> = Object.freeze({
  countDistinct: VALUES,
  sum: directions('SumSort', 'sum'),
  avg: directions('SumSort', 'avg'),
  min: directions('MinMaxSort', 'min'),
  max: directions('MinMaxSort', 'max'),
});

/** Declares comparisons of each measure of a manager's objects. */
export function declareMeasureFilters(emission: Emission, manager: ManagerModel, target: GeneratedType): void {
  const count = comparisonType(emission, measureField('count'));
  declareField(target, { property: 'count', type: count, nullable: true });
  declareTrees(emission, manager, target, COMPARISONS);
}

/** The sort by a measure of a manager's objects; each element names one. */
export function measureSortType(emission: Emission, manager: ManagerModel): GeneratedType {
  return inputType(emission, `${typeName(emission, manager)}MeasureSort`, manager.name, (target) =>
    declareMeasureSorts(emission, manager, target),
  );
}

/** The sort of a manager's groups: by a key or a measure; each element names one. */
export function groupSortType(emission: Emission, manager: ManagerModel): GeneratedType {
  return inputType(emission, `${typeName(emission, manager)}GroupSort`, manager.name, (target) => {
    const key = treeType(emission, VALUES, manager);
    if (key) declareField(target, { property: 'key', type: key, nullable: true });
    declareMeasureSorts(emission, manager, target);
  });
}

function declareMeasureSorts(emission: Emission, manager: ManagerModel, target: GeneratedType): void {
  const direction = directionType(emission);
  declareField(target, { property: 'count', type: direction, nullable: true });
  declareTrees(emission, manager, target, DIRECTIONS);
}

function declareTrees(
  emission: Emission,
  manager: ManagerModel,
  target: GeneratedType,
  trees: Readonly<Record<string, MeasureTree>>,
): void {
  for (const [property, tree] of Object.entries(trees)) {
    const type = treeType(emission, tree, manager);
    if (type) declareField(target, { property, type, nullable: true });
  }
}
