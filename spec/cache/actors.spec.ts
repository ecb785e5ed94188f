import 'reflect-metadata';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { parse } from 'graphql';
import { Keyv } from 'keyv';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type CacheScope } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import {
  actor,
  allOf,
  anyOf,
  Computed,
  definePredicate,
  everyone,
  Interface,
  Manager,
  Permission,
  role,
  where,
  type ComputeContext,
} from 'general-manager/decorators';
import {
  LocalExecutor,
  scalarField,
  type ApplicationModel,
  type Caller,
  type InterfaceAdapter,
  type InterfaceDescription,
  type ManagerModel,
  type PageResult,
  type ReadContext,
  type ReadPlan,
} from 'general-manager/plugin';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { keepAll } from './support/keep-all.js';

/** All that can be seen of an actor, hidden, inherited and additional properties as well. */
const seenOf = (who: unknown): string =>
  inspect(who, { depth: 9, showHidden: true, sorted: true, maxStringLength: Infinity, maxArrayLength: Infinity });

/** An interface that answers with whoever asks, as an upstream does that knows its callers. */
class Mirror implements InterfaceAdapter {
  readonly name = 'mirror';
  #executor: LocalExecutor | undefined;

  discover(): readonly object[] {
    return [];
  }

  owns(): boolean {
    return true;
  }

  describe(): InterfaceDescription {
    return {
      name: 'Echo',
      readOnly: true,
      key: [{ field: 'id' }],
      fields: [scalarField('id', 'int', { primary: true }), scalarField('who', 'string')],
      enums: [],
      embeddables: [],
      problems: [],
    };
  }

  attach(_managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel): void {
    this.#executor = new LocalExecutor(model);
  }

  async read(plan: ReadPlan, _context: ReadContext, caller: Caller): Promise<PageResult> {
    if (!this.#executor) throw new TypeError('not attached');
    return this.#executor.execute(plan, [{ id: 1, who: seenOf(caller) }]);
  }
}

@Manager()
@Interface({ adapter: 'mirror', options: {}, open: () => new Mirror() })
@Permission({ read: everyone() })
class Echo {
  id!: number;
  who!: string;
}

@Manager()
@Interface(calculation({ inputs: { echo: Echo } }))
@Permission({ read: everyone() })
class Reply {
  echo!: Echo;

  @Computed({ type: 'string', needs: { echo: { who: true } }, cache: { timeoutMs: 60_000 } })
  get heard(): string {
    return this.echo.who;
  }

  @Computed<Reply>({
    type: 'string',
    cache: { timeoutMs: 60_000 },
    compute: async (_object, { manager }: ComputeContext) => (await manager(Echo).get(1)).who,
  })
  asked!: string;
}

/** Rules that are alike but for what they close over. */
const within = (region: string) =>
  definePredicate<Doc>({
    name: 'within',
    fields: ['region'],
    args: [],
    sql: ({ region: column }) => `${column} = '${region}'`,
    test: ({ region: value }) => value === region,
  })();

@Entity()
@Manager()
@Permission<Doc>({
  read: anyOf(
    where({ number: actor('number') }),
    where({ label: actor('label') }),
    where({ label: { in: actor('labels') } }),
    where({ large: actor('large') }),
    where({ day: actor('day') }),
    where({ label: actor('team.label') }),
    allOf(role('eu'), within('EU')),
    allOf(role('us'), within('US')),
  ),
  update: anyOf(where({ label: actor('label') }), allOf(role('eu'), within('US'))),
  fields: { secret: { read: anyOf(where({ number: actor('number') }), role('keeper')) } },
})
class Doc {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer', nullable: true })
  number?: number | null;

  @Property({ type: 'text', nullable: true })
  label?: string | null;

  @Property({ type: 'bigint', nullable: true })
  large?: bigint | null;

  @Property({ type: 'datetime', nullable: true })
  day?: Date | null;

