import { expect } from 'chai';
import * as fc from 'fast-check';
import { GeneralManager, type BootError } from 'general-manager';
import { databaseSession, MikroOrmAdapter, rowLevelSecurity } from 'general-manager/mikro-orm';
import {
  actor,
  allOf,
  anyOf,
  authenticated,
  definePredicate,
  everyone,
  where,
  type PermissionOptions,
  type Rule,
} from 'general-manager/decorators';
import { ActorSlots, FROM_PARAMETER } from '../../../../integrations/mikro-orm/rls/actor-slots.js';
import { identifier } from '../../../../integrations/mikro-orm/rls/identifier.js';
import { literal, quoteBody, quoteText } from '../../../../integrations/mikro-orm/rls/quote-literal.js';
import { RuleWriter } from '../../../../integrations/mikro-orm/rls/rule-writer.js';
import { Entities } from '../../../../integrations/mikro-orm/sql/entities.js';
import { bootCore, type Condition } from '../../../../lib/plugin.js';
import { swapPolicies } from '../../../permission/support/swap-policies.js';
import { asRole, databaseRole, type DatabaseRole } from '../../../support/database-role.js';
import { openOffice, type Office } from './office.js';

const HOSTILE = [
  "'",
  "''",
  "\\'",
  "\\\\'; drop table memo; --",
  "x'; drop table memo; --",
  '$gm$; drop table memo; $gm$',
  '$gm1$ $gm$ $',
  '$',
  '-- \n',
  '/* */',
  'a\nb; drop table memo; --',
  'a\r\u2028; drop table memo',
  '?',
  ':name',
  '$1',
  '{"a": "b"}',
  '{a,b}',
  'NULL',
  '\u0001\u007f',
  'ß😀\u202e',
];

