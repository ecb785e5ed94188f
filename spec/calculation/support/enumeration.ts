import type { MissionRow, Reader, Rows, ShipRow } from './harbour.js';

// What the calculation gives, written out by hand: every combination, every value, and only then what is wanted of it.

type Truth = boolean | undefined;
export type Tree = Readonly<Record<string, unknown>>;

export const MONTHS = ['2026-01-01', '2026-02-01', '2026-03-01'];

/** One object of the calculation, as a reader sees it. */
export interface Expected {
  readonly ship: ShipRow;
  readonly month: string;
  readonly missionCount: number;
  readonly room: number | null;
  readonly score: number;
}

/** The tables as one reader sees them. */
export class World {
  readonly #rows: Rows;
  readonly #reader: Reader;

  constructor(rows: Rows, reader: Reader) {
    this.#rows = rows;
    this.#reader = reader;
  }

  get #isAdmin(): boolean {
    return this.#reader.roles.includes('admin');
  }

  get ships(): readonly ShipRow[] {
    return this.#rows.ships.filter(({ hidden }) => this.#isAdmin || !hidden);
  }

  missionsOf({ id }: ShipRow): readonly MissionRow[] {
    return this.#rows.missions.filter(({ ship, classified }) => ship === id && (this.#isAdmin || !classified));
  }

  /** Everything that may be read. */
  objects(): readonly Expected[] {
    const all = this.ships.flatMap((ship) =>
      MONTHS.map((month): Expected => {
        const missionCount = this.missionsOf(ship).length;
        const score = missionCount * 10 + Number(month.slice(5, 7));
        const room = this.#isAdmin || this.#isOwn(ship) ? ship.berths - missionCount : null;
        return { ship, month, missionCount, room, score };
      }),
    );
    return all.filter(({ ship, score }) => this.#isAdmin || this.#isOwn(ship) || score < 40);
  }

  where(filter: Tree): readonly Expected[] {
    return this.objects().filter((object) => this.#object(filter, object) === true);
  }

  readonly #isOwn = ({ owner }: ShipRow): boolean => owner === this.#reader.id;

  #object(filter: Tree, object: Expected): Truth {
    return every(
      Object.entries(filter).map(([name, value]) => {
        if (name === 'and') return every((value as Tree[]).map((each) => this.#object(each, object)));
        if (name === 'or') return some((value as Tree[]).map((each) => this.#object(each, object)));
        if (name === 'not') return negated(this.#object(value as Tree, object));
        if (name === 'ship') return this.#ship(value as Tree, object.ship) === true;
        return compared(value as Tree, object[name as keyof Expected]);
      }),
    );
  }

  #ship(filter: Tree, ship: ShipRow): Truth {
    return every(
      Object.entries(filter).map(([name, value]): Truth => {
        if (name === 'not') return negated(this.#ship(value as Tree, ship));
        if (name === 'or') return some((value as Tree[]).map((each) => this.#ship(each, ship)));
        if (name === 'port') {
          const port = this.#rows.ports.find(({ id }) => id === ship.port);
          return port !== undefined && compared((value as { readonly open: Tree }).open, port.open) === true;
        }
        if (name === 'missions') {
          const { some: wanted } = value as { readonly some: { readonly title: Tree } };
          return this.missionsOf(ship).some(({ title }) => compared(wanted.title, title) === true);
        }
        const own = name === 'tons' && !this.#isAdmin && !this.#isOwn(ship) ? null : ship[name as keyof ShipRow];
        return compared(value as Tree, own);
      }),
    );
  }

  /** The value by which is sorted. */
  valueAt(path: string, { ship, ...object }: Expected): unknown {
    if (!path.startsWith('ship.')) return object[path as keyof typeof object];
    const name = path.slice('ship.'.length);
    if (name === 'port.name') return this.#rows.ports.find(({ id }) => id === ship.port)?.name ?? null;
    return name === 'tons' && !this.#isAdmin && !this.#isOwn(ship) ? null : ship[name as keyof ShipRow];
  }

  sorted(objects: readonly Expected[], sort: readonly string[]): readonly Expected[] {
    return [...objects].sort((left, right) => {
      for (const key of [...sort, 'ship.id', 'month']) {
        const isDescending = key.startsWith('-');
        const path = isDescending ? key.slice(1) : key;
        const [one, other] = [this.valueAt(path, left), this.valueAt(path, right)];
        const order = ordered(one, other) * (isDescending ? -1 : 1);
        if (order !== 0) return order;
      }
      return 0;
    });
  }
}

const ordered = (one: unknown, other: unknown): number => {
  if (one === other) return 0;
  // Nulls behind everything; a descending order turns that around.
  if (one === null || other === null) return one === null ? 1 : -1;
  return (one as number) < (other as number) ? -1 : 1;
};

const every = (truths: readonly Truth[]): Truth => (truths.includes(false) ? false : truths.includes(undefined) ? undefined : true);
const some = (truths: readonly Truth[]): Truth => (truths.includes(true) ? true : truths.includes(undefined) ? undefined : false);
const negated = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

function compared(comparisons: Tree, value: unknown): Truth {
  return every(
    Object.entries(comparisons).map(([operator, operand]): Truth => {
      if (operator === 'isNull') return (value === null) === operand;
      if (value === null) return undefined;
      const [found, wanted] = [value as number, operand as number];
      switch (operator) {
        case 'eq':
          return found === wanted;
        case 'ne':
          return found !== wanted;
        case 'in':
          return (operand as readonly unknown[]).includes(value);
        case 'gt':
          return found > wanted;
        case 'gte':
          return found >= wanted;
        case 'lt':
          return found < wanted;
        case 'lte':
          return found <= wanted;
        case 'contains':
          return (value as string).includes(operand as string);
        default:
          throw new Error(operator);
      }
    }),
  );
}
