import { expect } from 'chai';
import { actor, allOf, anyOf, everyone, nobody, not, role, where, type PermissionRule } from '../../../decorators/index.js';
import { one, scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';

const shelf = source('Shelf', { fields: [scalar('name', 'string')], permission: { read: everyone() } });

const problemsOf = (read: PermissionRule): readonly string[] => {
  const thing = source('Thing', {
    permission: { read },
    fields: [scalar('size', 'int'), scalar('price', 'decimal'), scalar('name', 'string'), one('shelf', shelf.target)],
  });
  return boot([thing, shelf]).problems.map(({ code }) => code);
};

describe('contradictions in rules', () => {
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
    ['nobody, as it is said', nobody()],
    ['roles', not(role('a'))],
  ];
  for (const [title, rule] of sometimes) {
    it(`are not seen where there are none: ${title}`, () => expect(problemsOf(rule)).to.deep.equal([]));
  }
});
