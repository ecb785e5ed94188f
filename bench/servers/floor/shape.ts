/** How a value stands in the answer. */
export type Form = 'id' | 'text' | 'number' | 'decimal' | 'instant' | 'json';

/** A member of an object: its key, its SQL, its form; a question mark behind the form where it can be null. */
export type Member = readonly [key: string, sql: string, form: Form | `${Form}?`];

/** A way to have PostgreSQL make the JSON of an answer. */
export interface Shape {
  object(members: readonly Member[]): string;
  /** All objects of the rows, in an order. */
  list(object: string, order: string): string;
}

const iso = (sql: string): string => `to_char(${sql} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** By PostgreSQL's functions for JSON: how one writes it by hand. */
export const functions: Shape = {
  object: (members) => `json_build_object(${members.map(([key, sql, form]) => `'${key}', ${value(sql, form)}`).join(', ')})`,
  list: (object, order) => `coalesce(json_agg(${object} order by ${order}), '[]')`,
};

function value(sql: string, form: Member[2]): string {
  const plain = form.replace('?', '');
  if (plain === 'id' || plain === 'decimal') return `${sql}::text`;
  return plain === 'instant' ? iso(sql) : sql;
}

/** By putting text together, which costs PostgreSQL less. */
export const text: Shape = {
  object: (members) =>
    `'{'||${members.map(([key, sql, form], place) => `'${place > 0 ? ',' : ''}"${key}":'||${print(sql, form)}`).join('||')}||'}'`,
  list: (object, order) => `coalesce('['||string_agg(${object}, ',' order by ${order})||']', '[]')`,
};

function print(sql: string, form: Member[2]): string {
  const printed = printNotNull(sql, form.replace('?', '') as Form);
  return form.endsWith('?') ? `coalesce(${printed}, 'null')` : printed;
}

function printNotNull(sql: string, form: Form): string {
  switch (form) {
    case 'id':
    case 'decimal':
      return `'"'||${sql}||'"'`;
    case 'text':
      return `to_json(${sql})::text`;
    case 'number':
      return `${sql}::text`;
    case 'instant':
      return `'"'||${iso(sql)}||'"'`;
    case 'json':
      return sql;
  }
}
