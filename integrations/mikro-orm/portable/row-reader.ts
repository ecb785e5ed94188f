import { CONCRETE, type ManagerModel, type RelationSelection, type Row } from '../../../lib/plugin.js';
import type { Codec } from './codec.js';
import { join, raw, sql, type Sql } from './sql.js';

/** What a statement gave for one row: its columns by their names. */
export type Columns = Readonly<Record<string, unknown>>;

/** Reads a value of a row; null where there is none. */
export type Take = (columns: Columns) => unknown;

/** A relation to be read of rows, and where they have the key that leads along it. */
export interface RelationStep {
  readonly manager: ManagerModel;
  readonly relation: RelationSelection;
  /** The exact texts of the key; undefined where the link leads nowhere, or may not be seen. */
  readonly key: (columns: Columns) => readonly string[] | undefined;
  /** Only rows of this concrete type have the relation. */
  readonly concrete?: string;
}

/** Gathers what is selected of each row, and how to read it back. */
export class RowReader {
  readonly #expressions: Sql[] = [];
  readonly #fields: { readonly name: string; readonly take: Take; readonly concrete?: string }[] = [];
  readonly steps: RelationStep[] = [];
  #concrete: { readonly take: Take; readonly names: ReadonlyMap<string, string> } | undefined;

  /** Selects an expression. */
  column(expression: Sql): Take {
    const name = `c${this.#expressions.push(expression) - 1}`;
    return (columns) => columns[name] ?? null;
  }

  /** Selects a value as its codec reads it. */
  value(codec: Codec, expression: Sql): Take {
    const take = this.column(codec.read(expression));
    return (columns) => {
      const value = take(columns);
      return value === null ? null : codec.decode(value);
    };
  }

  /** Reads a field of rows, or only of those of one concrete type. */
  assign(name: string, take: Take, concrete?: string): void {
    this.#fields.push({ name, take, ...(concrete !== undefined && { concrete }) });
  }

  /** Tells concrete types by the discriminator. */
  tellConcrete(take: Take, names: ReadonlyMap<string, string>): void {
    this.#concrete = { take, names };
  }

  /** The concrete type of a row, where rows differ in it. */
  concreteOf(columns: Columns): string | undefined {
    return this.#concrete?.names.get(String(this.#concrete.take(columns)));
  }

  /** What is selected; a row has one column at least. */
  get selected(): Sql {
    if (this.#expressions.length === 0) return raw('1 as c');
    return join(this.#expressions.map((expression, index) => sql`${expression} as ${raw(`c${index}`)}`));
  }

  read(columns: Columns): Row {
    const row: Row = {};
    const own = this.concreteOf(columns);
    for (const { name, take, concrete } of this.#fields) {
      if (concrete === undefined || concrete === own) row[name] = take(columns);
    }
    if (own !== undefined) row[CONCRETE] = own;
    return row;
  }
}
