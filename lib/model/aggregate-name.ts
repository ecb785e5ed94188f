import type { RelationField } from './field.js';
import type { ManagerModel } from './model.js';

/** What the measures of a to-many relation's objects are called in the API: `tracksAggregate`. */
export const aggregateName = ({ publicName }: Pick<RelationField, 'publicName'>): string => `${publicName}Aggregate`;

/** Whether the API shows measures of what a relation leads to. */
export function offersAggregate(
  { cardinality, queryable, match }: Pick<RelationField, 'cardinality' | 'queryable' | 'match'>,
  target: ManagerModel,
): boolean {
  const isOff = target.operations.some(({ kind, served }) => kind === 'aggregate' && served === 'off');
  return cardinality === 'many' && (queryable || match?.partitioned === true) && target.aggregate && !isOff;
}
