import type { Advice } from '../../../lib/plugin.js';
import type { Orm } from '../metadata.js';
import { quote } from '../sql/statement.js';
import { createIndex, qualified } from './qualified.js';
import type { CataloguedTable } from './read-catalog.js';
import { serves } from './serves.js';
import type { WantedIndex } from './wanted-index.js';

/** The indexes of a table that are wanted and not there, each once with all that wants it. */
export function adviseMissing(orm: Orm, table: CataloguedTable, wanted: readonly WantedIndex[]): readonly Advice[] {
  const missing = wanted.filter((each) => !table.indexes.some((index) => serves(index, each)));
  const groups = new Map<string, readonly [WantedIndex, ...WantedIndex[]]>();
  for (const each of missing) {
    const key = JSON.stringify([each.by === 'items', [...each.columns].sort()]);
    const [first, ...others] = groups.get(key) ?? [];
    groups.set(key, first ? [first, ...others, each] : [each]);
  }
  return [...groups.values()].map((group) => adviceOf(orm, table, group));
}

function adviceOf(orm: Orm, table: CataloguedTable, group: readonly [WantedIndex, ...WantedIndex[]]): Advice {
  // What asks for an order says which one the columns have to have.
  const { columns, by } = group.find((each) => each.by === 'key') ?? group[0];
  const name = qualified(table);
  const items = by === 'items';
  const using = items ? 'using gin ' : '';
  const create = `${createIndex(table)} ${nameFor(orm, table, columns)}on ${name} ${using}(${columns.map(quote).join(', ')})`;
  return {
    kind: 'missing-index',
    severity: 'warning',
    table: name,
    columns,
    what: items ? `No index of ${name} has the items of ${columns.join(', ')}.` : `No index of ${name} starts with ${columns.join(', ')}.`,
    why: [...new Set(group.map(({ why }) => why))],
    cure: [create],
  };
}

/** The name that MikroORM gives to an index that the mapping declares; none where it is taken. */
function nameFor(orm: Orm, table: CataloguedTable, columns: readonly string[]): string {
  const name = orm.driver.getPlatform().getIndexName(table.name, [...columns], 'index');
  return table.indexes.some((index) => index.name === name) ? '' : `${quote(name)} `;
}
