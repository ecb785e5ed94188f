import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { graphql } from 'graphql';
import { openOrm, type DatabaseName, type OpenOrm } from '../contract/support/stores.js';
import { refusal } from '../writes/support/refusal.js';
import { calls, entities } from './support/library.js';

const STAFF = { id: 1, roles: ['staff'] };
const OWNER = { id: 7 };
const GUEST = { id: 9 };

const ROWS = `
  insert into reader (id, name, open) values (1, 'Ann', true), (2, 'Bob', false), (3, 'Cy', true);
  insert into item (id, kind, title, owner, cost, code, size_pages, sequel_of_id, tone) values
    (1, 'book', 'Emma', 7, 10.00, 'c1', 400, null, null),
    (2, 'book', 'Emma II', 8, 20.00, null, 100, 1, null),
    (3, 'film', 'Alien', 7, 5.40, 'c3', null, null, 'grim');
  insert into item_readers (item_id, reader_id) values (1, 1), (1, 2), (1, 3), (3, 2)`;

for (const database of ['postgresql', 'sqlite'] satisfies readonly DatabaseName[]) {
  describe(`computed members of entities in ${database}`, () => {
    let store: OpenOrm;
    let gm: Application;
    const logged: string[] = [];

    before(async () => {
      store = await openOrm(database, entities);
      for (const statement of ROWS.split(';')) await store.run(statement);
      if (database === 'postgresql') await store.run(`select setval('item_id_seq', 10), setval('reader_id_seq', 10)`);
      const log = (_fields: object, text: string): void => void logged.push(text);
      gm = await bootstrap({ orm: store.orm, drift: 'off', logger: { error: log, warn: log, info: log } });
    });
    after(async () => store?.close());
    beforeEach(() => {
      calls.length = 0;
      logged.length = 0;
      store.statements();
    });

    const items = (user: object) => gm.as(user).manager('Item').sort('id');
    const ask = async (user: object, source: string): Promise<unknown> => {
      const { data, errors } = await graphql({ schema: gm.schema, source, contextValue: { actor: user } });
      return errors ? { data, errors: errors.map(({ message, path }) => [path?.join('.'), message]) } : data;
    };

    it('are read in the one statement, of the class of each object', async () => {
      const found = await items(STAFF).select({ label: true }).all();
      expect(found).to.deep.equal([{ label: 'Book Emma 10.00' }, { label: 'Book Emma II 20.00' }, { label: 'Alien 5.40' }]);
      expect(store.statements()).to.have.length(1);
    });

    it('see what whoever reads may see of what they need', async () => {
      expect(await items(GUEST).select({ label: true, cost: true }).all()).to.deep.equal([
        { label: 'Book Emma ?', cost: null },
        { label: 'Book Emma II ?', cost: null },
        { label: 'Alien ?', cost: null },
      ]);
      expect(await items(STAFF).select({ readerCount: true }).all()).to.deep.equal([
        { readerCount: 3 },
        { readerCount: 0 },
        { readerCount: 1 },
      ]);
      expect(await items(GUEST).select({ readerCount: true }).all()).to.deep.equal([
        { readerCount: 2 },
        { readerCount: 0 },
        { readerCount: 0 },
      ]);
    });

    it('are not computed for whom they are not shown', async () => {
      expect(await items(OWNER).select({ worth: true, secret: true }).all()).to.deep.equal([
        { worth: 20, secret: null },
        { worth: null, secret: null },
        { worth: 10.8, secret: null },
      ]);
      expect(calls.map(({ member, object }) => [member, Reflect.get(object, 'cost')])).to.deep.equal([
        ['worth', '10.00'],
        ['worth', '5.40'],
      ]);
    });

    it('show nothing else of what the system reads for them', async () => {
      const select = { cost: true, worth: true, coded: true, label: true } as const;
      expect(await items(OWNER).select(select).all()).to.deep.equal([
        { cost: null, worth: 20, coded: true, label: 'Book Emma ?' },
        { cost: null, worth: null, coded: false, label: 'Book Emma II ?' },
        { cost: null, worth: 10.8, coded: true, label: 'Alien ?' },
      ]);
      expect(await items(STAFF).select({ cost: true, worth: true }).first()).to.deep.equal({ cost: '10.00', worth: null });
      for (const { member, object } of calls) if (member === 'label') expect(Reflect.get(object, 'cost')).to.be.oneOf([null, '10.00']);
    });

    it('are planned for the system where it reads for them, and said to be', async () => {
      expect(await items(GUEST).select({ allReaders: true, readerCount: true }).all()).to.deep.equal([
        { allReaders: 3, readerCount: 2 },
        { allReaders: 0, readerCount: 0 },
        { allReaders: 1, readerCount: 0 },
      ]);
      const policies = async (member: string): Promise<unknown> => {
        const { fields } = await gm.plan(`{ items { nodes { ${member} } } }`, { actor: GUEST });
        return fields[0]?.read?.plan?.relations.map(({ plan: { policy } }) => policy);
      };
      expect(await policies('allReaders')).to.deep.equal(['true']);
      expect(await policies('readerCount')).to.deep.equal(['open eq true']);
    });

    it('get what they need, and nothing else', async () => {
      await items(STAFF)
        .select({ label: true, owner: true, readers: { select: { id: true } } })
        .all();
      expect(calls.map(({ object }) => Object.keys(object))).to.deep.equal([
        ['title', 'cost'],
        ['title', 'cost'],
        ['title', 'cost'],
      ]);
    });

    it('need other members, pages, and members of related objects', async () => {
      const select = { summary: true, shouts: true } as const;
      expect(await items(STAFF).select(select).all()).to.deep.equal([
        { summary: 'Book Emma 10.00 (3)', shouts: ['CY!', 'BOB!'] },
        { summary: 'Book Emma II 20.00 (0)', shouts: [] },
        { summary: 'Alien 5.40 (1)', shouts: ['BOB!'] },
      ]);
      expect(await items(GUEST).select(select).first()).to.deep.equal({ summary: 'Book Emma ? (2)', shouts: ['CY!', 'ANN!'] });
      if (database === 'postgresql') expect(store.statements()).to.have.length(2);
    });

    it('read by themselves as whoever reads', async () => {
      expect(await items(STAFF).select({ others: true }).first()).to.deep.equal({ others: 3 });
      expect(await items(GUEST).select({ others: true }).first()).to.deep.equal({ others: 2 });
    });

    it('are there by name alone, and can be asked for in no other way', async () => {
      expect(await items(STAFF).first()).not.to.have.any.keys('label', 'worth', 'summary', 'odd');
      const reads = [
        items(STAFF)
          .filter({ label: { eq: 'x' } })
          .all(),
        items(STAFF).sort('label').all(),
        items(STAFF).aggregate({ max: { odd: true } } as never),
        items(STAFF).values('label' as never, { distinct: true }),
        items(STAFF)
          .select({ label: { x: true } } as never)
          .all(),
      ];
      const codes = await Promise.all(
        reads.map(async (read) =>
          read.then(
            () => 'ANSWERED',
            (error: { code?: string }) => error.code,
          ),
        ),
      );
      expect(codes).to.deep.equal([
        'GM_READ_UNKNOWN_FIELD',
        'GM_READ_UNKNOWN_FIELD',
        'GM_READ_INVALID_AGGREGATE',
        'GM_READ_UNKNOWN_FIELD',
        'GM_READ_UNKNOWN_FIELD',
      ]);
    });

    it('tell what fails of each object, once in the log', async () => {
      expect((await refusal(items(STAFF).select({ faulty: true }).all())).code).to.equal('GM_INTERNAL');
      const answer = (await ask(STAFF, '{ items(sort: [{ id: ASC }]) { nodes { id odd } } }')) as { errors: string[][] };
      expect(answer).to.deep.equal({
        data: {
          items: {
            nodes: [
              { id: '1', odd: null },
              { id: '2', odd: 1 },
              { id: '3', odd: 1 },
            ],
          },
        },
        errors: [['items.nodes.0.odd', 'Item.odd was computed, but what came out is not of the type int.']],
      });
      expect(logged).to.have.length(1);
    });

    it('are fields of GraphQL, read in one statement', async () => {
      const source = `{ items(sort: [{ id: ASC }]) { nodes { title label shouts ... on Book { mood sequelOf { label } sequels { nodes { summary } } } ... on Film { price } } } }`;
      expect(await ask(GUEST, source)).to.deep.equal({
        items: {
          nodes: [
            {
              title: 'Emma',
              label: 'Book Emma ?',
              shouts: ['CY!', 'ANN!'],
              mood: 'GRIM',
              sequelOf: null,
              sequels: { nodes: [{ summary: 'Book Emma II ? (0)' }] },
            },
            {
              title: 'Emma II',
              label: 'Book Emma II ?',
              shouts: [],
              mood: 'GAY',
              sequelOf: { label: 'Book Emma ?' },
              sequels: { nodes: [] },
            },
            { title: 'Alien', label: 'Alien ?', shouts: [], price: 'about 5' },
          ],
        },
      });
      if (database === 'postgresql') expect(store.statements()).to.have.length(1);
      const { fields } = await gm.plan(source, { actor: GUEST });
      expect(fields.map(({ route, reason }) => [route, reason])).to.deep.equal([['resolvers', 'Book.label is computed']]);
      expect(fields[0]?.read?.plan?.computed).to.deep.equal(['label', 'shouts']);
    });

    it('of one class show nothing of what the system reads where all classes are asked for it', async () => {
      for (const source of [
        '{ items(sort: [{ id: ASC }]) { nodes { cost ... on Film { price } } } }',
        '{ items(sort: [{ id: ASC }]) { nodes { ... on Film { price cost } } } }',
        '{ items(sort: [{ id: ASC }]) { nodes { label cost ... on Film { price worth label } } } }',
      ]) {
        const { items: list } = (await ask(GUEST, source)) as { items: { nodes: { cost?: string | null; price?: string }[] } };
        expect(list.nodes.map(({ price }) => price)).to.deep.equal([undefined, undefined, 'about 5']);
        expect(list.nodes.map(({ cost = null }) => cost)).to.deep.equal([null, null, null]);
        expect(JSON.stringify(list)).not.to.contain('5.4');
        const { items: all } = (await ask(STAFF, source)) as { items: { nodes: { cost?: string | null }[] } };
        expect(all.nodes[2]?.cost).to.equal('5.40');
      }
    });

    it('come with what was written from TypeScript, also where one statement would do', async () => {
      const select = { label: true, coded: true, worth: true, readerCount: true } as const;
      const books = gm.as(OWNER).manager('Book');
      // Creates are compiled for those that come again.
      for (let turn = 0; turn < 4; turn += 1) {
        const made = await books.create({ title: 'New', owner: 7 }, { select });
        expect(made).to.deep.equal({ label: 'Book New ?', coded: false, worth: null, readerCount: 0 });
      }
      for (let turn = 0; turn < 4; turn += 1) {
        const reader = await gm
          .as(STAFF)
          .manager('Reader')
          .create({ name: 'Di', open: true }, { select: { shout: true, coded: true } });
        expect(reader).to.deep.equal({ shout: 'DI!', coded: true });
      }
      await store.run('delete from reader where id > 3');
      const many = await books.createMany(
        [
          { title: 'N1', owner: 7 },
          { title: 'N2', owner: 8 },
        ],
        { select: { label: true } },
      );
      expect(many).to.deep.equal([{ label: 'Book N1 ?' }, { label: 'Book N2 ?' }]);
      for (const { id } of (await gm
        .system('spec')
        .manager('Book')
        .filter({ title: { startsWith: 'N' } })
        .select({ id: true })
        .all()) as { id: number }[])
        await store.run(`delete from item where id = ${id}`);
    });

    it('come with what was written', async () => {
      const mutation = `mutation { updateBook(id: 2, input: { title: "Emma 2" }) { book { label summary worth } } }`;
      expect(await ask(OWNER, mutation)).to.deep.equal({
        updateBook: { book: { label: 'Book Emma 2 ?', summary: 'Book Emma 2 ? (0)', worth: null } },
      });
      await gm.system('spec').manager('Book').update(2, { title: 'Emma II' });
    });
  });
}
