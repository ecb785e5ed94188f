import type { Aggregation, Group, Having, Page } from '../../../lib/plugin.js';
import type { Codec } from './codec.js';
import { compareValue } from './compare.js';
import type { Dialect } from './dialect.js';
import type { Aliases } from './link.js';
import { measureOfNothing } from './measure.js';
import { orderBy } from './order.js';
import type { Columns } from './row-reader.js';
import { all, any, bind, EMPTY, join, orTrue, raw, sql, where, type Sql } from './sql.js';
import type { SqlValue } from './value.js';

/** What groups are written of. */
export interface GroupSource {
  readonly dialect: Dialect;
  readonly aliases: Aliases;
  readonly aggregation: Aggregation;
  readonly page: Page;
  /** The keys of the parents, each of which has groups of its own. */
  readonly links: readonly SqlValue[];
  readonly keys: readonly SqlValue[];
  readonly measures: readonly SqlValue[];
  /** The objects, with what restricts them: ` from … where …`. */
  readonly from: Sql;
}

/** Groups as one statement, and how to read what it gives. */
export interface GroupStatement {
  readonly statement: Sql;
  readonly group: (columns: Columns) => Group;
  /** The key of the parent that a group belongs to. */
  readonly parent: (columns: Columns) => readonly string[];
}

/** Writes groups, innermost first: the restricted objects in groups with their measures; those that `having` lets through; a page of them. */
export function writeGroups(source: GroupSource): GroupStatement {
  const { links, keys, measures } = source;
  const take = (kind: 'l' | 'k' | 'm', codecs: readonly SqlValue[], columns: Columns): readonly unknown[] =>
    codecs.map(({ codec }, index) => {
      const value = columns[named('', kind, index).text] ?? null;
      return value === null ? null : codec.decode(value);
    });
  return {
    statement: writePage(source, writeGrouped(source)),
    group: (columns) => ({ key: take('k', keys, columns), measures: take('m', measures, columns) }),
    parent: (columns) => links.map(({ codec }, index) => codec.text(columns[named('', 'l', index).text])),
  };
}

/** Values that are grouped are the same in all of a group; which one of them is told does not matter. */
function writeGrouped({ links, keys, measures, from }: GroupSource): Sql {
  const grouped = [...links, ...keys].map(({ codec, expression }) => codec.sorted(expression));
  const projected = [
    ...links.flatMap(({ codec, expression }, index) => [
      sql`min(${codec.key(expression)}) as ${named('', 'l', index)}`,
      sql`min(${codec.sorted(expression)}) as ${named('', 'p', index)}`,
    ]),
    ...keys.flatMap(({ codec, expression }, index) => [
      sql`min(${codec.read(expression)}) as ${named('', 'k', index)}`,
      sql`min(${codec.sorted(expression)}) as ${named('', 's', index)}`,
    ]),
    ...measures.map(({ expression }, index) => sql`${expression} as ${named('', 'm', index)}`),
  ];
  // Without keys and measures there still is one group.
  const selected = projected.length > 0 ? join(projected) : raw('count(*) as c');
  return sql`select ${selected}${from}${grouped.length > 0 ? sql` group by ${join(grouped)}` : EMPTY}`;
}

function writePage(source: GroupSource, grouped: Sql): Sql {
  const { dialect, aliases, aggregation, links, keys, measures } = source;
  const alias = aliases.next();
  const at = (kind: 'p' | 's' | 'm', values: readonly SqlValue[], index: number): SqlValue => {
    const codec = values[index]?.codec;
    if (!codec) throw new TypeError('the aggregation has no such key or measure');
    return { codec, expression: named(alias, kind, index) };
  };
  const read = (codec: Codec, index: number): Sql => sql`${codec.read(named(alias, 'm', index))} as ${named('', 'm', index)}`;
  const selected = [
    ...links.map((_link, index) => named(alias, 'l', index)),
    ...keys.map((_key, index) => named(alias, 'k', index)),
    ...measures.map(({ codec }, index) => read(codec, index)),
  ];
  const from = sql` from (${grouped}) ${raw(alias)}`;
  if (keys.length === 0) return sql`select ${selected.length > 0 ? join(selected) : raw('1 as c')}${from}`;
  const having = where(writeHaving(dialect, aggregation.having, (index) => at('m', measures, index)));
  const terms = aggregation.order.map(({ by, index, ...term }) => {
    return { ...term, nullable: true, ...(by === 'key' ? at('s', keys, index) : at('m', measures, index)) };
  });
  const sorted = orderBy(
    terms,
    terms.map(({ codec, expression }) => codec.sorted(expression)),
  );
  if (links.length === 0) return sql`select ${join(selected)}${from}${having}${sorted}${limited(source.page)}`;
  const partition = join(links.map((_link, index) => at('p', links, index)).map(({ codec, expression }) => codec.sorted(expression)));
  const number = sql`row_number() over (partition by ${partition}${sorted}) as ${named('', 'n', 0)}`;
  return numbered(source, sql`select ${join([...selected, number])}${from}${having}`);
}

/** One more than the page, to know whether there is a next. */
const limited = ({ limit, offset }: Page): Sql => sql` limit ${bind(limit + 1)}${offset > 0 ? sql` offset ${bind(offset)}` : EMPTY}`;

/** The page of each parent. */
function numbered({ aliases, page: { limit, offset } }: GroupSource, groups: Sql): Sql {
  const alias = aliases.next();
  const number = named(alias, 'n', 0);
  return sql`select * from (${groups}) ${raw(alias)} where ${number} > ${bind(offset)} and ${number} <= ${bind(offset + limit + 1)} order by ${number}`;
}

/** A condition over measures; `undefined` is TRUE. */
function writeHaving(dialect: Dialect, having: Having, measureAt: (index: number) => SqlValue): Sql | undefined {
  const write = (each: Having): Sql => orTrue(writeHaving(dialect, each, measureAt));
  switch (having.kind) {
    case 'true':
      return undefined;
    case 'false':
      return raw('1 = 0');
    case 'and':
      return all(having.all.map(write));
    case 'or':
      return any(having.any.map(write));
    case 'not':
      return sql`(not (${write(having.of)}))`;
    case 'compare':
      return compareValue(dialect, measureAt(having.measure), having.operator, having.value);
  }
}

/** The groups of no objects at all. */
export const groupsOfNothing = ({ groupBy, measures }: Aggregation): readonly Group[] =>
  groupBy.length > 0 ? [] : [{ key: [], measures: measures.map(measureOfNothing) }];

/** A column that the statement makes itself. */
const named = (alias: string, kind: 'l' | 'p' | 'k' | 's' | 'm' | 'n', index: number): Sql =>
  raw(`${alias}${alias === '' ? '' : '.'}gm__${kind}${index}`);
