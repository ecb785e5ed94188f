import { expect } from 'chai';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import * as conventions from '@opentelemetry/semantic-conventions';
import * as incubating from '@opentelemetry/semantic-conventions/incubating';
import { MIKRO_ORM, MikroOrmInstrumentation } from '../../../integrations/opentelemetry-instrumentation-mikro-orm/index.js';
import * as copied from '../../../integrations/opentelemetry-instrumentation-mikro-orm/semconv.js';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';
import { Author, Book, LIBRARIES, type Library } from './support/library.js';

const MARK = 'marker-of-a-user';

for (const [system, open] of Object.entries(LIBRARIES)) {
  describe(`attributes and metrics of MikroORM on ${system}`, () => {
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
      instrumentation.setConfig({});
      await library.fill();
      telemetry.reset();
    });

    const place = (): Record<string, unknown> =>
      system === 'sqlite'
        ? { 'db.system.name': 'sqlite' }
        : { 'db.system.name': 'postgresql', 'db.namespace': library.database, 'server.address': library.host };

    it('of operations and statements are those of the conventions', async () => {
      await library.em.find(Author, { name: 'author 1' });
      const operation = telemetry.span('find author');
      const statement = telemetry.span('SELECT author');
      expect(operation.kind).to.equal(SpanKind.INTERNAL);
      expect(operation.attributes).to.deep.equal({
        ...portless(place()),
        'db.operation.name': 'find',
        'db.collection.name': 'author',
        'mikro_orm.entity': 'Author',
        'mikro_orm.statements': 1,
      });
      expect(statement.kind).to.equal(SpanKind.CLIENT);
      expect(statement.attributes).to.deep.equal({
        ...portless(place()),
        'db.operation.name': 'SELECT',
        'db.collection.name': 'author',
        'db.query.summary': 'SELECT author',
        'db.response.returned_rows': 1,
      });
    });

    // The server of a spec may have any port.
    const portless = (expected: Record<string, unknown>): Record<string, unknown> => {
      const port = telemetry.spans[0]?.attributes['server.port'];
      return port === undefined ? expected : { ...expected, 'server.port': port };
    };

    it('are all known to the conventions, or begin with mikro_orm', async () => {
      const em = library.em;
      await em.transactional(async (inner) => inner.upsert(Author, { id: 1, name: 'x' }));
      await em.insert(Author, { id: 1, name: 'x' }).catch(() => undefined);
      for await (const book of em.stream(Book)) void book;
      const known = new Set<unknown>([conventions, incubating].flatMap((each: object) => Object.values(each) as unknown[]));
      const own = new Set<string>(Object.values(MIKRO_ORM.attributes));
      const metrics = await telemetry.metrics();
      const used = [
        ...telemetry.spans.flatMap(({ attributes }) => Object.keys(attributes)),
        ...metrics.flatMap(({ dataPoints }) => dataPoints.flatMap(({ attributes }) => Object.keys(attributes))),
      ];
      expect([...new Set(used)].filter((name) => !known.has(name) && !own.has(name))).to.deep.equal([]);
      const names = metrics.map(({ descriptor }) => descriptor.name);
      expect(names).to.have.members([conventions.METRIC_DB_CLIENT_OPERATION_DURATION, ...Object.values(MIKRO_ORM.metrics)]);
    });

    it('that are copied are as the conventions have them', () => {
      const { MIKRO_ORM: _own, ...names } = copied;
      for (const [name, value] of Object.entries(names)) expect(incubating, name).to.have.property(name, value);
    });

    it('tell of errors their code and class, never what they say', async () => {
      const em = library.em;
      await em.insert(Author, { id: 77, name: 'author 1' }).catch(() => undefined);
      const code = system === 'sqlite' ? 'SQLITE_CONSTRAINT_UNIQUE' : '23505';
      for (const name of ['insert author', 'INSERT author']) {
        const { status, attributes, events } = telemetry.span(name);
        expect(status).to.deep.equal({ code: SpanStatusCode.ERROR });
        expect(attributes).to.include({ 'error.type': code, 'db.response.status_code': code });
        expect(events).to.deep.equal([]);
      }
      telemetry.reset();
      await em.findOneOrFail(Author, { name: MARK }).catch(() => undefined);
      expect(telemetry.span('findOneOrFail author').attributes).to.have.property('error.type', 'NotFoundError');
    });

    it('tell that a transaction was rolled back', async () => {
      const failing = library.em.transactional(async (em) => {
        await em.count(Author);
        await em.transactional(async () => Promise.reject(new TypeError(MARK))).catch(() => undefined);
        throw new TypeError(MARK);
      });
      await failing.catch(() => undefined);
      expect(telemetry.tree).to.deep.equal([
        'transactional !',
        '  BEGIN',
        '  count author',
        '    SELECT author',
        '  transactional !',
        '    SAVEPOINT',
        '    ROLLBACK TO SAVEPOINT',
        '  ROLLBACK',
      ]);
      expect(await telemetry.everything()).not.to.contain(MARK);
    });

    it('have texts of statements only where that is asked, and without values', async () => {
      const run = async (): Promise<void> => {
        telemetry.reset();
        await library.em.execute(`select id, '${MARK}' as mark from author where id in (?, ?) and id < 4711`, [1, 2]);
      };
      await run();
      expect(telemetry.span('SELECT author').attributes).not.to.have.property('db.query.text');
      instrumentation.setConfig({ recordQueryText: true });
      await run();
      expect(telemetry.span('SELECT author').attributes).to.have.property(
        'db.query.text',
        'select id, ? as mark from author where id in (?) and id < ?',
      );
    });

    it('hold no values of users, in no span and no metric', async () => {
      instrumentation.setConfig({ recordQueryText: true });
      const em = library.em;
      em.create(Author, { id: 990_017, name: `${MARK} created` });
      await em.flush();
      await em.find(Author, { name: { $like: `${MARK}%` } });
      await em.upsert(Author, { id: 990_017, name: `${MARK} upserted` });
      await em.nativeUpdate(Author, { name: `${MARK} upserted` }, { name: `${MARK} updated` });
      await em.insert(Author, { id: 990_018, name: `${MARK} updated` }).catch(() => undefined);
      await em.findOneOrFail(Author, { name: `${MARK} missing` }).catch(() => undefined);
      await em.execute(`select '${MARK}', 990017 from author where name = ?`, [MARK]);
      // What is a name in PostgreSQL may be a string in SQLite.
      if (system === 'sqlite') await em.execute(`select "${MARK}" from author`).catch(() => undefined);
      for await (const each of em.stream(Author, { where: { name: { $like: `${MARK}%` } } })) void each;
      const everything = await telemetry.everything();
      expect(everything).to.contain('db.query.text');
      for (const planted of [MARK, '990017', '990018', '990_017']) expect(everything, planted).not.to.contain(planted);
    });

    it('measure statements in the buckets of the conventions, with the same attributes', async () => {
      await library.em.find(Author, {});
      await library.em.execute('select x from nowhere').catch(() => undefined);
      const duration = (await telemetry.metrics()).find(({ descriptor }) => descriptor.name === 'db.client.operation.duration');
      expect(duration?.descriptor).to.deep.include({ unit: 's', description: 'Duration of database client operations.' });
      const [point] = await telemetry.points('db.client.operation.duration', { 'db.query.summary': 'SELECT author' });
      expect(point?.attributes).to.include({ 'db.operation.name': 'SELECT', 'db.collection.name': 'author', 'db.system.name': system });
      expect(point?.value).to.have.nested.property('buckets.boundaries').deep.equal([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]);
      const failed = await telemetry.points('db.client.operation.duration', { 'db.query.summary': 'SELECT nowhere' });
      expect(failed[0]?.attributes).to.have.property('error.type', system === 'sqlite' ? 'SQLITE_ERROR' : '42P01');
    });

    it('tell how many statements operations need', async () => {
      const before = await telemetry.points('mikro_orm.operation.statements', { 'db.operation.name': 'findAll' });
      await library.em.findAll(Author, { populate: ['books'], strategy: 'select-in' });
      const [point] = await telemetry.points('mikro_orm.operation.statements', { 'db.operation.name': 'findAll' });
      expect(before).to.deep.equal([]);
      expect(point?.value).to.include({ sum: 2, count: 1 });
    });
  });
}
