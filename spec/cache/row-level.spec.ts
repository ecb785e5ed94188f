import 'reflect-metadata';
import { expect } from 'chai';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { Keyv } from 'keyv';
import { bootstrap, type Application, type BootError, type BootstrapOptions, type CacheScope } from 'general-manager';
import { actor, anyOf, everyone, Manager, Permission, where } from 'general-manager/decorators';
import { createHandler } from 'general-manager/graphql-server';
import { rowLevelSecurity } from 'general-manager/mikro-orm';
import { databaseRole, type DatabaseRole } from '../support/database-role.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { refusal } from '../writes/support/refusal.js';
import { keepAll } from './support/keep-all.js';

const MINUTE = { timeoutMs: 60_000 } satisfies CacheScope;

/** Everybody may see them, as far as this application knows. */
@Entity()
@Manager({ cache: MINUTE })
@Permission({ read: everyone() })
class Leaflet {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  tenant!: string;
}

/** The database is told who acts. */
@Entity()
@Manager({ cache: MINUTE })
@Permission<Diary>({ read: anyOf(where({ tenant: actor('tenant') }), where({ tenant: 'all' })) })
class Diary {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  tenant!: string;
}

/** Leaflets by a view of them, which has no policies itself. */
@Entity({ view: true, expression: 'select id, tenant from leaflet' })
@Manager({ cache: MINUTE })
@Permission({ read: everyone() })
class Shown {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  tenant!: string;
}