  @Property({ type: 'text', nullable: true })
  region?: string | null;

  @Property({ type: 'text', nullable: true })
  secret?: string | null;
}

@Manager()
@Interface(calculation({ inputs: { doc: Doc, factor: input.int({ from: 1, to: 1 }) } }))
@Permission({ read: everyone() })
class Digest {
  doc!: Doc;
  factor!: number;

  @Computed({ type: 'string', nullable: true, needs: { doc: { secret: true } }, cache: 'dependency' })
  get told(): string | null {
    return this.doc.secret ?? null;
  }
}

class Person {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

const with_ = <T extends object>(target: T, name: string, value: unknown, enumerable = false): T =>
  Object.defineProperty(target, name, { value, enumerable });

class Names extends Array<string> {}

/** Actors that are easily taken for each other. */
const ALIKE: readonly (object | null)[] = [
  null,
  {},
  { id: 1 },
  { id: '1' },
  { id: 1n },
  { id: true },
  { id: [1] },
  { id: ['1'] },
  { id: null },
  { id: undefined },
  { id: 1, roles: ['eu'] },
  { id: 1, roles: ['us'] },
  { id: 1, roles: ['eu', 'us'] },
  { id: 1, roles: ['eu,us'] },
  { id: 1, roles: ['eu', ['us']] },
  { id: 1, roles: 'eu' },
  { id: { roles: ['eu'] } },
  { 'id.roles': ['eu'] },
  { id: new Date(0) },
  { id: '1970-01-01T00:00:00.000Z' },
  { id: 0 },
  { id: -0 },
  { id: '' },
  { id: NaN },
  { id: 'NaN' },
  { id: 'x'.repeat(100_000) },
  { id: `${'x'.repeat(99_999)}y` },
  { id: 'a', name: 'b' },
  { id: 'ak4:names1:b' },
  { id: '\uD800' },
  { id: '\uFFFD' },
  { id: new Map([['a', 1]]) },
  { id: new Set(['a']) },
  { id: with_(new Map([['a', 1]]), 'b', 1, true) },
  { id: with_(new Date(0), 'zone', 'UTC', true) },
  { id: with_(['a'], 'extra', 'b', true) },
  { id: ['a'] },
  { id: Names.from(['a']) },
  { id: new Uint8Array([1]) },
  new Person(1),
  Object.create({ id: 1 }) as object,
  with_({}, 'id', 1),
  with_({}, 'id', 2),
  with_({ id: 1 }, 'roles', ['eu']),
  JSON.parse('{"__proto__": {"id": 1}}') as object,
  JSON.parse('{"__proto__": {"id": 2}}') as object,
];

const DAY = new Date('2026-01-01T00:00:00Z');

/** Who may see documents for one reason or another, and who may not for reasons that look alike. */
const READERS: readonly (object | null)[] = [
  ...ALIKE.slice(0, 18),
  { number: 1 },
  { number: '1' },
  { number: 1n },
  { number: 1.5 },
  { number: [1] },
  { label: '1' },
  { label: 1 },
  { label: 'a' },
  { label: ['a'] },
  { labels: ['a', 'b'] },
  { labels: ['a,b'] },
  { labels: 'a' },
  { labels: [] },
  { labels: [null] },
  { labels: ['a', null] },
  { large: 1n },
  { large: 9007199254740993n },
  { large: '9007199254740993' },
  { large: 9007199254740992 },
  { day: DAY },
  { day: DAY.toISOString() },
  { day: DAY.getTime() },
  { team: { label: 'a' } },
  { 'team.label': 'a' },
  { team: [{ label: 'a' }] },
  { number: 1, roles: ['keeper'] },
  { number: 2, roles: ['keeper'] },
  { number: 2 },
  new Person(1),
];

const DOCUMENTS = [
  '{ docs { nodes { id secret } } }',
  '{ docs { totalCount nodes { id capabilities { update } } } }',
  '{ docs(filter: { label: { isNull: false } }, sort: [{ secret: ASC }, { id: ASC }]) { nodes { id } } docsAggregate { count max { secret } } }',
];

describe('what is kept for one actor and another', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  const open: Application[] = [];

  before(async () => {
    database = await freshDatabase('actors_apart');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Doc, ...sideTables()], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    const rows = [
      [1, 1, '1', 1n, DAY, 'EU', 'one'],
      [2, 2, 'a', 9007199254740993n, null, 'US', 'two'],
      [3, null, 'a,b', 9007199254740992n, DAY, 'EU', 'three'],
      [4, 1, 'b', null, null, null, 'four'],
    ] as const;
    const em = orm.em.fork();
    for (const [id, number, label, large, day, region, secret] of rows) em.create(Doc, { id, number, label, large, day, region, secret });
    await em.flush();
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });
  afterEach(async () => {
    for (const gm of open.splice(0)) await gm.close();
  });

