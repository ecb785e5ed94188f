import { expect } from 'chai';
import type { Problem } from '../../../lib/error/problem.js';
import {
  allOf,
  delegate,
  deny,
  everyone,
  Manager,
  nobody,
  Permission,
  not,
  role,
  where,
  type PermissionOptions,
} from '../../../decorators/index.js';
import { one, scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';

/** Boots a class with these rules, and two that it leads to. */
function problemsOf(permission: PermissionOptions, other: PermissionOptions = { read: everyone() }): readonly Problem[] {
  const leaf = source('Leaf', { fields: [scalar('name', 'string')], permission: { read: everyone() } });
  const node = source('Node', { permission: other, fields: [one('leaf', leaf.target)] });
  const root = source('Root', {
    description: { readOnly: false },
    permission,
    fields: [scalar('size', 'int'), scalar('name', 'string'), one('node', node.target), one('leaf', leaf.target)],
  });
  return boot([root, node, leaf]).problems;
}

const READ = { read: everyone() };

describe('permission: what a boot refuses', () => {
  const cases: readonly (readonly [string, PermissionOptions, string, string])[] = [
    ['a property that is not there', { read: where({ nope: 1 }) }, 'GM_PERM_INVALID_CONDITION', 'Root.permission.read'],
    [
      'a property that is not there, further away',
      { read: where({ node: { leaf: { nope: 1 } } }) },
      'GM_PERM_INVALID_CONDITION',
      'Root.permission.read',
    ],
    ['an operator that is not there', { read: where({ size: { contains: 1 } }) }, 'GM_PERM_INVALID_CONDITION', 'Root.permission.read'],
    ['a relation that is not there', { read: delegate('nope') }, 'GM_PERM_INVALID_DELEGATE', 'Root.permission.read'],
    ['a value as a relation', { read: delegate('size') }, 'GM_PERM_INVALID_DELEGATE', 'Root.permission.read'],
    [
      'a field that is not there',
      { ...READ, fields: { nope: { read: everyone() } } },
      'GM_PERM_UNKNOWN_FIELD',
      'Root.permission.fields.nope',
    ],
    ['a read rule for the key', { ...READ, fields: { id: { read: role('a') } } }, 'GM_PERM_GUARDED_KEY', 'Root.permission.fields.id'],
    ['what can never be', { read: where({ and: [{ size: 1 }, { size: 2 }] }) }, 'GM_PERM_NEVER_ALLOWED', 'Root.permission.read'],
    ['an empty set', { read: allOf() }, 'GM_PERM_NEVER_ALLOWED', 'Root.permission.read'],
    [
      'a rule of a field that can never be',
      { ...READ, fields: { size: { read: not(everyone()) } } },
      'GM_PERM_NEVER_ALLOWED',
      'Root.permission.fields.size.read',
    ],
    [
      'a field of what nobody reads',
      { fields: { size: { read: everyone() } } },
      'GM_PERM_UNCOVERED_FIELD',
      'Root.permission.fields.size.read',
    ],
    [
      'a field of what nobody updates',
      { ...READ, update: nobody(), fields: { size: { update: role('a') } } },
      'GM_PERM_UNCOVERED_FIELD',
      'Root.permission.fields.size.update',
    ],
    [
      'a field of what nobody creates',
      { ...READ, fields: { size: { create: role('a') } } },
      'GM_PERM_UNCOVERED_FIELD',
      'Root.permission.fields.size.create',
    ],
    ['a rule twice', { read: [role('a'), where({ size: 1 }), role('a')] }, 'GM_PERM_DUPLICATE_RULE', 'Root.permission.read'],
    [
      'a denial twice',
      { read: [everyone(), deny(where({ size: 1 })), deny(where({ size: 1 }))] },
      'GM_PERM_DUPLICATE_RULE',
      'Root.permission.read',
    ],
  ];
  for (const [title, permission, code, path] of cases) {
    it(`${title}: ${code}`, () => {
      const [problem, ...others] = problemsOf(permission);
      expect([problem?.code, problem?.path, others]).to.deep.equal([code, path, []]);
      expect(problem?.fix).to.match(/^[A-Z].*\.$/);
    });
  }

  it('a circle of delegates, with its way', () => {
    const [Lead, Ring] = [class Lead {}, class Ring {}];
    for (const each of [Lead, Ring]) {
      Manager()(each);
      Permission({ read: delegate('next') })(each);
    }
    const leading = source('Lead', { target: Lead, fields: [one('next', Ring)] });
    const closed = source('Ring', { target: Ring, fields: [one('next', Lead)] });
    const problems = boot([leading, closed]).problems.filter(({ code }) => code === 'GM_PERM_DELEGATE_CYCLE');
    expect(problems.map(({ message }) => message)).to.include(
      'The policies delegate to each other in a circle: Lead.next → Ring.next → Lead.next.',
    );
  });

  it('nothing of what just fits', () => {
    expect(
      problemsOf({
        ...READ,
        update: role('a'),
        create: role('a'),
        fields: { size: { read: role('b'), update: role('c'), create: role('d') } },
      }),
    ).to.deep.equal([]);
    expect(problemsOf({ read: [role('a'), role('b'), where({ size: 1 }), where({ size: 2 })] })).to.deep.equal([]);
    expect(problemsOf({ read: delegate('node') }, { read: delegate('leaf') })).to.deep.equal([]);
  });
});
