import { CONCRETE, type Row } from '../../../lib/plugin.js';

/** Turns a JSON value from the database into the value of a field. */
export type Decode = (value: unknown) => unknown;

interface Assignment {
  readonly name: string;
  readonly slot: number;
  readonly decode: Decode;
}

// PostgreSQL takes 100 arguments at most; longer rows are arrays of arrays.
const CHUNK = 90;

/** Collects the slots of a row and how to read them back. */
export class RowBuilder {
  readonly #slots: string[] = [];
  readonly #assignments: Assignment[] = [];
  readonly #variants = new Map<string, RowBuilder>();
  #concrete: { readonly slot: number; readonly names: ReadonlyMap<string, string> } | undefined;
  readonly #shared: string[];

  constructor(shared?: string[]) {
    this.#shared = shared ?? this.#slots;
  }

  /** Adds an expression; gives its slot. */
  slot(expression: string): number {
    return this.#shared.push(expression) - 1;
  }

  /** Reads a slot into a field of the row. */
  assign(name: string, slot: number, decode: Decode): void {
    this.#assignments.push({ name, slot, decode });
  }

  /** Tells concrete types by the discriminator. */
  concrete(slot: number, names: ReadonlyMap<string, string>): void {
    this.#concrete = { slot, names };
  }

  /** The builder of what rows of one concrete type have in addition; its slots are in the same array. */
  variant(name: string): RowBuilder {
    const builder = new RowBuilder(this.#shared);
    this.#variants.set(name, builder);
    return builder;
  }

  get slots(): readonly string[] {
    return this.#shared;
  }

  decode(values: readonly unknown[]): Row {
    const row: Row = {};
    this.#fill(row, values);
    return row;
  }

  #fill(row: Row, values: readonly unknown[]): void {
    for (const { name, slot, decode } of this.#assignments) row[name] = decode(values[slot]);
    if (!this.#concrete) return;
    const concrete = this.#concrete.names.get(String(values[this.#concrete.slot]));
    if (concrete === undefined) return;
    row[CONCRETE] = concrete;
    const variant = this.#variants.get(concrete);
    if (variant) variant.#fill(row, values);
  }
}

/** The JSON array of a row's slots. */
export function jsonArray(slots: readonly string[]): string {
  if (slots.length <= CHUNK) return `json_build_array(${slots.join(', ')})`;
  const chunks: string[] = [];
  for (let start = 0; start < slots.length; start += CHUNK) chunks.push(jsonArray(slots.slice(start, start + CHUNK)));
  return `json_build_array(${chunks.join(', ')})`;
}

/** The slots of a row that {@link jsonArray} made. */
export function fromJsonArray(values: readonly unknown[], slots: number): readonly unknown[] {
  return slots <= CHUNK ? values : values.flat(1);
}

/** Decodes what is not null. */
export const nullable =
  (decode: Decode): Decode =>
  (value) =>
    value === null || value === undefined ? null : decode(value);

/** An expression that is null where the condition is not true. */
export const where = (seen: string | undefined, expression: string): string =>
  seen === undefined ? expression : `(case when ${seen} then ${expression} end)`;
