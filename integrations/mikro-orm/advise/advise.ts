import type { Advice, ApplicationModel, ManagerModel } from '../../../lib/plugin.js';
import { textOf, type RelationName } from '../drift/mapped-table.js';
import { relationOf } from '../drift/relation-of.js';
import type { Entities } from '../sql/entities.js';
import { adviseIndexes } from './advise-indexes.js';
import { adviseMissing } from './advise-missing.js';
import { adviseTexts } from './advise-texts.js';
import { qualified } from './qualified.js';
import { readCatalog, type CataloguedTable } from './read-catalog.js';
import { wantedIndexes } from './wanted-indexes.js';

/** Advice about the tables of the managers that live in a database; reads its catalog in one statement. */
export async function adviseDatabase(
  entities: Entities,
  model: ApplicationModel,
  managers: readonly ManagerModel[],
): Promise<readonly Advice[]> {
  const { orm } = entities;
  const stored = managers.filter((manager) => !entities.meta(manager).virtual);
  const wanted = wantedIndexes(entities, model, stored);
  const tableOf = (manager: ManagerModel): RelationName => relationOf(orm, entities.meta(manager));
  const names = [...wanted.map(({ table }) => table), ...stored.map(tableOf)];
  const tables = await readCatalog(orm, names);
  const advice = [...tables].flatMap(([id, table]): readonly Advice[] => [
    ...adviseMissing(
      orm,
      table,
      wanted.filter((each) => textOf(each.table) === id),
    ),
    ...adviseStatistics(table),
    ...adviseIndexes(table),
    ...adviseTexts(
      entities,
      table,
      stored.filter((manager) => textOf(tableOf(manager)) === id),
    ),
  ]);
  return advice.toSorted((left, right) => rank(left) - rank(right) || compareText(left.table, right.table));
}

const rank = ({ severity }: Advice): number => (severity === 'warning' ? 0 : 1);

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function adviseStatistics(table: CataloguedTable): readonly Advice[] {
  if (!table.unknown) return [];
  const name = qualified(table);
  return [
    {
      kind: 'no-statistics',
      severity: 'warning',
      table: name,
      columns: [],
      what: `${name} has never been analysed.`,
      why: ['the planner guesses how many rows a condition selects'],
      cure: [`analyze ${name}`],
    },
  ];
}
