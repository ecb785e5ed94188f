import * as fc from 'fast-check';
import type { Rows } from './catalogue.js';
import type { FilterTree } from './world.js';

// Few values, so that much is linked; some that only careless comparisons take for the same.
const CODES = ['acme', 'Acme', 'acme ', 'é', "o'b", '%'];
const NUMBERS = ['p1', 'P1', '7', '07', 'p\\2'];
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null, freq: 4 });
const small = fc.integer({ min: 0, max: 3 });

const numbered = <T extends object>(arbitrary: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<(T & { readonly id: number })[]> =>
  fc.array(arbitrary, { maxLength }).map((rows) => rows.map((row, index) => ({ ...row, id: index + 1 })));

/** What may be in the catalogue. */
export const rows: fc.Arbitrary<Rows> = fc.record({
  shelves: fc.constant([{ id: 1, label: 'top' }]),
  parts: fc
    .uniqueArray(
      fc.record({
        number: fc.constantFrom(...NUMBERS),
        weight: maybe(small),
        hidden: fc.boolean(),
        owner: maybe(fc.constantFrom(2, 3)),
        supplierCode: maybe(fc.constantFrom(...CODES)),
        site: maybe(fc.constantFrom('x', 'X')),
        slot: maybe(fc.constantFrom(0, -1)),
        shelf: maybe(fc.constant(1)),
      }),
      { selector: ({ number }) => number },
    )
    .map((parts) => parts.map((part, index) => ({ ...part, id: index + 1 }))),
  suppliers: fc
    .uniqueArray(
      fc.record({
        code: fc.constantFrom(...CODES),
        country: maybe(fc.constantFrom('DE', 'FR')),
        listed: fc.boolean(),
        rating: maybe(small),
      }),
      { selector: ({ code }) => code },
    )
    .map((suppliers) => suppliers.map((supplier, index) => ({ ...supplier, id: index + 1 }))),
  quotes: numbered(
    fc.record({
      partNumber: maybe(fc.constantFrom(...NUMBERS)),
      supplierId: maybe(fc.integer({ min: 1, max: 4 })),
      price: maybe(small),
      secret: fc.boolean(),
      open: fc.boolean(),
    }),
    12,
  ),
  bins: fc.uniqueArray(
    fc.record({ site: fc.constantFrom('x', 'X'), slot: fc.constantFrom(0, -1), colour: fc.constantFrom('red', 'blue') }),
    { selector: ({ site, slot }) => `${site} ${slot}` },
  ),
});

type Kind = 'part' | 'supplier' | 'quote' | 'bin';

const quantified = (filter: fc.Arbitrary<FilterTree>): fc.Arbitrary<FilterTree> =>
  fc.tuple(fc.constantFrom('some', 'every', 'none'), filter).map(([quantifier, inner]) => ({ [quantifier]: inner }));

const named = (name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<FilterTree> => value.map((inner) => ({ [name]: inner }));

/** Filters of a kind of objects that lead to others, `depth` relations deep. */
export function filters(kind: Kind, depth: number): fc.Arbitrary<FilterTree> {
  const leaves: Readonly<Record<Kind, readonly fc.Arbitrary<FilterTree>[]>> = {
    part: [named('weight', fc.record({ gt: small })), named('weight', fc.constant({ isNull: true }))],
    supplier: [named('country', fc.record({ eq: fc.constantFrom('DE', 'FR') })), named('country', fc.record({ ne: fc.constant('DE') }))],
    quote: [named('price', fc.record({ gt: small })), named('price', fc.constant({ isNull: false }))],
    bin: [named('colour', fc.record({ eq: fc.constant('red') }))],
  };
  const inner = (target: Kind): fc.Arbitrary<FilterTree> => (depth === 0 ? fc.constant({}) : filters(target, depth - 1));
  const toOne = (name: string, target: Kind): fc.Arbitrary<FilterTree> => named(name, fc.option(inner(target), { nil: null, freq: 4 }));
  const toMany = (name: string, target: Kind): fc.Arbitrary<FilterTree> => named(name, quantified(inner(target)));
  const relations: Readonly<Record<Kind, readonly fc.Arbitrary<FilterTree>[]>> = {
    part: [toOne('supplier', 'supplier'), toOne('bin', 'bin'), toMany('quotes', 'quote'), toMany('twins', 'part')],
    supplier: [toMany('parts', 'part'), toMany('quotes', 'quote')],
    quote: [toOne('part', 'part'), toOne('supplier', 'supplier')],
    bin: [toMany('parts', 'part')],
  };
  const simple = fc.oneof(...leaves[kind], ...relations[kind]);
  return fc.oneof(
    { weight: 3, arbitrary: simple },
    { weight: 1, arbitrary: named('not', simple) },
    { weight: 1, arbitrary: named('or', fc.array(simple, { minLength: 1, maxLength: 2 })) },
    { weight: 1, arbitrary: named('and', fc.array(fc.oneof(simple, named('not', simple)), { maxLength: 2 })) },
  );
}
