import { setTimeout as sleep } from 'node:timers/promises';
import { defineEntity, p } from '@mikro-orm/core';
import { expect } from 'chai';
import { bootstrap, type Application, type BootError } from 'general-manager';
import { actor, anyOf, authenticated, definePredicate, Manager, not, Permission, role, where } from 'general-manager/decorators';
import type { ReadRequest, Runtime } from 'general-manager/plugin';
import { databaseSession, rowLevelSecurity } from 'general-manager/mikro-orm';
import { graphql, parse } from 'graphql';
import { databaseAdapter } from '../../integrations/mikro-orm/index.js';
import { bootCore } from '../../lib/plugin.js';
import { openOrm, unreachable, type DatabaseName, type OpenOrm } from './support/stores.js';

const nameIs = definePredicate<{ name: string }, [string[]]>({
  name: 'name is',
  fields: ['name'],
  args: ['text[]'],
  sql: ({ name }, [names]) => `${name} in (${names})`,
  test: ({ name }, [names]) => (names as readonly string[]).includes(String(name)),
});

/** A small shop, as new entities. */
function makeShop(database: DatabaseName) {
  const nap =
    database === 'sqlite'
      ? '(with recursive c(x) as (select 1 union all select x + 1 from c where x < 4000000) select count(*) from c)'
      : 'sleep(60)';
  const Author = defineEntity({
    name: 'Author',
    properties: {
      id: p.integer().primary(),
      name: p.string(),
      bio: p.text().nullable(),
      born: p.date().nullable(),
      nap: p
        .integer()
        .formula(() => nap)
        .lazy(),
      books: () => p.oneToMany(Book).mappedBy('author'),
    },
  });
  const Book = defineEntity({
    name: 'Book',
    properties: {
      id: p.integer().primary(),
      title: p.string(),
      price: p.decimal().precision(8).scale(2),
      weight: p.double().default(0.25),
      facts: p.json().nullable(),
      author: () => p.manyToOne(Author),
    },
  });
  for (const entity of [Author, Book]) Manager()(entity);
  Permission<{ name: string; bio: string }>({
    read: [where({ name: { ne: 'hidden' } }), { deny: nameIs(['banned', 'Banished']) }],
    update: where({ name: actor('name') }),
    fields: { bio: { update: role('editor') } },
  })(Author);
  Permission<{ title: string }>({ read: anyOf(not(authenticated()), where({ title: { ne: actor('disliked') } })) })(Book);
  return { Author, Book };
}