describe('row-level security: quoting', () => {
  let office: Office;
  let role: DatabaseRole;

  before(async () => {
    role = await databaseRole();
    office = await openOffice('quoting');
    await role.grant(office.orm);
  });
  after(async () => {
    await office.close();
    await role.drop();
  });

  /** Boots with other permissions for memos. */
  function boot(permissions: PermissionOptions): GeneralManager {
    const { runtime, problems } = bootCore({ adapters: [new MikroOrmAdapter(office.orm)], plugins: [swapPolicies({ Memo: permissions })] });
    expect(problems).to.deep.equal([]);
    return new GeneralManager(runtime);
  }

  const statements = (read: Rule<unknown>): readonly string[] => rowLevelSecurity(boot({ read }), { role: role.name }).up;
  const refused = (run: () => unknown, code = 'GM_RLS_NOT_EXPRESSIBLE'): void => {
    expect(run).to.throw().that.has.property('code', code);
  };

  it('gives PostgreSQL every text as it is, whatever its setting for backslashes', async () => {
    for (const conforming of ['on', 'off']) {
      const property = fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme' })), { minLength: 1 }),
        async (texts) => {
          const storable = texts.map((text) => text.replaceAll('\u0000', ''));
          const found = await office.orm.em.fork().transactional(async (em) => {
            await em.execute(`set local standard_conforming_strings = ${conforming}`);
            return em.execute<{ one: string[]; all: string[] }[]>(
              `select array[${storable.map(quoteText).join(', ')}]::text[] as one, ${literal(storable, 'text[]')} as all, ${literal({ storable }, 'jsonb')} as doc`,
            );
          });
          expect(found).to.deep.equal([{ one: storable, all: storable, doc: { storable } }]);
        },
      );
      await fc.assert(property, { seed: 7, numRuns: 40 });
    }
  });

  it('writes lists, bytes, numbers and instants as a parameter would be', async () => {
    const values = [
      literal([], 'text[]'),
      literal([null, 'null', 'NULL', ''], 'text[]'),
      literal(
        [
          [1, 2],
          [3, null],
        ],
        'int[][]',
      ),
      literal(Buffer.from([0, 39, 92, 255]), 'bytea'),
      literal(-(2n ** 63n), 'bigint'),
      literal(NaN, 'float8'),
      literal(new Date('2024-02-29T12:00:00.123Z'), 'timestamptz'),
      literal(null, 'int'),
      literal(true, 'boolean'),
      literal(['{"a":"\\"\'"}', 'null'], 'jsonb[]'),
    ];
    const [row = {}] = await office.query(`select jsonb_build_array(${values.map((value) => `(${value})::text`).join(', ')}) as all`);
    expect(
      (row['all'] as unknown[]).map((each) => (typeof each === 'string' ? each.replace(/[+-]\d\d$/, '') : each)).toSpliced(6, 1),
    ).to.deep.equal([
      '{}',
      '{NULL,"null","NULL",""}',
      '{{1,2},{3,NULL}}',
      '\\x00275cff',
      '-9223372036854775808',
      'NaN',
      null,
      'true',
      '{"{\\"a\\": \\"\\\\\\"\'\\"}","null"}',
    ]);
    expect(await office.query(`select ${values[6] ?? ''} = '2024-02-29 12:00:00.123+00' as same`)).to.deep.equal([{ same: true }]);
  });

  it('refuses what PostgreSQL cannot hold, and values without a certain text', () => {
    for (const text of ['\u0000', 'a\u0000b', '\ud800', 'x\udc00']) refused(() => quoteText(text));
    refused(() => literal(new Date(0), 'timestamp'));
    refused(() => literal({ toString: () => "'" }, 'text'));
    refused(() => literal(['a'], 'text'));
    refused(() => literal(Symbol('x'), 'text'));
    refused(() => literal(() => 1, 'text'));
    refused(() => statements(actor('name').eq('\u0000')));
    refused(() => statements(actor('name').in(['a', '\ud800'])));
  });

  it('keeps constants of rules constants: in expressions, in functions and in comments', async () => {
    const id = (text: string): Rule<unknown> => where({ hidden: text });
    for (const text of HOSTILE) {
      const read = anyOf(
        allOf(authenticated(), id(text)),
        where({ team: { name: text } }),
        actor('name').eq(text),
        actor(`p${text}`).in([text]),
      );
      await office.query(statements(read).join(';'));
      await office.query(`update memo set hidden = null; update memo set hidden = ${quoteText(text)} where id = 3`);
      const setting = databaseSession(boot({ read }), { name: 'nobody' }).variables['general_manager.actor'];
      expect(await asRole(office.orm, role.name, setting, 'select id from memo'), text).to.deep.equal([{ id: 3 }]);
    }
    expect(await office.query('select count(*)::int as count from memo')).to.deep.equal([{ count: 8 }]);
  });

  it('takes no role and no schema that PostgreSQL would take for another one', async () => {
    const gm = boot({ read: everyone() });
    for (const name of ['', 'x'.repeat(64), 'ä'.repeat(32), 'a\u0000']) {
      refused(() => rowLevelSecurity(gm, { role: name }), 'GM_RLS_INVALID_ROLE');
      refused(() => rowLevelSecurity(gm, { role: role.name, schema: name }), 'GM_RLS_INVALID_ROLE');
    }
    refused(() => rowLevelSecurity(gm, { role: [] }), 'GM_RLS_INVALID_ROLE');
    const schema = `o"dd'; drop table memo; --`;
    const { up, down } = rowLevelSecurity(gm, { role: [role.name, 'public'], schema });
    await office.query(up.join(';'));
    expect(await asRole(office.orm, role.name, 'null', 'select count(*)::int as count from memo')).to.deep.equal([{ count: 8 }]);
    await office.query(down.join(';'));
  });

  it('shortens long names without a clash', () => {
    const [one, two] = ['ä'.repeat(40), `${'ä'.repeat(40)}b`].map((table) => identifier(`gm_rls_${table}`, '_1'));
    expect(Buffer.byteLength(one ?? '')).to.be.within(60, 63);
    expect(one).to.not.equal(two);
    expect(identifier('gm_rls_memo', '_1')).to.equal('gm_rls_memo_1');
    expect(quoteBody('$gm$ $gm1$')).to.equal('$gm2$$gm$ $gm1$$gm2$');
  });

  it('tells every rule that has no exact policy, and does not boot where reads depend on it', async () => {
    const odd = definePredicate<object, [Date]>({
      name: 'odd',
      fields: [],
      args: ['date'],
      sql: (_fields, [day]) => `${day} is null`,
      test: () => false,
    });
    const options: PermissionOptions = { read: odd(new Date(0)), delete: actor('name').eq('\u0000') };
    expect(() => rowLevelSecurity(boot(options), { role: role.name }))
      .to.throw()
      .that.includes({ code: 'GM_RLS_NOT_EXPRESSIBLE' })
      .and.has.property('message')
      .that.equals(
        'Row-level security cannot say the same: a value cannot be written as date (Memo.permission.read); a constant has characters that PostgreSQL cannot hold (Memo.permission.delete).',
      );
    const plugins = [swapPolicies({ Memo: options })];
    const failure = await office.boot({ plugins, rls: { role: role.name } }).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'GM_BOOT_FAILED');
    expect((failure as BootError).problems.map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
      'GM_RLS_NOT_EXPRESSIBLE Memo.permission.read',
      'GM_RLS_NOT_EXPRESSIBLE Memo.permission.delete',
    ]);
    await office.boot({ plugins });
  });

  it('tells kinds of conditions that it has not been taught', () => {
    const writer = new RuleWriter(new Entities(office.orm, new Map()), new ActorSlots('s'), FROM_PARAMETER);
    refused(() => writer.write({ kind: 'not', of: { kind: 'weather' } } as unknown as Condition, 't'));
  });
});
