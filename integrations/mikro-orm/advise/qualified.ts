import { quote } from '../sql/statement.js';
import type { CataloguedTable } from './read-catalog.js';

/** Schema and name of a table, quoted. */
export const qualified = ({ schema, name }: Pick<CataloguedTable, 'schema' | 'name'>): string => `${quote(schema)}.${quote(name)}`;

/** Partitioned tables take an index only while nobody writes. */
export const createIndex = ({ kind }: Pick<CataloguedTable, 'kind'>): string =>
  kind === 'p' ? 'create index' : 'create index concurrently';
