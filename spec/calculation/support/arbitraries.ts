import * as fc from 'fast-check';
import type { Tree } from './enumeration.js';
import type { Rows } from './harbour.js';

const NAMES = ['a', 'B', 'b', 'é', 'ab', '%'];
const TITLES = ['north', 'South', 'n'];
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null, freq: 3 });
const numbered = <T extends object>(rows: readonly T[]): (T & { readonly id: number })[] =>
  rows.map((row, index) => ({ ...row, id: index + 1 }));

/** What may be in the tables. */
export const rows: fc.Arbitrary<Rows> = fc
  .record({
    ports: fc.constant([
      { id: 1, name: 'x', open: true },
      { id: 2, name: 'Y', open: false },
    ]),
    ships: fc
      .array(
        fc.record({
          name: fc.constantFrom(...NAMES),
          hidden: fc.boolean(),
          owner: maybe(fc.constantFrom(2, 3)),
          berths: fc.integer({ min: 1, max: 4 }),
          tons: maybe(fc.integer({ min: 0, max: 3 })),
          port: maybe(fc.constantFrom(1, 2)),
        }),
        { minLength: 1, maxLength: 5 },
      )
      .map(numbered),
    missions: fc
      .array(fc.record({ title: fc.constantFrom(...TITLES), classified: fc.boolean(), at: fc.nat({ max: 4 }) }), { maxLength: 12 })
      .map(numbered),
  })
  .map(({ missions, ...known }) => ({
    ...known,
    missions: missions.map(({ at, ...mission }) => ({ ...mission, ship: known.ships[at % known.ships.length]?.id ?? 1 })),
  }));

const named = (name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Tree> => value.map((inner) => ({ [name]: inner }));
const small = fc.integer({ min: -1, max: 4 });
const order = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Tree> =>
  fc.tuple(fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte'), value).map(([operator, operand]) => ({ [operator]: operand }));
const month = fc.constantFrom('2025-12-01', '2026-01-01', '2026-02-01', '2026-02-15', '2026-03-01');

const ofShip: fc.Arbitrary<Tree> = fc.oneof(
  named('name', order(fc.constantFrom(...NAMES))),
  named(
    'name',
    fc.constantFrom(...NAMES).map((contains) => ({ contains })),
  ),
  named(
    'id',
    fc.array(small, { minLength: 1, maxLength: 3 }).map((list) => ({ in: list })),
  ),
  named('berths', order(small)),
  named('tons', order(small)),
  named(
    'tons',
    fc.boolean().map((isNull) => ({ isNull })),
  ),
  named(
    'port',
    fc.boolean().map((open) => ({ open: { eq: open } })),
  ),
  named(
    'missions',
    fc.constantFrom(...TITLES).map((title) => ({ some: { title: { eq: title } } })),
  ),
);

const shipTree = fc.oneof(
  { weight: 3, arbitrary: ofShip },
  { weight: 1, arbitrary: named('not', ofShip) },
  { weight: 1, arbitrary: named('or', fc.array(ofShip, { minLength: 1, maxLength: 2 })) },
);

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  named('ship', shipTree),
  named('ship', shipTree),
  named('month', order(month)),
  named(
    'month',
    fc.array(month, { minLength: 1, maxLength: 2 }).map((list) => ({ in: list })),
  ),
  named('score', order(fc.constantFrom(1, 12, 23, 31))),
  named('missionCount', order(small)),
  named('room', order(small)),
);

/** Filters of inputs, of what they lead to, and of what is computed. */
export const filters: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: named('not', tie('tree')) },
    { weight: 2, arbitrary: named('and', fc.array(tie('tree'), { minLength: 1, maxLength: 3 })) },
    { weight: 2, arbitrary: named('or', fc.array(tie('tree'), { minLength: 1, maxLength: 3 })) },
  ),
})).tree;

/** Orders of inputs, of what they lead to, and of what is computed. */
export const sorts: fc.Arbitrary<readonly string[]> = fc
  .uniqueArray(fc.constantFrom('month', 'ship.name', 'ship.tons', 'ship.port.name', 'score', 'room', 'ship.id'), { maxLength: 3 })
  .chain((keys) => fc.tuple(...keys.map((key) => fc.boolean().map((isDescending) => (isDescending ? `-${key}` : key)))));
