import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import type { Opt, Rel } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { Action, actor, everyone, Manager, Permission, where, type ActionContext } from 'general-manager/decorators';

@Entity()
@Manager()
@Permission<Shelf>({ read: everyone(), update: everyone() })
class Shelf {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer' })
  used: number & Opt = 0;
}

@Entity()
@Manager()
@Permission<Box>({ read: where<Box>({ owner: actor('id') }), update: where<Box>({ owner: actor('id') }) })
class Box {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  owner!: string;

  @ManyToOne(() => Shelf, { nullable: true })
  shelf?: Rel<Shelf> | null;

  @Action({ arguments: { to: { like: 'shelf' } }, returns: 'int' })
  async put({ to }: { to: Shelf }, { manager }: ActionContext) {
    this.shelf = to;
    const shelf = await manager(Shelf).update(to.id, { used: to.used + 1 });
    return shelf?.used ?? 0;
  }

  @Action({ arguments: { owner: 'string' } })
  give({ owner }: { owner: string }) {
    this.owner = owner;
  }
}

describe('actions on SQLite', () => {
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    orm = await MikroORM.init({ dbName: ':memory:', entities: [Box, Shelf], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    await orm.em.fork().insertMany(Shelf, [
      { id: 1, used: 0 },
      { id: 2, used: 5 },
    ]);
    await orm.em.fork().insertMany(Box, [
      { id: 1, owner: 'ann' },
      { id: 2, owner: 'bob' },
    ]);
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => orm.close());

  it('change their object and others, and give what has become of it', async () => {
    const source = 'mutation { putBox(id: 1, input: { to: 2 }) { result box { owner shelf { id used } } } }';
    const { data, errors } = await graphql({ schema: gm.schema, source, contextValue: { actor: { id: 'ann' } } });
    expect(errors).to.equal(undefined);
    expect(JSON.parse(JSON.stringify(data))).to.deep.equal({ putBox: { result: 6, box: { owner: 'ann', shelf: { id: '2', used: 6 } } } });
  });

  it('are undone as a whole where the object may not become so', async () => {
    const boxes = gm.as({ id: 'ann' }).manager(Box);
    const codes: string[] = [];
    for (const call of [
      { key: 1, arguments: { owner: 'bob' } },
      { key: 2, arguments: { owner: 'ann' } },
    ]) {
      const refused: unknown = await boxes.perform('give', call).catch((error: unknown) => error);
      codes.push(isGeneralManagerError(refused) ? refused.code : 'none');
    }
    expect(codes).to.deep.equal(['GM_WRITE_FORBIDDEN', 'GM_WRITE_NOT_FOUND']);
    expect(await orm.em.getConnection().execute('select owner from box order by id')).to.deep.equal([{ owner: 'ann' }, { owner: 'bob' }]);
  });
});