describe('what is kept where the database decides about rows', () => {
  let database: FreshDatabase;
  let role: DatabaseRole;
  const opened: { close(): Promise<unknown> }[] = [];

  before(async () => {
    database = await freshDatabase('kept_rows');
    role = await databaseRole();
    const orm = await connect([Leaflet, Diary, Shown]);
    await orm.schema.create();
    await role.grant(orm);
    await orm.em.getConnection().execute(`
      insert into leaflet values (1, 'a'), (2, 'b'); insert into diary values (1, 'a'), (2, 'b'), (3, 'all');
      alter table leaflet enable row level security;
      alter view shown set (security_invoker = on);
      create policy own on leaflet using (tenant = current_setting('spec.tenant', true))`);
  });
  after(async () => {
    for (const each of opened.toReversed()) await each.close();
    await database.drop();
    await role.drop();
  });

  const connect = async (entities: readonly (new () => object)[]): Promise<MikroORM> => {
    // One connection, so that its settings are those of whoever asks.
    const orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [...entities],
      metadataProvider: ReflectMetadataProvider,
      pool: { min: 1, max: 1 },
    });
    opened.push(orm);
    return orm;
  };
  const boot = async (orm: MikroORM, options: Partial<BootstrapOptions>): Promise<Application> => {
    const gm = await bootstrap({ orm, drift: 'off', secret: 'rows', ...options });
    opened.push(gm);
    return gm;
  };
  /** As whatever tells the database who acts without telling the application. */
  const become = async (orm: MikroORM, tenant: string): Promise<unknown> =>
    orm.em.getConnection().execute(`set role "${role.name}"; select set_config('spec.tenant', '${tenant}', false)`);

  const DOCUMENTS = {
    all: '{ leaflets { nodes { tenant } } }',
    shown: '{ showns { nodes { tenant } } }',
    diaries: '{ diaries { nodes { tenant } } }',
  };
  const ask = async (gm: Application, document: keyof typeof DOCUMENTS, who: object | null = null): Promise<readonly unknown[]> => {
    const handler = createHandler(gm, { trustedDocuments: { documents: DOCUMENTS }, context: () => ({ actor: who }) });
    const response = await handler.fetch(`http://localhost/graphql?documentId=${document}`);
    const { data } = (await response.json()) as {
      readonly data: Record<string, { readonly nodes: readonly { readonly tenant: string }[] }>;
    };
    const [list] = Object.values(data);
    return [list?.nodes.map(({ tenant }) => tenant), response.headers.get('cache-control')];
  };

  it('is refused by name where it decides by what nobody tells the application', async () => {
    const orm = await connect([Leaflet, Shown]);
    await become(orm, 'a');
    const failed = await bootstrap({ orm, drift: 'off', cache: new Keyv() }).catch((error: unknown) => error);
    expect((failed as BootError).problems.map(({ code, path }) => `${code} ${path}`)).to.have.members([
      'GM_CACHE_UNSEEN_ROWS Leaflet.cache',
      'GM_CACHE_UNSEEN_ROWS Shown.cache',
    ]);
  });

  it('is nothing, and no answer is public, whoever asks for what in which scope', async () => {
    const orm = await connect([Leaflet, Shown]);
    await become(orm, 'a');
    const plain = await boot(orm, {});
    for (const tenant of ['a', 'b', 'a']) {
      await become(orm, tenant);
      expect(await ask(plain, 'all')).to.deep.equal([[tenant], 'private, no-cache']);
      expect(await ask(plain, 'shown')).to.deep.equal([[tenant], 'private, no-cache']);
    }
    const keeping = await boot(orm, { cache: new Keyv(), plugins: [keepAll('none')] });
    const leaflets = keeping.as(null).manager(Leaflet);
    expect(await refusal(Promise.resolve().then(() => leaflets.cached(MINUTE)))).to.include({ code: 'GM_CACHE_UNSEEN_ROWS' });
    const tenants = keeping.computation('tenants', { cache: MINUTE }, async (as) =>
      (await as.manager(Leaflet).all()).map(({ tenant }) => tenant),
    );
    for (const tenant of ['a', 'b', 'a']) {
      await become(orm, tenant);
      expect(await tenants(keeping.as(null))).to.deep.equal([tenant]);
    }
  });

  it('is kept for each actor where the database is told who acts, and public for none', async () => {
    const orm = await connect([Diary]);
    const described = await boot(orm, {});
    for (const each of rowLevelSecurity(described, { role: role.name, schema: 'kept_rows_gm' }).up)
      await orm.em.getConnection().execute(each);
    const gm = await boot(orm, { cache: new Keyv(), rls: { role: role.name } });
    const ACTORS = [null, { tenant: 'a' }, { tenant: 'b' }, { tenant: 'a', more: 1 }];
    for (const first of ACTORS) {
      await gm.clearCache();
      for (const who of [first, ...ACTORS]) {
        const own = who && 'tenant' in who ? [who.tenant] : [];
        expect(await ask(gm, 'diaries', who), JSON.stringify([first, who])).to.deep.equal([[...own, 'all'], 'private, no-cache']);
        expect(await gm.as(who).manager(Diary).count()).to.equal(own.length + 1);
      }
    }
    expect(gm.cacheStatistics.counts.find(({ name }) => name === 'Diary')?.outcomes.hit).to.be.above(4);
  });

  it('is kept for each actor, and public for none, where policies are those of other roles', async () => {
    const orm = await connect([Leaflet, Shown]);
    const gm = await boot(orm, { cache: new Keyv(), managers: [] }).catch((error: unknown) => error as BootError);
    // Views read by the rights of somebody else.
    expect('problems' in gm && gm.problems.map(({ path }) => path)).to.have.members(['Leaflet.cache', 'Shown.cache']);
    const alone = await boot(await connect([Leaflet]), { cache: new Keyv() });
    for (const who of [null, { id: 1 }, null, { id: 1 }])
      expect(await ask(alone, 'all', who)).to.deep.equal([['a', 'b'], 'private, no-cache']);
    expect(alone.cacheStatistics.counts.find(({ name }) => name === 'Leaflet')?.outcomes).to.deep.equal({ miss: 2, hit: 2 });
  });

  it('is public as ever where there are no policies', async () => {
    @Entity()
    @Manager({ cache: MINUTE })
    @Permission({ read: everyone() })
    class Poster {
      @PrimaryKey()
      id!: number;

      @Property({ type: 'text' })
      tenant!: string;
    }
    const orm = await connect([Poster]);
    await orm.em
      .getConnection()
      .execute(`create table poster (id int primary key, tenant text not null); insert into poster values (1, 'all')`);
    const gm = await boot(orm, {});
    const handler = createHandler(gm, { trustedDocuments: { documents: { posters: '{ posters { nodes { tenant } } }' } } });
    const response = await handler.fetch('http://localhost/graphql?documentId=posters');
    expect(response.headers.get('cache-control')).to.match(/^public, max-age=/);
  });
});
