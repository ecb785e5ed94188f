import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application, type BootError } from 'general-manager';
import { Action, actor, everyone, Manager, nobody, Permission, role, where } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

class Stranger {}

@Entity()
@Manager()
@Permission<Wrong>({ read: everyone(), update: everyone(), create: everyone() })
class Wrong {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Action({ arguments: { a: 'texts' as never, b: { like: 'gone' }, c: { of: () => Stranger }, d: {}, 'not a name': 'int' } })
  given() {}

  @Action({ arguments: { a: { type: 'int', like: 'name' } }, needs: ['name'], returns: 'custom' as never })
  twice() {}

  @Action({ permission: {} as never })
  lawless() {}

  @Action()
  static alone() {}

  @Action<Wrong>({ permission: where<Wrong>({ name: actor('id') }) })
  static about() {}

  @Action<Wrong>({ permission: where<Wrong>({ gone: 1 } as never) })
  lost() {}

  @Action({ operation: 'createWrong' })
  make() {}
}

const ClockSchema = defineEntity({ name: 'Clock', properties: { id: p.integer().primary(), hours: p.integer() } });
type Clock = InferEntity<typeof ClockSchema>;
Manager()(ClockSchema);
Permission<Clock>({ read: everyone(), update: nobody() })(ClockSchema);
Action<Clock>({
  name: 'wind',
  arguments: { by: 'int' },
  permission: role('keeper'),
  perform: (clock, { by }: { by: number }) => {
    clock.hours += by;
  },
})(ClockSchema);
Action({} as never)(Stranger);

@Entity({ abstract: true, discriminatorColumn: 'type' })
@Manager()
@Permission({ read: everyone(), update: nobody() })
abstract class Tool {
  @PrimaryKey()
  id!: number;

  @Property()
  state!: string;

  @Action({ permission: role('keeper') })
  use() {
    this.state = 'used';
  }

  @Action({ permission: nobody() })
  never() {}

  @Action()
  forbidden() {}
}

@Entity({ discriminatorValue: 'saw' })
@Manager()
@Permission({ read: everyone(), update: role('worker') })
class Saw extends Tool {
  @Action({ permission: role('worker') })
  override use() {
    this.state = 'blunt';
  }
}

describe('declarations of actions', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    database = await freshDatabase('writes_action_problems');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [ClockSchema, Tool, Saw], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    await orm.em.getConnection().execute(`insert into clock values (1, 5); insert into tool values (1, 'sharp', 'saw')`);
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  it('are problems of the boot where they speak of what is not there', async () => {
    const other = await MikroORM.init({ clientUrl: database.url, entities: [Wrong], metadataProvider: ReflectMetadataProvider });
    const error = (await bootstrap({ orm: other, drift: 'off' }).catch((each: unknown) => each)) as BootError;
    await other.close();
    const told = error.problems.map(({ code, path, message }) => `${code} ${path}: ${message.replace(/^.* cannot be used: /, '')}`);
    expect(told).to.have.members([
      'GM_DECL_INVALID_ACTION Wrong.actions.given: "a" needs a type, or a field that it is like, or a manager that it is of: one of these.',
      'GM_DECL_INVALID_ACTION Wrong.actions.given: "b" is like no field, or of no manager of the same interface.',
      'GM_DECL_INVALID_ACTION Wrong.actions.given: "c" is like no field, or of no manager of the same interface.',
      'GM_DECL_INVALID_ACTION Wrong.actions.given: "d" needs a type, or a field that it is like, or a manager that it is of: one of these.',
      'GM_DECL_INVALID_ACTION Wrong.actions.given: "not a name" is no name of an argument.',
      'GM_DECL_INVALID_ACTION Wrong.actions.twice: "a" needs a type, or a field that it is like, or a manager that it is of: one of these.',
      'GM_DECL_INVALID_ACTION Wrong.actions.twice: "name" does not lead along relations to managers.',
      'GM_DECL_INVALID_ACTION Wrong.actions.twice: its result is of no known type.',
      'GM_DECL_INVALID_ACTION Wrong.actions.lawless: its permission is no rule.',
      'GM_DECL_INVALID_ACTION Wrong.actions.alone: an action of the class as a whole needs a permission of its own.',
      'GM_DECL_INVALID_ACTION Wrong.actions.about: there is no object that its permission could be about.',
      ...error.problems
        .filter(({ path }) => path === 'Wrong.actions.lost.permission' || path === 'Wrong.operations.action')
        .map(({ code, path, message }) => `${code} ${path}: ${message}`),
    ]);
    expect(error.problems.map(({ path }) => path)).to.include.members(['Wrong.actions.lost.permission', 'Wrong.operations.action']);
  });

  it('are functions where a schema has no methods', async () => {
    const clocks = gm.as({ id: 1, roles: ['keeper'] }).manager<Clock>(ClockSchema);
    const { object } = await clocks.perform('wind', { key: 1, arguments: { by: 2 } });
    expect(object?.hours).to.equal(7);
    expect(gm.schema.getMutationType()?.getFields()).to.have.property('windClock');
  });

  it('are inherited, and replaced by a method of the same name', async () => {
    const code = async (use: Promise<unknown>): Promise<string> =>
      use.then(
        () => 'done',
        (error: unknown) => (isGeneralManagerError(error) ? error.code : 'other'),
      );
    const by = (...roles: readonly string[]) => gm.as({ id: 1, roles });
    expect(await code(by('keeper').manager(Saw).perform('use', { key: 1 }))).to.equal('GM_PERM_FORBIDDEN');
    expect(await code(by('worker').manager(Saw).perform('use', { key: 1 }))).to.equal('done');
    // Through the class above, both of them have to allow it.
    expect(await code(by('worker').manager('Tool').perform('use', { key: 1 }))).to.equal('GM_PERM_FORBIDDEN');
    expect(await code(by('keeper').manager('Tool').perform('use', { key: 1 }))).to.equal('GM_PERM_FORBIDDEN');
    expect(await code(by('keeper', 'worker').manager('Tool').perform('use', { key: 1 }))).to.equal('done');
    expect(await orm.em.getConnection().execute('select state from tool')).to.deep.equal([{ state: 'blunt' }]);
  });

  it('are no mutations where nobody may', () => {
    const names = Object.keys(gm.schema.getMutationType()?.getFields() ?? {}).filter((name) => /^(use|never|forbidden)/.test(name));
    expect(names.sort()).to.deep.equal(['forbiddenSaw', 'useSaw', 'useTool']);
  });
});
