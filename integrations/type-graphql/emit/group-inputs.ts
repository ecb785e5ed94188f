import { GraphQLBoolean, GraphQLInt } from 'graphql';
import { canGroup, canMeasure, measureField, type FieldMeasureKind, type ManagerModel } from '../../../lib/plugin.js';
import { aggregateArgs } from './aggregates.js';
import { comparisonType } from './comparisons.js';
import { declareField, type ArgDeclaration } from './declare-field.js';
import type { Emission, TypeClass } from './emission.js';
import { inputType } from './input-types.js';
import { treeType, type MeasureTree } from './measure-trees.js';
import { directionType, sortType } from './sorts.js';
import { typeName } from './type-names.js';

const GROUP_BY: MeasureTree = Object.freeze({ suffix: 'GroupBy', accepts: canGroup, leaf: () => GraphQLBoolean });

const having = (suffix: string, kind: FieldMeasureKind): MeasureTree => ({
  suffix,
  accepts: (field) => canMeasure(kind, field),
  leaf: (emission, field) => comparisonType(emission, measureField(kind, field)),
});

const sort = (suffix: string, kind: FieldMeasureKind): MeasureTree => ({
  suffix,
  accepts: (field) => canMeasure(kind, field),
  leaf: directionType,
});

const HAVING: Readonly<Record<FieldMeasureKind, MeasureTree>> = Object.freeze({
  countDistinct: having('CountDistinctHaving', 'countDistinct'),
  sum: having('SumHaving', 'sum'),
  avg: having('AvgHaving', 'avg'),
  min: having('MinMaxHaving', 'min'),
  max: having('MinMaxHaving', 'max'),
});

const SORT: Readonly<Record<Exclude<FieldMeasureKind, 'countDistinct'>, MeasureTree>> = Object.freeze({
  sum: sort('SumSort', 'sum'),
  avg: sort('SumSort', 'avg'),
  min: sort('MinMaxSort', 'min'),
  max: sort('MinMaxSort', 'max'),
});

/** The arguments of groups: of which objects, by what, which of them, in which order, which page. */
export function groupArgs(emission: Emission, manager: ManagerModel): readonly ArgDeclaration[] {
  const groupBy = treeType(emission, GROUP_BY, manager);
  const filter = havingType(emission, manager);
  const order = groupSortType(emission, manager);
  return [
    ...aggregateArgs(emission, manager),
    ...(groupBy ? [{ name: 'groupBy', type: () => groupBy, list: true, required: true }] : []),
    { name: 'having', type: () => filter },
    { name: 'sort', type: () => order, list: true },
    { name: 'first', type: () => GraphQLInt },
    { name: 'offset', type: () => GraphQLInt },
  ];
}

function havingType(emission: Emission, manager: ManagerModel): TypeClass {
  return inputType(emission, `${typeName(emission, manager)}Having`, manager.name, (target) => {
    declareField(target, { property: 'and', type: () => target, nullable: true, list: { items: false } });
    declareField(target, { property: 'or', type: () => target, nullable: true, list: { items: false } });
    declareField(target, { property: 'not', type: () => target, nullable: true });
    const count = comparisonType(emission, measureField('count'));
    declareField(target, { property: 'count', type: () => count, nullable: true });
    for (const [property, tree] of Object.entries(HAVING)) {
      const type = treeType(emission, tree, manager);
      if (type) declareField(target, { property, type: () => type, nullable: true });
    }
  });
}

/** Each element names one key: one of the group, or a measure. */
function groupSortType(emission: Emission, manager: ManagerModel): TypeClass {
  return inputType(emission, `${typeName(emission, manager)}GroupSort`, manager.name, (target) => {
    // Different values are counted, and groups made, of what can be sorted by.
    const values = sortType(emission, manager);
    const types = { key: values, count: directionType(emission), countDistinct: values, ...measureSorts(emission, manager) };
    for (const [property, type] of Object.entries(types)) {
      if (type) declareField(target, { property, type: () => type, nullable: true });
    }
  });
}

const measureSorts = (emission: Emission, manager: ManagerModel): Readonly<Record<string, TypeClass | undefined>> =>
  Object.fromEntries(Object.entries(SORT).map(([kind, tree]) => [kind, treeType(emission, tree, manager)]));
