import type { Advice, ManagerModel } from '../../../lib/plugin.js';
import { isTextual } from '../describe/column-type.js';
import type { Entities } from '../sql/entities.js';
import { quote } from '../sql/statement.js';
import { createIndex, qualified } from './qualified.js';
import type { CataloguedTable } from './read-catalog.js';

/** From so many rows on, it is felt that texts are searched row by row. */
const LARGE = 10_000;

/** The texts of a large table that clients may search within, and that no trigram index covers. */
export function adviseTexts(entities: Entities, table: CataloguedTable, managers: readonly ManagerModel[]): readonly Advice[] {
  if (table.rows < LARGE) return [];
  const searched = managers.flatMap((manager) =>
    [...manager.fields.values()].flatMap((field): readonly (readonly [string, string])[] => {
      const isText = field.kind === 'scalar' && !field.list && field.exposed && field.operators.includes('contains');
      const { fieldNames, columnTypes, formula } = entities.property(manager, field.name);
      const [column] = fieldNames ?? [];
      const isColumn = column !== undefined && !formula && isTextual(columnTypes?.[0] ?? '');
      return isText && isColumn && !hasTrigrams(table, column) ? [[column, `${manager.name}.${field.name}`]] : [];
    }),
  );
  const columns = [...new Set(searched.map(([column]) => column))];
  if (columns.length === 0) return [];
  const name = qualified(table);
  const create = columns.map((column) => `${createIndex(table)} on ${name} using gin (${quote(column)} gin_trgm_ops)`);
  return [
    {
      kind: 'text-search',
      severity: 'hint',
      table: name,
      columns,
      what: `Searches within ${columns.join(', ')} read all of ${name}.`,
      why: [`the operators contains, icontains, endsWith and the like of ${searched.map(([, field]) => field).join(', ')}`],
      cure: ['create extension if not exists pg_trgm', ...create],
    },
  ];
}

const hasTrigrams = ({ indexes }: CataloguedTable, column: string): boolean =>
  indexes.some(({ valid, predicate, columns, classes }) =>
    columns.some((each, place) => valid && predicate === null && each === column && classes[place]?.includes('_trgm_') === true),
  );
