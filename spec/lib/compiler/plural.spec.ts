import { expect } from 'chai';
import { className } from '../../../lib/compiler/class-name.js';
import { plural } from '../../../lib/compiler/plural.js';

const PLURALS: Readonly<Record<string, string>> = {
  track: 'tracks',
  day: 'days',
  key: 'keys',
  city: 'cities',
  query: 'queries',
  bus: 'buses',
  status: 'statuses',
  alias: 'aliases',
  address: 'addresses',
  box: 'boxes',
  branch: 'branches',
  brush: 'brushes',
  analysis: 'analyses',
  person: 'people',
  salesPerson: 'salesPeople',
  child: 'children',
  grandchild: 'grandchildren',
  bookshelf: 'bookshelves',
  shelf: 'shelves',
  half: 'halves',
  leaf: 'leaves',
  knife: 'knives',
  life: 'lives',
  roof: 'roofs',
  proof: 'proofs',
  chief: 'chiefs',
  giraffe: 'giraffes',
  safe: 'safes',
  staff: 'staffs',
  orderLine: 'orderLines',
  a: 'as',
  '': 's',
};

describe('the plural of a name', () => {
  for (const [name, expected] of Object.entries(PLURALS)) {
    it(`"${name}" is "${expected}"`, () => expect(plural(name)).to.equal(expected));
  }

  it('is not the name itself, so that one and many can be told apart', () => {
    expect(Object.keys(PLURALS).filter((name) => plural(name) === name)).to.deep.equal([]);
  });
});

describe('the name of a class in messages', () => {
  const cases: readonly (readonly [string, object, string])[] = [
    ['a class', class Track {}, 'Track'],
    ['a schema', { name: 'Track' }, 'Track'],
    ['a schema that keeps it in its metadata', { meta: { className: 'Track' } }, 'Track'],
    ['a class without a name', class {}, 'An anonymous class'],
    ['whatever else', { meta: { className: 1 }, name: 2 }, 'An anonymous class'],
  ];
  for (const [of, target, name] of cases) it(`of ${of}`, () => expect(className(target)).to.equal(name));
});
