import 'reflect-metadata';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { defineEntity, EntitySchema, MikroORM, p } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { graphql, printSchema } from 'graphql';
import { Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { everyone, Manager, Permission } from '../../decorators/index.js';
import { Application, bootstrap, BootError, definePlugin, type BootstrapOptions } from '../../integrations/index.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
class Legacy {
  @PrimaryKey()
  id!: number;

  @Property()
  text!: string;
}

@Entity()
@Manager({ description: 'A note.' })
@Permission({ read: everyone() })
class Note {
  @PrimaryKey()
  id!: number;

  @Property()
  text!: string;
}

const Defined = defineEntity({ name: 'Defined', properties: { id: p.integer().primary(), text: p.string() } });

class WithSchema {
  id!: number;
  text!: string;
}

const columns = { id: { type: 'integer', primary: true }, text: { type: 'text' } } as const;
const Schema = new EntitySchema<{ id: number; text: string }>({ name: 'Schema', properties: columns });
const ClassSchema = new EntitySchema({ class: WithSchema, properties: columns });

for (const target of [Defined, Schema, ClassSchema]) {
  Manager()(target);
  Permission({ read: everyone() })(target);
}

const STYLES = { Legacy, Note, Defined, Schema, WithSchema: ClassSchema };
const NAMES = Object.keys(STYLES);

describe('bootstrap', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  const open = async (entities: readonly (typeof Defined | typeof Legacy | EntitySchema)[]): Promise<MikroORM> =>
    MikroORM.init({ clientUrl: database.url, entities: [...entities], metadataProvider: ReflectMetadataProvider });

  before(async () => {
    database = await freshDatabase('bootstrap');
    orm = await open(Object.values(STYLES) as (typeof Defined)[]);
    await orm.schema.create();
    for (const meta of orm.getMetadata().getAll().values()) {
      await orm.em.getConnection().execute(`insert into "${meta.tableName}" values (1, ?)`, [meta.className]);
    }
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  /** What a boot logs, and how it ends. */
  async function boot(options: Partial<BootstrapOptions> = {}): Promise<{ gm?: Application; error?: unknown; logged: object[] }> {
    const logged: object[] = [];
    const log = (fields: object): void => void logged.push(fields);
    const logger = { error: log, warn: log, info: log };
    return bootstrap({ orm, logger, ...options }).then(
      (gm) => ({ gm, logged }),
      (error: unknown) => ({ error, logged }),
    );
  }

  async function booted(options: Partial<BootstrapOptions> = {}): Promise<Application> {
    const { gm, error } = await boot(options);
    if (!gm) throw error;
    return gm;
  }

  // Those with TC39 decorators have a spec of their own: one program has one decorator mode.
  it('takes entities in every style of MikroORM', async () => {
    const gm = await booted();
    expect([...gm.model.managers.keys()]).to.have.members(NAMES);
    for (const name of NAMES) expect(await gm.as(null).manager(name).all(), name).to.deep.equal([{ id: 1, text: name }]);
    expect(await gm.as(null).manager(Legacy).values('text')).to.deep.equal(['Legacy']);
    expect(await gm.as(null).manager(Note).values('text')).to.deep.equal(['Note']);
    expect(await gm.as(null).manager(Defined).values('text')).to.deep.equal(['Defined']);
    expect(await gm.as(null).manager(WithSchema).values('text')).to.deep.equal(['WithSchema']);
    const { data, errors } = await graphql({
      schema: gm.schema,
      source:
        '{ legacy(id: 1) { text } notes { nodes { text } } defined(id: 1) { text } schema(id: 1) { text } withSchema(id: 1) { text } }',
      contextValue: {},
    });
    expect(errors).to.equal(undefined);
    expect(JSON.parse(JSON.stringify(data))).to.deep.equal({
      legacy: { text: 'Legacy' },
      notes: { nodes: [{ text: 'Note' }] },
      defined: { text: 'Defined' },
      schema: { text: 'Schema' },
      withSchema: { text: 'WithSchema' },
    });
  });

  it('gives the same schema each time, and other apps beside it', async () => {
    const first = await booted();
    class Other {
      id!: number;
      weight!: number;
    }
    const OtherLegacy = new EntitySchema({
      class: Other,
      tableName: 'legacy',
      properties: { id: { type: 'integer', primary: true }, weight: { type: 'integer', formula: () => '7' } },
    });
    Manager({ name: 'Legacy' })(OtherLegacy);
    Permission({ read: everyone() })(OtherLegacy);
    const beside = await open([OtherLegacy]);
    try {
      const second = await booted({ orm: beside });
      expect(await second.as(null).manager('Legacy').all()).to.deep.equal([{ id: 1, weight: 7 }]);
      expect(await first.as(null).manager('Legacy').all()).to.deep.equal([{ id: 1, text: 'Legacy' }]);
      expect(Object.keys(second.schema.getQueryType()?.getFields() ?? {})).to.have.members([
        'legacy',
        'legacies',
        'legaciesAggregate',
        'legaciesGroups',
        'capabilities',
      ]);
      expect(printSchema((await booted()).schema)).to.equal(printSchema(first.schema));
    } finally {
      await beside.close();
    }
  });

  it('joins hand-written resolvers', async () => {
    @ObjectType()
    class Clock {
      @Field(() => Int)
      hours!: number;
    }
    @Resolver()
    class Clocks {
      @Query(() => Clock)
      clock(): Clock {
        return { hours: 7 };
      }
    }
    const { schema } = await booted({ resolvers: [Clocks] });
    const { data } = await graphql({ schema, source: '{ clock { hours } note(id: 1) { text } }', contextValue: {} });
    expect(JSON.parse(JSON.stringify(data))).to.deep.equal({ clock: { hours: 7 }, note: { text: 'Note' } });
    expect((await booted()).schema.getType('Clock')).to.equal(undefined);
  });

  it('tells plugins once, when all is well', async () => {
    const told: string[] = [];
    const plugin = definePlugin({
      name: 'told',
      description: 'Notes when it is told.',
      hooks: { onBoot: async ({ model, runtime }) => void told.push(`${model.managers.size} ${runtime.model === model}`) },
    });
    await booted({ plugins: [plugin] });
    expect(told).to.deep.equal(['5 true']);
    await boot({ plugins: [plugin], managers: [class Plain {}] });
    expect(told).to.have.lengthOf(1);
    const failing = definePlugin({
      name: 'failing',
      description: 'Fails.',
      hooks: { onBoot: async () => Promise.reject(new Error('planted')) },
    });
    expect((await boot({ plugins: [failing] })).error).to.have.property('message', 'planted');
  });

  describe('that fails', () => {
    it('tells all problems: of declarations, plugins and tables, each with code, path, message and fix', async () => {
      class Plain {}
      const plugin = definePlugin({ name: 'twice', description: 'Twice.', hooks: {} });
      await orm.em.getConnection().execute('alter table "note" rename column "text" to "words"');
      try {
        const { error, gm } = await boot({ managers: [Plain], plugins: [plugin, plugin], drift: 'refuse' });
        expect(gm).to.equal(undefined);
        expect(error).to.be.instanceOf(BootError).and.include({ code: 'GM_BOOT_FAILED' });
        const { problems, message } = error as BootError;
        expect(problems.map(({ code }) => code)).to.include.members(['GM_DECL_NOT_A_MANAGER', 'GM_PLUGIN_ORDER']);
        expect(problems.some(({ code, path }) => code.startsWith('GM_DRIFT') && path.startsWith('Note'))).to.equal(true);
        for (const problem of problems) {
          expect(problem).to.have.all.keys('code', 'path', 'message', 'fix');
          expect(message).to.contain(problem.path).and.contain(problem.message).and.contain(problem.fix).and.contain(problem.code);
        }
        expect(message).to.match(new RegExp(`^The application cannot boot: ${problems.length} problems\\.`));
        expect(Object.isFrozen(problems)).to.equal(true);
      } finally {
        await orm.em.getConnection().execute('alter table "note" rename column "words" to "text"');
      }
    });

    it('tells problems of the schema', async () => {
      @Resolver()
      class Clash {
        @Query(() => String)
        note(): string {
          return '';
        }
      }
      const { error } = await boot({ resolvers: [Clash] });
      expect((error as BootError).problems.map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
        'GM_GQL_OPERATION_CLASH Note.operations.detail',
      ]);
    });

    it('leaves nothing behind', async () => {
      const before = printSchema((await booted()).schema);
      expect((await boot({ managers: [class Plain {}] })).error).to.be.instanceOf(BootError);
      expect(printSchema((await booted()).schema)).to.equal(before);
    });
  });

  describe('on tables that differ', () => {
    before(async () => orm.em.getConnection().execute('alter table "note" drop column "text"'));
    after(async () => orm.em.getConnection().execute(`alter table "note" add column "text" text not null default 'Note'`));

    it('warns, refuses, or does not look', async () => {
      const [warned, refused, off] = [await boot(), await boot({ drift: 'refuse' }), await boot({ drift: 'off' })];
      expect(warned.gm).to.be.instanceOf(Application);
      expect(warned.logged).to.have.lengthOf(1);
      expect(warned.logged[0]).to.include.keys('code', 'path', 'message', 'fix');
      expect(refused.error).to.be.instanceOf(BootError);
      expect((refused.error as BootError).problems).to.deep.equal(warned.logged);
      expect(refused.logged).to.deep.equal([]);
      expect(off.gm).to.be.instanceOf(Application);
      expect(off.logged).to.deep.equal([]);
    });
  });

  it('gives an application that tells whether its database answers', async () => {
    const gm = await booted();
    await gm.health();
    const unreachable = await MikroORM.init({ clientUrl: 'postgresql://127.0.0.1:1/none', entities: [Defined] });
    const gone = await booted({ orm: unreachable, drift: 'off' });
    expect(await gone.health().catch((error: unknown) => error)).to.be.instanceOf(Error);
    await unreachable.close(true);
  });

  it('masks what is not its own', async () => {
    const { gm, logged } = await boot();
    const masked = gm?.mask(new Error('planted'));
    expect(masked).to.have.property('code', 'GM_INTERNAL');
    expect(masked?.message).not.to.contain('planted');
    expect(JSON.stringify(logged)).not.to.contain('planted');
    expect(logged).to.have.lengthOf(1);
    const known = new BootError([]);
    expect(gm?.mask(known)).to.equal(known);
  });
});