for (const database of ['sqlite', 'mariadb', 'mysql'] satisfies readonly DatabaseName[]) {
  describe(`an application on ${database}`, function () {
    this.timeout(60_000);
    const shop = makeShop(database);
    const logged: object[] = [];
    let opened: OpenOrm;
    let gm: Application;
    let runtime: Runtime;

    before(async function () {
      const reason = await unreachable(database);
      if (reason !== undefined) {
        console.log(`      skipped: ${reason}`);
        this.skip();
      }
      opened = await openOrm(database, Object.values(shop));
      const logger = {
        error: (each: object) => void logged.push(each),
        warn: (each: object) => void logged.push(each),
        info: () => undefined,
      };
      gm = await bootstrap({ orm: opened.orm, logger });
      ({ runtime } = bootCore({ adapters: [databaseAdapter(opened.orm)], logger }));
      const names = ['Ann', 'ann', 'hidden', 'banned', 'ÄNN', 'Bo '];
      for (const [index, name] of names.entries()) {
        const born = index === 0 ? "'2001-02-03'" : 'null';
        await opened.run(`insert into author (id, name, born) values (${index + 1}, '${name}', ${born})`);
      }
      const books = Array.from({ length: 1200 }, (_each, index) => `(${index + 1}, 't${index % 7}', 1.50, ${(index % 6) + 1})`);
      await opened.run(`insert into book (id, title, price, author_id) values ${books.join(', ')}`);
    });
    after(async () => opened?.close());

    const manager = (name: string) => {
      const found = runtime.model.managers.get(name);
      if (!found) throw new Error(`no manager ${name}`);
      return found;
    };
    const books = (actor: object | null = null, asked: Partial<ReadRequest> = {}) =>
      runtime.read(manager('Book'), { select: { fields: ['id'], relations: [] }, ...asked }, { actor });
    const ask = (filter: object) =>
      gm
        .as(null)
        .manager('Author')
        .filter(filter as Readonly<Record<string, unknown>>);
    const codeOf = (promise: Promise<unknown>) => promise.then(String, (error: { code: string }) => error.code);

    it('boots, and says that drift was not compared', async () => {
      expect(logged.map((each) => Reflect.get(each, 'code'))).to.deep.equal(['GM_DRIFT_NOT_COMPARED']);
      const refused = await bootstrap({ orm: opened.orm, drift: 'refuse' }).catch((error: unknown) => error);
      expect((refused as BootError).problems.map(({ code }) => code)).to.deep.equal(['GM_DRIFT_NOT_COMPARED']);
    });

    it('serves GraphQL', async () => {
      const source =
        '{ authors(sort: [{ name: ASC }]) { nodes { name born books(first: 1) { totalCount nodes { price author { name } } } } } }';
      const { data, errors } = await graphql({ schema: gm.schema, source, contextValue: {} });
      expect(errors).to.equal(undefined);
      const nodes = (data as { authors: { nodes: object[] } }).authors.nodes;
      expect(JSON.parse(JSON.stringify(nodes[0]))).to.deep.equal({
        name: 'Ann',
        born: '2001-02-03',
        books: { totalCount: 200, nodes: [{ price: '1.50', author: { name: 'Ann' } }] },
      });
      expect(nodes).to.have.lengthOf(4);
    });

    it('compares texts with case and with blanks at the end', async () => {
      const names = async (filter: object): Promise<unknown> => ask(filter).values('name' as never);
      expect(await names({ name: 'ann' })).to.deep.equal(['ann']);
      expect(await names({ name: { in: ['ANN', 'Bo'] } })).to.deep.equal([]);
      expect(await names({ name: { notIn: ['ann', 'Bo'] } })).to.deep.equal(['Ann', 'ÄNN', 'Bo ']);
      expect(await names({ name: { startsWith: 'a' } })).to.deep.equal(['ann']);
    });

    it('ignores case where the database knows all letters, and does not offer it elsewhere', async () => {
      const asked = gm
        .as(null)
        .manager('Author')
        .filter({ name: { ieq: 'änn' } })
        .values('name' as never);
      expect(await asked.catch(({ code }: { code: string }) => code)).to.deep.equal(
        database === 'sqlite' ? 'GM_READ_UNKNOWN_OPERATOR' : ['ÄNN'],
      );
    });

    it('applies predicates of the application, and lists of them', async () => {
      const found = await ask({}).values('id' as never);
      expect(found).to.deep.equal([1, 2, 5, 6]);
    });

    it('takes no more statements for a thousand rows than for one', async () => {
      const related = { alias: 'author', field: 'author', request: { select: { fields: ['name'], relations: [nested()] } } };
      const count = async (first: number): Promise<number> => {
        opened.statements();
        const page = await books(null, { select: { fields: ['id'], relations: [related] }, page: { first }, total: true });
        expect(page.rows).to.have.lengthOf(first);
        expect(page.total).to.equal(1200);
        return opened.statements().length;
      };
      expect([await count(1), await count(1000)]).to.deep.equal([5, 5]);
    });
    const nested = () => ({
      alias: 'books',
      field: 'books',
      request: { select: { fields: ['title'], relations: [] }, page: { first: 3 }, total: true },
    });

    it('reads in the transaction of the caller, where there is one', async () => {
      const em = opened.orm.em.fork();
      await em.begin();
      em.persist(em.create('Author' as never, { id: 100, name: 'New' } as never));
      await em.flush();
      const select = { fields: ['name'], relations: [nested()] };
      const seen = await runtime.readOne(manager('Author'), 100, { select }, { actor: null }, { session: em });
      await em.rollback();
      expect(seen).to.include({ name: 'New' });
      expect(
        await gm
          .as(null)
          .manager('Author')
          .get(100)
          .catch(({ code }: { code: string }) => code),
      ).to.equal('GM_READ_NOT_FOUND');
    });

    it('answers reads that overlap, each in a snapshot of its own', async () => {
      const asked = {
        select: {
          fields: ['id'],
          relations: [{ alias: 'author', field: 'author', request: { select: { fields: ['id'], relations: [] } } }],
        },
      };
      const pages = await Promise.all(Array.from({ length: 12 }, async () => books(null, { ...asked, total: true, page: { first: 2 } })));
      for (const page of pages) expect([page.rows.length, page.total]).to.deep.equal([2, 1200]);
    });

    it('explains what it decided', async () => {
      const told = await gm.explain({ disliked: 't0' }, 'read', 'Book', 1);
      expect(told.allowed).to.equal(false);
      expect((await gm.explain({ disliked: 't1' }, 'read', 'Book', 1)).allowed).to.equal(true);
    });

    it('answers with resolvers: it writes no text of responses', async () => {
      const document = parse('{ authors { nodes { name } } }');
      expect(await gm.direct.operation(document)?.run({}, {})).to.equal(undefined);
    });

    it('has no row-level security', async () => {
      const refused = await bootstrap({ orm: opened.orm, drift: 'off', rls: {} }).catch((error: unknown) => error);
      expect((refused as BootError).problems.map(({ code }) => code)).to.deep.equal(['GM_RLS_UNSUPPORTED']);
      expect(() => rowLevelSecurity(gm, { role: 'app' }))
        .to.throw()
        .with.property('code', 'GM_RLS_UNSUPPORTED');
      expect(() => databaseSession(gm, {}))
        .to.throw()
        .with.property('code', 'GM_RLS_UNSUPPORTED');
    });

    it('serves capabilities, measures and groups', async () => {
      const source = `{
        authors(sort: [{ name: ASC }], filter: { books: { sum: { price: { gte: "300" } } } }) {
          nodes { name capabilities { update delete fields { bio } } booksAggregate { count avg { price } } }
        }
        booksAggregate { count sum { price weight } avg { price weight } max { title author { name } } }
        booksGroups(groupBy: { author: { name: true } }, having: { count: { gt: 1 } }, sort: { key: { author: { name: DESC } } }) { key { author { name } } count }
      }`;
      opened.statements();
      const { data, errors } = await graphql({
        schema: gm.schema,
        source,
        contextValue: { actor: { name: 'Ann', disliked: 'none', roles: ['editor'] } },
      });
      expect(errors?.map(({ message }) => message) ?? []).to.deep.equal([]);
      expect(opened.statements()).to.have.lengthOf(4);
      const own = { update: true, delete: false, fields: { bio: true } };
      const others = { update: false, delete: false, fields: { bio: false } };
      const booksAggregate = { count: 200, avg: { price: '1.5' } };
      expect(JSON.parse(JSON.stringify(data))).to.deep.equal({
        authors: {
          nodes: ['Ann', 'Bo ', 'ann', 'ÄNN'].map((name) => ({ name, capabilities: name === 'Ann' ? own : others, booksAggregate })),
        },
        booksAggregate: {
          count: 1200,
          sum: { price: '1800.00', weight: 300 },
          avg: { price: '1.5', weight: 0.25 },
          max: { title: 't6', author: { name: 'ÄNN' } },
        },
        // The authors that may not be seen are one group.
        booksGroups: [null, 'ÄNN', 'ann', 'Bo ', 'Ann'].map((name) => ({ key: { author: { name } }, count: name === null ? 400 : 200 })),
      });
    });

    it('refuses sums that no number holds, and comparisons with averages that it does not have exactly', async () => {
      await opened.run('update book set weight = 1.7e308 where id <= 2');
      const sums = books(null, { aggregate: { measures: [{ kind: 'sum', names: ['weight'] }] } });
      expect(await codeOf(sums)).to.equal('GM_ORM_VALUE_REFUSED');
      await opened.run('update book set weight = 0.25');
      const groups = { groupBy: [['title']], measures: [], having: { avg: { price: { gt: '1' } } } };
      expect(await codeOf(books(null, { aggregate: groups }))).to.equal('GM_ORM_UNSUPPORTED_READ');
      const sorted = books(null, { aggregate: { groupBy: [['title']], measures: [], sort: '-avg.weight' } });
      expect((await sorted).groups).to.have.lengthOf(7);
    });

    it('gives up reads that take too long', async () => {
      const select = { fields: ['name', 'nap'], relations: [nested()] };
      const started = performance.now();
      const slow = runtime.read(manager('Author'), { select }, { actor: null }, { timeoutMs: 100 });
      expect(await codeOf(slow)).to.equal('GM_READ_TIMEOUT');
      expect(performance.now() - started).to.be.lessThan(8000);
      const stopped = new AbortController();
      const aborted = runtime.read(manager('Author'), { select }, { actor: null }, { signal: stopped.signal });
      setTimeout(() => stopped.abort(), 50);
      expect(await codeOf(aborted)).to.equal('GM_READ_ABORTED');
      if (database !== 'sqlite') {
        for (let tries = 0; tries < 100 && (await naps()) > 0; tries += 1) await sleep(20);
        expect(await naps()).to.equal(0);
      }
      // What was stopped left no transaction behind.
      const pages = await Promise.all(Array.from({ length: 12 }, async () => books(null, { total: true, page: { first: 2 } })));
      for (const { total } of pages) expect(total).to.equal(1200);
      const em = opened.orm.em.fork();
      await em.transactional(async (inner) =>
        inner.getConnection().execute('update book set price = 1.50 where id = 1', [], 'run', inner.getTransactionContext()),
      );
    });
    const naps = async (): Promise<number> =>
      (
        (await opened.run(
          `select 1 from information_schema.processlist where info like '%sleep(60)%' and id <> connection_id()`,
        )) as unknown[]
      ).length;

    it('refuses what only PostgreSQL decides', async () => {
      expect(await codeOf(books(null, { filter: { facts: { path: ['0'], isNull: true } } }))).to.equal('GM_ORM_UNSUPPORTED_READ');
      expect(await codeOf(books(null, { filter: { facts: { eq: { a: 1 } } } }))).to.equal('GM_READ_UNKNOWN_OPERATOR');
      const { plan } = await books();
      const adapter = manager('Book').adapter;
      expect(await codeOf(adapter.read({ ...plan, unheard: [{}] } as never, {}, { actor: null }))).to.equal('GM_ORM_UNSUPPORTED_READ');
    });

    it('is healthy, and stops when the caller does', async () => {
      await gm.health();
      const stopped = new AbortController();
      stopped.abort();
      expect(
        await codeOf(
          runtime.read(manager('Book'), { select: { fields: ['id'], relations: [] } }, { actor: null }, { signal: stopped.signal }),
        ),
      ).to.equal('GM_READ_ABORTED');
    });
  });
}
