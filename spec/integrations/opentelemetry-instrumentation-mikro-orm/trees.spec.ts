import { expect } from 'chai';
import { MikroOrmInstrumentation } from '../../../integrations/opentelemetry-instrumentation-mikro-orm/index.js';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';
import { Author, Book, LIBRARIES, type Library } from './support/library.js';

for (const [system, open] of Object.entries(LIBRARIES)) {
  describe(`spans of MikroORM on ${system}`, () => {
    let library: Library;
    let telemetry: CollectedTelemetry;
    let instrumentation: MikroOrmInstrumentation;

    before(async () => {
      library = await open();
      telemetry = collectTelemetry();
      instrumentation = new MikroOrmInstrumentation();
      instrumentation.setTracerProvider(telemetry.tracerProvider);
      instrumentation.setMeterProvider(telemetry.meterProvider);
      instrumentation.instrument(library.orm);
    });
    after(async () => {
      instrumentation.disable();
      await telemetry.stop();
      await library.close();
    });
    beforeEach(async () => {
      await library.fill();
      telemetry.reset();
    });

    it('have a find with its statement in the span around it', async () => {
      await telemetry.within('GET /authors', async () => library.em.find(Author, { name: 'author 1' }));
      expect(telemetry.tree).to.deep.equal(['GET /authors', '  find author', '    SELECT author']);
    });

    it('have what a find loads besides as a find of its own', async () => {
      await library.em.findAll(Author, { populate: ['books'], strategy: 'select-in' });
      expect(telemetry.tree).to.deep.equal(['findAll author', '  SELECT author', '  find book', '    SELECT book']);
    });

    it('have one span for what is one operation under several names', async () => {
      const em = library.em;
      await em.findOneOrFail(Author, 1);
      await em.findAndCount(Book, { author: 1 });
      await em.findByCursor(Book, { first: 1, orderBy: { id: 'asc' } });
      await em.find(Author, {}, { disableIdentityMap: true });
      expect(telemetry.tree).to.deep.equal([
        'findOneOrFail author',
        '  SELECT author',
        'findAndCount book',
        '  SELECT book',
        '  SELECT book',
        'findByCursor book',
        '  SELECT book',
        '  SELECT book',
        'find author',
        '  SELECT author',
      ]);
    });

    it('have no statement where the identity map has the answer', async () => {
      const em = library.em;
      await em.findOne(Author, 1);
      telemetry.reset();
      await em.findOne(Author, 1);
      expect(telemetry.tree).to.deep.equal(['findOne author']);
      expect(telemetry.span('findOne author').attributes).to.have.property('mikro_orm.statements', 0);
    });

    it('have a transaction with everything in it', async () => {
      await telemetry.within('POST /authors', async () =>
        library.em.transactional(async (em) => {
          const author = await em.findOneOrFail(Author, 1);
          author.name = 'renamed';
          em.create(Author, { id: 4, name: 'new' });
          await em.transactional(async (inner) => inner.nativeUpdate(Book, { id: 11 }, { title: 'renamed' }));
        }),
      );
      expect(telemetry.tree).to.deep.equal([
        'POST /authors',
        '  transactional',
        '    BEGIN',
        '    findOneOrFail author',
        '      SELECT author',
        '    transactional',
        '      SAVEPOINT',
        '      nativeUpdate book',
        '        UPDATE book',
        '      flush',
        '        INSERT author',
        '        UPDATE author',
        '      RELEASE SAVEPOINT',
        '    flush',
        '    COMMIT',
      ]);
      const statements = telemetry.spans.filter(({ name }) => /^[A-Z]+( |$)/.test(name) && !name.startsWith('POST')).length;
      const [outer] = telemetry.spans.filter(({ name }) => name === 'transactional');
      expect(outer?.attributes).to.have.property('mikro_orm.statements', statements);
    });

    it('tell how many change sets a flush has, by kind, and how large the identity map is', async () => {
      const em = library.em;
      const [one, two] = await em.find(Author, {}, { orderBy: { id: 'asc' } });
      if (one) one.name = 'renamed';
      if (two) em.remove(two);
      await em.nativeDelete(Book, { author: 2 });
      for (const id of [5, 6, 7]) em.create(Author, { id, name: `new ${id}` });
      telemetry.reset();
      await em.flush();
      expect(telemetry.tree).to.deep.equal(['flush', '  BEGIN', '  INSERT author', '  UPDATE author', '  DELETE author', '  COMMIT']);
      expect(telemetry.span('flush').attributes).to.include({
        'mikro_orm.change_sets.create': 3,
        'mikro_orm.change_sets.update': 1,
        'mikro_orm.change_sets.delete': 1,
        'mikro_orm.identity_map.size': 5,
        'mikro_orm.statements': 5,
      });
    });

    it('have native operations, upserts, raw statements and counts', async () => {
      const em = library.em;
      await em.insert(Author, { id: 8, name: 'eight' });
      await em.insertMany(Author, [
        { id: 9, name: 'nine' },
        { id: 10, name: 'ten' },
      ]);
      await em.nativeUpdate(Author, { id: 8 }, { name: 'changed' });
      await em.nativeDelete(Author, { id: 9 });
      await em.upsert(Author, { id: 8, name: 'again' });
      await em.upsertMany(Author, [{ id: 8, name: 'many' }]);
      await em.count(Author);
      await em.execute('select 1 as one');
      await em.createQueryBuilder(Author).select('*').execute();
      expect(telemetry.tree).to.deep.equal([
        'insert author',
        '  INSERT author',
        'insertMany author',
        '  INSERT author',
        'nativeUpdate author',
        '  UPDATE author',
        'nativeDelete author',
        '  DELETE author',
        'upsert author',
        '  INSERT author',
        'upsertMany author',
        '  INSERT author',
        'count author',
        '  SELECT author',
        'SELECT',
        'SELECT author',
      ]);
    });

    it('keep apart what runs at the same time', async () => {
      const read = async (id: number): Promise<void> => {
        await telemetry.within(`request ${id}`, async () =>
          library.em.transactional(async (em) => {
            await em.find(Author, { id });
            await em.count(Book, { author: id });
          }),
        );
      };
      // SQLite has one connection, so that its transactions wait for each other.
      await Promise.all([1, 2, 3].map(read));
      const each = [
        'transactional',
        '  BEGIN',
        '  find author',
        '    SELECT author',
        '  count book',
        '    SELECT book',
        '  flush',
        '  COMMIT',
      ];
      const expected = [1, 2, 3].flatMap((id) => [`request ${id}`, ...each.map((line) => `  ${line}`)]);
      expect(telemetry.tree).to.deep.equal(expected);
    });

    it('keep apart flushes of one EntityManager that wait for each other', async () => {
      const em = library.em;
      const create = async (id: number): Promise<void> => {
        await telemetry.within(`request ${id}`, async () => {
          em.create(Author, { id, name: `author ${id}` });
          await em.flush();
        });
      };
      await Promise.all([create(20), create(21)]);
      const tree = telemetry.tree;
      const [first, second] = [tree.indexOf('request 20'), tree.indexOf('request 21')];
      expect(tree[first + 1]).to.equal('  flush');
      expect(tree[second + 1]).to.equal('  flush');
      const flushes = telemetry.spans.filter(({ name }) => name === 'flush');
      for (const flush of flushes) {
        const { spanId } = flush.spanContext();
        const own = telemetry.spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === spanId);
        expect(flush.attributes['mikro_orm.statements'], 'statements').to.equal(own.length);
      }
    });

    it('have a stream for as long as it is read, and not what its reader does', async () => {
      await telemetry.within('GET /export', async () => {
        for await (const author of library.em.stream(Author, { orderBy: { id: 'asc' } })) {
          if (author.id === 2) await telemetry.within('write', async () => undefined);
        }
      });
      expect(telemetry.tree).to.deep.equal(['GET /export', '  stream author', '    SELECT author', '  write']);
      expect(telemetry.span('SELECT author').attributes).to.have.property('db.response.returned_rows', 3);
    });

    it('end a stream that nobody reads to its end', async () => {
      for await (const author of library.em.stream(Author, { orderBy: { id: 'asc' } })) if (author.id === 1) break;
      expect(telemetry.tree).to.deep.equal(['stream author', '  SELECT author']);
      library.em.stream(Author, {});
      expect(telemetry.spans).to.have.lengthOf(2);
    });
  });
}
