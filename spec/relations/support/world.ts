import type { BinRow, PartRow, QuoteRow, Reader, Rows, SupplierRow } from './catalogue.js';

/** True, false or unknown. */
type Truth = boolean | undefined;

/** What is linked to an object, by the relation's name. */
type Linked = Readonly<Record<string, (object: never) => readonly Item[]>>;

/** An object of some kind. */
export interface Item {
  readonly kind: 'part' | 'supplier' | 'quote' | 'bin';
  readonly row: Readonly<Record<string, unknown>>;
}

/** A filter as callers write it. */
export type FilterTree = Readonly<Record<string, unknown>>;

/** What a reader sees of the catalogue, by loops over lists in memory: what the application has to equal. */
export class World {
  readonly #rows: Rows;
  readonly #reader: Reader;

  constructor(rows: Rows, reader: Reader) {
    this.#rows = rows;
    this.#reader = reader;
  }

  get parts(): readonly PartRow[] {
    return this.#rows.parts.filter(({ hidden }) => this.#isAdmin || !hidden);
  }

  get suppliers(): readonly SupplierRow[] {
    return this.#rows.suppliers.filter(({ listed }) => this.#isAdmin || listed);
  }

  get quotes(): readonly QuoteRow[] {
    return this.#rows.quotes.filter(({ secret }) => this.#isAdmin || !secret);
  }

  supplierOf(part: PartRow): SupplierRow | null {
    const code = this.#codeOf(part);
    return this.suppliers.find((each) => each.code === code) ?? null;
  }

  binOf(part: PartRow): BinRow | null {
    if (!this.#seesBin(part)) return null;
    return this.#rows.bins.find(({ site, slot }) => site === part.site && slot === part.slot) ?? null;
  }

  quotesOf({ number }: PartRow): readonly QuoteRow[] {
    return this.quotes.filter((each) => this.#numberOf(each) === number);
  }

  twinsOf(part: PartRow): readonly PartRow[] {
    const code = this.#codeOf(part);
    return code === null ? [] : this.parts.filter((each) => this.#codeOf(each) === code);
  }

  partsOf({ code }: SupplierRow): readonly PartRow[] {
    return this.parts.filter((each) => this.#codeOf(each) === code);
  }

  quotesBy({ id }: SupplierRow): readonly QuoteRow[] {
    return this.quotes.filter(({ supplierId }) => supplierId === id);
  }

  partOf(quote: QuoteRow): PartRow | null {
    const number = this.#numberOf(quote);
    return this.parts.find((each) => each.number === number) ?? null;
  }

  supplierBehind({ supplierId }: QuoteRow): SupplierRow | null {
    return this.suppliers.find(({ id }) => id === supplierId) ?? null;
  }

  partsIn({ site, slot }: BinRow): readonly PartRow[] {
    return this.parts.filter((each) => this.#seesBin(each) && each.site === site && each.slot === slot);
  }

  /** The parts that a filter finds, in the order of the key. */
  partsWhere(filter: FilterTree): readonly PartRow[] {
    const found = this.parts.filter((row) => this.#truth({ kind: 'part', row: { ...row } }, filter) === true);
    return found.toSorted((one, other) => one.id - other.id);
  }

  get #isAdmin(): boolean {
    return this.#reader.roles.includes('admin');
  }

  #codeOf({ supplierCode = null, owner }: PartRow): string | null {
    return this.#isAdmin || this.#reader.roles.includes('buyer') || owner === this.#reader.id ? supplierCode : null;
  }

  #seesBin({ owner }: PartRow): boolean {
    return this.#isAdmin || owner === this.#reader.id;
  }

  #numberOf({ partNumber = null, open }: QuoteRow): string | null {
    return this.#isAdmin || this.#reader.roles.includes('buyer') || open ? partNumber : null;
  }

  #truth(item: Item, filter: FilterTree): Truth {
    return all(
      Object.entries(filter).map(([name, value]): Truth => {
        if (name === 'and') return all((value as readonly FilterTree[]).map((each) => this.#truth(item, each)));
        if (name === 'or') return negate(all((value as readonly FilterTree[]).map((each) => negate(this.#truth(item, each)))));
        if (name === 'not') return negate(this.#truth(item, value as FilterTree));
        const linked = this.#linked[item.kind]?.[name];
        return linked ? this.#ofLinked(linked(item.row as never), value) : compare(item.row[name] ?? null, value as FilterTree);
      }),
    );
  }

  /** Of objects that are there: true or false, never unknown. */
  #ofLinked(items: readonly Item[], value: unknown): Truth {
    if (value === null) return items.length === 0;
    const holds = (filter: unknown) => (item: Item) => this.#truth(item, filter as FilterTree) === true;
    const asked = Object.entries(value as FilterTree);
    if (!asked.some(([name]) => ['some', 'every', 'none'].includes(name))) return items.some(holds(value));
    return asked.every(([name, filter]) => {
      if (name === 'some') return items.some(holds(filter));
      return name === 'every' ? items.every(holds(filter)) : !items.some(holds(filter));
    });
  }

  readonly #linked: Readonly<Record<Item['kind'], Linked>> = {
    part: {
      supplier: (part: PartRow) => one('supplier', this.supplierOf(part)),
      bin: (part: PartRow) => one('bin', this.binOf(part)),
      quotes: (part: PartRow) => many('quote', this.quotesOf(part)),
      twins: (part: PartRow) => many('part', this.twinsOf(part)),
    },
    supplier: {
      parts: (supplier: SupplierRow) => many('part', this.partsOf(supplier)),
      quotes: (supplier: SupplierRow) => many('quote', this.quotesBy(supplier)),
    },
    quote: {
      part: (quote: QuoteRow) => one('part', this.partOf(quote)),
      supplier: (quote: QuoteRow) => one('supplier', this.supplierBehind(quote)),
    },
    bin: { parts: (bin: BinRow) => many('part', this.partsIn(bin)) },
  };
}

const one = (kind: Item['kind'], row: object | null): readonly Item[] => (row ? [{ kind, row: { ...row } }] : []);
const many = (kind: Item['kind'], rows: readonly object[]): readonly Item[] => rows.map((row) => ({ kind, row: { ...row } }));

const negate = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

function compare(value: unknown, operators: FilterTree): Truth {
  return all(
    Object.entries(operators).map(([operator, operand]): Truth => {
      if (operator === 'isNull') return (value === null) === operand;
      if (value === null) return undefined;
      if (operator === 'gt') return Number(value) > Number(operand);
      return operator === 'ne' ? value !== operand : value === operand;
    }),
  );
}
