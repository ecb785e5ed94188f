import { measureField, type FieldMeasureKind, type ManagerModel } from '../../../lib/plugin.js';
import type { GeneratedType } from '../generated/generated-type.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { aggregateArgs, groupArgs } from './group-inputs.js';
import { outputType, treeType, type MeasureTree } from './measure-trees.js';
import { typeName } from './type-names.js';
import { valueType } from './value-types.js';

/** What each measure is called in descriptions. */
const MEASURES: Readonly<Record<FieldMeasureKind, string>> = Object.freeze({
  countDistinct: 'How many different values there are, nulls left out.',
  sum: 'Sums, nulls left out; null where there is no value.',
  avg: 'Averages, nulls left out; null where there is no value.',
  min: 'Least values, nulls left out; null where there is no value.',
  max: 'Greatest values, nulls left out; null where there is no value.',
});

const tree = (suffix: string, kind: FieldMeasureKind, what: string): MeasureTree => ({
  suffix,
  output: { description: (name) => `${what} of ${name} objects.`, nullable: kind !== 'countDistinct' },
  kind,
  leaf: (emission, field) => valueType(emission, measureField(kind, field)),
});

const TREES: Readonly<Record<FieldMeasureKind, MeasureTree>> = Object.freeze({
  countDistinct: tree('CountDistinct', 'countDistinct', 'Numbers of different values'),
  sum: tree('Sum', 'sum', 'Sums'),
  avg: tree('Avg', 'avg', 'Averages'),
  min: tree('MinMax', 'min', 'Extremes'),
  max: tree('MinMax', 'max', 'Extremes'),
});

const KEY: MeasureTree = Object.freeze({
  suffix: 'GroupKey',
  output: { description: (name: string) => `What the ${name} objects of a group share.`, nullable: true },
  kind: 'countDistinct',
  leaf: valueType,
});

/** Measures of objects of a manager. */
export const aggregateType = (emission: Emission, manager: ManagerModel): GeneratedType => emission.once(makeAggregate, manager);

function makeAggregate(emission: Emission, manager: ManagerModel): GeneratedType {
  const name = typeName(emission, manager);
  const description = `Measures of ${name} objects.`;
  return outputType(emission, { name: `${name}Aggregate`, owner: manager.name, description }, (target) => {
    target.args = aggregateArgs(emission, manager);
    declareMeasures(emission, manager, target);
  });
}

/** A group of objects of a manager; undefined where nothing of them can be grouped by. */
export function groupType(emission: Emission, manager: ManagerModel): GeneratedType | undefined {
  const key = treeType(emission, KEY, manager);
  if (!key) return undefined;
  const name = typeName(emission, manager);
  const description = `A group of ${name} objects, and its measures.`;
  return outputType(emission, { name: `${name}Group`, owner: manager.name, description }, (target) => {
    target.args = groupArgs(emission, manager);
    const shared = 'What the objects share; only what groupBy names can be selected.';
    declareField(target, { property: 'key', description: shared, type: key, nullable: false });
    declareMeasures(emission, manager, target);
  });
}

function declareMeasures(emission: Emission, manager: ManagerModel, target: GeneratedType): void {
  const count = valueType(emission, measureField('count'));
  declareField(target, { property: 'count', description: 'How many there are.', type: count, nullable: false });
  for (const [property, description] of Object.entries(MEASURES)) {
    const type = treeType(emission, TREES[property as FieldMeasureKind], manager);
    if (type) declareField(target, { property, description, type, nullable: false });
  }
}
