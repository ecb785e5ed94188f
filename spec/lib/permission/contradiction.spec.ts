import { expect } from 'chai';
import { actor, allOf, anyOf, everyone, nobody, not, role, where, type PermissionRule } from '../../../decorators/index.js';
import { many, one, scalar } from '../../integrations/type-graphql/support/fields.js';
import { isContradiction } from '../../../lib/permission/contradiction.js';
import { FALSE, TRUE, UNKNOWN, type Condition } from '../../../lib/plan/condition.js';
import { boot, source } from '../support/source.js';
import { World } from './world.js';

const shelf = source('Shelf', { fields: [scalar('name', 'string')], permission: { read: everyone() } });

const problemsOf = (read: PermissionRule): readonly string[] => {
  const thing = source('Thing', {
    permission: { read },
    fields: [
      scalar('size', 'int'),
      scalar('price', 'decimal'),
      scalar('name', 'string'),
      scalar('label', 'string'),
      scalar('facts', 'json'),
      scalar('fragile', 'boolean'),
      one('shelf', shelf.target),
      many('parts', shelf.target),
    ],
  });
  return boot([thing, shelf]).problems.map(({ code }) => code);
};

describe('contradictions in rules', () => {
  it('are what is false or unknown, and comparisons of one value of one class', () => {
    const world = new World();
    const all = (...conditions: readonly Condition[]): Condition => ({ kind: 'and', all: conditions });
    const named = (name: string, of: 'Shelf' | 'Cat'): Condition => world.condition(where({ name }), of);
    expect([FALSE, UNKNOWN, TRUE].map(isContradiction)).to.deep.equal([true, true, false]);
    expect(isContradiction(all(named('a', 'Shelf'), named('b', 'Shelf')))).to.equal(true);
    expect(isContradiction(all(named('a', 'Shelf'), named('b', 'Cat')))).to.equal(false);
  });

  const never: readonly (readonly [string, PermissionRule])[] = [
    ['two values at once', where({ and: [{ size: 1 }, { size: 2 }] })],
    ['a value that is not in the list', where({ and: [{ size: 1 }, { size: { in: [2, 3] } }] })],
    ['null and a value', where({ and: [{ name: null }, { name: { startsWith: 'a' } }] })],
    ['something and its negation', where({ and: [{ name: 'a' }, { not: { name: 'a' } }] })],
    ['the same at the other end of a relation', where({ shelf: { and: [{ name: 'a' }, { name: 'b' }] } })],
    ['every way is closed', anyOf(allOf(), where({ and: [{ size: 1 }, { size: 2 }] }))],
    ['a rule that denies everyone', [everyone(), { deny: everyone() }]],
    ['two rules that have to be true', [everyone(), { require: where({ size: 1 }) }, { require: where({ size: 2 }) }]],
    ['the same attribute wanted and not', where({ and: [{ size: actor('n') }, { not: { size: actor('n') } }] })],
    ['a value and null', where({ and: [{ name: 'a' }, { name: null }] })],
    ['null and no null', where({ and: [{ name: null }, { name: { isNull: false } }] })],
    ['null and true', where({ and: [{ fragile: null }, { fragile: true }] })],
    ['an empty list', where({ size: { in: [] } })],
    ['a contradiction beside something else', where({ name: 'a', and: [{ size: 1 }, { size: 2 }] })],
    [
      'a contradiction that is nested',
      where({ and: [{ or: [{ and: [{ size: 1 }, { size: 2 }] }, { and: [{ size: 3 }, { size: 4 }] }] }, { name: 'a' }] }),
    ],
    ['two values in a document', where({ and: [{ facts: { path: ['a'], eq: 1 } }, { facts: { path: ['a'], eq: 2 } }] })],
  ];
  for (const [title, rule] of never) {
    it(`are problems: ${title}`, () => expect(problemsOf(rule)).to.deep.equal(['GM_PERM_NEVER_ALLOWED']));
  }

  const sometimes: readonly (readonly [string, PermissionRule])[] = [
    ['one of two values', where({ or: [{ size: 1 }, { size: 2 }] })],
    ['two ways to write a number', where({ and: [{ price: '1.0' }, { price: '1.00' }] })],
    ['a value in the list', where({ and: [{ size: 1 }, { size: { in: [1, 2] } }] })],
    ['attributes of the actor', where({ and: [{ size: actor('a') }, { size: actor('b') }] })],
    ['another field', where({ and: [{ size: 1 }, { name: 'a' }] })],
    ['one value twice', where({ and: [{ size: 1 }, { size: 1 }] })],
    ['null twice', where({ and: [{ name: null }, { name: null }] })],
    ['two ranges', where({ and: [{ size: { gt: 2 } }, { size: { lt: 1 } }] })],
    ['a range and a value', where({ and: [{ size: { gt: 1 } }, { size: 2 }] })],
    ['a value and no null', where({ and: [{ name: 'a' }, { name: { isNull: false } }] })],
    ['no null and another comparison', where({ and: [{ name: { isNull: false } }, { name: { startsWith: 'a' } }] })],
    ['a value and other operators', where({ and: [{ size: 1 }, { size: { notIn: [2] } }] })],
    ['another value negated', where({ and: [{ name: 'a' }, { not: { name: 'b' } }] })],
    ['another operator negated', where({ and: [{ size: { gte: 1 } }, { not: { size: { gt: 1 } } }] })],
    ['another field negated', where({ and: [{ name: 'a' }, { not: { label: 'a' } }] })],
    ['something else negated', where({ and: [{ name: 'a' }, { not: { or: [{ name: 'a' }, { size: 1 }] } }] })],
    ['a value at the other end of two relations', where({ and: [{ shelf: { name: 'a' } }, { shelf: { name: 'b' } }] })],
    ['values at two places of a document', where({ and: [{ facts: { path: ['a'], eq: 1 } }, { facts: { path: ['b'], eq: 2 } }] })],
    ['an attribute and a value', where({ and: [{ size: 1 }, { size: actor('a') }] })],
    ['a list with an attribute', where({ and: [{ size: 1 }, { size: { in: [2, actor('a')] } }] })],
    ['a value or a contradiction', where({ or: [{ size: 1 }, { and: [{ size: 1 }, { size: 2 }] }] })],
    ['every related object a contradiction', where({ parts: { every: { and: [{ name: 'a' }, { name: 'b' }] } } })],
    ['nobody, as it is said', nobody()],
    ['roles', not(role('a'))],
  ];
  for (const [title, rule] of sometimes) {
    it(`are not seen where there are none: ${title}`, () => expect(problemsOf(rule)).to.deep.equal([]));
  }
});
