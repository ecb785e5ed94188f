import { expect } from 'chai';
import { actor, allOf, anyOf, authenticated, everyone, nobody, not, role, type Rule } from '../../../decorators/index.js';
import { GeneralManager } from '../../../lib/index.js';
import { introspect, policyText, ruleText } from '../../../lib/model/introspect.js';
import { one, primary, scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';

const RULES: readonly (readonly [Rule, string])[] = [
  [everyone(), 'everyone'],
  [nobody(), 'nobody'],
  [authenticated(), 'authenticated'],
  [role('curator', 'admin'), 'role(curator, admin)'],
  [actor('team.code').eq('finance'), 'actor.team.code eq "finance"'],
  [actor('level').ne(3), 'actor.level ne 3'],
  [actor('id').in([1n, true, 'x']), 'actor.id in ["1n",true,"x"]'],
  [anyOf(role('a'), not(authenticated())), 'anyOf(role(a), not(authenticated))'],
  [allOf(), 'allOf()'],
];

describe('introspection', () => {
  const track = source('Track', {
    manager: { description: 'On sale.' },
    permission: { read: everyone(), update: { allow: role('a'), deny: nobody(), require: authenticated() } },
    description: { readOnly: false },
    fields: [scalar('name', 'string', { publicName: 'title' })],
  });
  const line = source('Line', {
    fields: [one('track', track.target, { primary: true })],
    description: { key: [{ field: 'track', target: track.target }, { field: 'id' }] },
  });
  const { runtime } = boot([track, line]);

  it('is plain data: managers with key, fields, operations and policies in words', () => {
    const { managers, enums, embeddables } = introspect(runtime.model);
    const [found] = managers;
    expect({ ...found, fields: found?.fields.map(({ name, publicName, kind }) => [name, publicName, kind]) }).to.deep.equal({
      name: 'Track',
      plural: 'tracks',
      description: 'On sale.',
      interface: 'memory',
      readOnly: false,
      key: ['id'],
      fields: [
        ['id', 'id', 'scalar'],
        ['name', 'title', 'scalar'],
      ],
      operations: [
        { kind: 'detail', name: 'track', description: 'One Track by its key; null where it is missing or hidden.', served: 'generated' },
        { kind: 'list', name: 'tracks', description: 'The Track objects that match a filter, a page at a time.', served: 'generated' },
      ],
      policy: {
        read: 'everyone',
        create: 'nobody (no policy)',
        update: 'role(a), require authenticated, deny nobody',
        delete: 'nobody (no policy)',
      },
      fieldPolicies: {},
      rules: [],
      capabilities: { name: 'capabilities', description: 'What the actor may do with it.', onObjects: true },
    });
    expect(managers.map(({ key }) => key)).to.deep.equal([['id'], ['track', 'id']]);
    expect([enums, embeddables]).to.deep.equal([[], []]);
  });

  it('survives JSON as it is', () => {
    const found = new GeneralManager(runtime).introspect();
    expect(JSON.parse(JSON.stringify(found))).to.deep.equal(found);
  });

  it('tells the concrete types of a hierarchy, and no key where there is none', () => {
    class Shape {}
    const sources = [
      source('Shape', { description: { inheritance: { root: Shape, abstract: false }, key: [] } }),
      source('Note', { description: { fields: [primary('id', 'int')] } }),
    ];
    const { managers } = introspect(boot(sources).runtime.model);
    expect(managers.map(({ name, key, concrete }) => [name, key, concrete])).to.deep.equal([
      ['Shape', [], ['Shape']],
      ['Note', ['id'], undefined],
    ]);
  });

  for (const [rule, text] of RULES) it(`says ${text}`, () => expect(ruleText(rule)).to.equal(text));

  it('says that several rules allow', () => {
    expect(policyText({ allow: [role('a'), role('b')], deny: [], require: [] })).to.equal('role(a) or role(b)');
  });
});