  const boot = async (scope?: CacheScope): Promise<Application> => {
    const gm = await bootstrap({
      orm,
      managers: scope === 'dependency' ? [Digest] : [Echo, Reply, Digest],
      drift: 'off',
      recordChanges: true,
      ...(scope && { cache: new Keyv(), plugins: [keepAll(scope)] }),
    });
    open.push(gm);
    return gm;
  };

  it('is what they would get by themselves from a source that looks at them', async () => {
    const gm = await boot({ timeoutMs: 60_000 });
    const compute = gm.computation('who', { cache: { timeoutMs: 60_000 } }, async (as) => (await as.manager(Echo).get(1)).who);
    for (let turn = 0; turn < 2; turn += 1)
      for (const who of ALIKE) {
        const as = gm.as(who);
        const [reply] = await as.manager(Reply).select({ heard: true, asked: true }).all();
        const own = seenOf({ actor: who });
        expect([(await as.manager(Echo).get(1)).who, reply?.heard, reply?.asked, await compute(as)], own).to.deep.equal([
          own,
          own,
          own,
          own,
        ]);
      }
    // Some are given what was kept: a cache that keeps nothing would be as right.
    expect(gm.cacheStatistics.counts.find(({ name }) => name === 'Echo')?.outcomes.hit).to.be.greaterThan(20);
  });

  for (const scope of ['dependency', { timeoutMs: 60_000 }] as const)
    it(`is what rules give each of them, in the scope ${typeof scope === 'object' ? 'timeout' : scope}`, async () => {
      const [gm, plain] = [await boot(scope), await boot()];
      const ask = async (asked: Application, who: object | null): Promise<string> => {
        const answers: unknown[] = [];
        for (const document of DOCUMENTS) answers.push(await asked.direct.operation(parse(document))?.run({}, { actor: who }));
        const docs = asked.as(who).manager(Doc);
        const reads = [
          async () => docs.sort('id').select({ id: true, secret: true }).all(),
          async () =>
            docs
              .sort('id')
              .select({ id: true, capabilities: true } as never)
              .all(),
          async () => docs.count(),
          async () =>
            docs
              .sort('-secret', 'id')
              .page({ first: 2, total: true })
              .then(({ items, total }) => [items, total]),
          async () =>
            asked
              .as(who)
              .manager(Digest)
              .select({ doc: { id: true }, told: true })
              .all(),
          async () => docs.find(1),
        ];
        for (const read of reads) answers.push(await read().catch((error: unknown) => (error as { readonly code?: string }).code ?? error));
        return inspect(answers, { depth: 9 });
      };
      const known = new Map<object | null, string>();
      for (const who of READERS) known.set(who, await ask(plain, who));
      for (const readers of [READERS, READERS.toReversed()])
        for (const who of readers) expect(await ask(gm, who), seenOf(who)).to.equal(known.get(who));
      expect(new Set(known.values()).size).to.be.greaterThan(10);
    });
});
