/** One row of hand-written SQL. */
export type Row = Readonly<Record<string, unknown>>;

/** What to make of the rows of the SQL, so that they are an answer; by default the only value of the only row is one. */
export interface Expected {
  readonly sql: string;
  readonly answer?: (rows: readonly Row[]) => unknown;
}

/** A question in GraphQL and the same in SQL. */
export interface Case extends Expected {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The expected answer of the rows. */
export function answerOf({ answer = onlyValue }: Expected, rows: readonly Row[]): unknown {
  return answer(rows);
}

/** Rows are the objects of a list. */
export const nodesOf =
  (field: string) =>
  (rows: readonly Row[]): unknown => ({ [field]: { nodes: rows } });

/** Columns of the only row are the totals of lists. */
export const totals = ([row = {}]: readonly Row[]): unknown =>
  Object.fromEntries(Object.entries(row).map(([name, count]) => [name, { totalCount: Number(count) }]));

/** Rows become the objects that `head` makes of them; rows of the same object, which follow each other, are what is nested in it. */
export function nested(rows: readonly Row[], head: (row: Row) => object, within: (rows: readonly Row[]) => object): readonly object[] {
  const keys = rows.map((row) => JSON.stringify(head(row)));
  return rows.flatMap((row, index) => {
    if (keys.indexOf(keys[index] ?? '') < index) return [];
    return [{ ...head(row), ...within(rows.filter((_row, other) => keys[other] === keys[index])) }];
  });
}

/** A timestamp as the column's text has it becomes a LocalDateTime. */
export const wallClock = (text: unknown): string => `${String(text).replace(' ', 'T')}.000`;

const onlyValue = ([row = {}]: readonly Row[]): unknown => Object.values(row)[0];

/** Writes the rows of a query as a list of objects, in their order. */
export const list = (query: string): string => `(select coalesce(json_agg(r), '[]'::json) from (${query}) r)`;
export const data = (name: string, value: string): string => `select json_build_object('${name}', ${value})`;
export const nodes = (name: string, query: string): string => data(name, `json_build_object('nodes', ${list(query)})`);
export const total = (name: string, query: string): string =>
  data(name, `json_build_object('totalCount', (select count(*) from ${query}))`);
