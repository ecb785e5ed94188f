import * as core from '@mikro-orm/core';
import * as postgresql from '@mikro-orm/postgresql';
import * as sql from '@mikro-orm/sql';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { expect } from 'chai';
import {
  MikroOrmInstrumentation,
  type MikroOrmInstrumentationConfig,
  type MikroOrmRequestInfo,
  type MikroOrmResponseInfo,
} from '../../../integrations/opentelemetry-instrumentation-mikro-orm/index.js';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';
import { Author, LIBRARIES, type Library } from './support/library.js';

/** Every method of the prototypes that are patched. */
function methods(): ReadonlyMap<string, unknown> {
  const prototypes = {
    EntityManager: core.EntityManager.prototype,
    UnitOfWork: core.UnitOfWork.prototype,
    Connection: core.Connection.prototype,
    AbstractSqlConnection: sql.AbstractSqlConnection.prototype,
    SqlEntityManager: sql.SqlEntityManager.prototype,
    PostgreSqlConnection: postgresql.PostgreSqlConnection.prototype,
  };
  return new Map(
    Object.entries(prototypes).flatMap(([name, prototype]) =>
      Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(([method, { value, get }]) => [`${name}.${method}`, value ?? get]),
    ),
  );
}

describe('the instrumentation of MikroORM', () => {
  let library: Library;
  let telemetry: CollectedTelemetry;
  const made: MikroOrmInstrumentation[] = [];

  const instrument = (config?: MikroOrmInstrumentationConfig): MikroOrmInstrumentation => {
    const instrumentation = new MikroOrmInstrumentation(config);
    instrumentation.setTracerProvider(telemetry.tracerProvider);
    instrumentation.setMeterProvider(telemetry.meterProvider);
    made.push(instrumentation);
    return instrumentation;
  };

  before(async () => {
    library = await LIBRARIES.sqlite();
    telemetry = collectTelemetry();
    await library.fill();
  });
  after(async () => {
    await telemetry.stop();
    await library.close();
  });
  afterEach(() => {
    for (const each of made.splice(0)) each.disable();
    telemetry.reset();
  });

  const read = async (): Promise<readonly string[]> => {
    telemetry.reset();
    await library.em.find(Author, 1);
    return telemetry.tree;
  };
  const TREE = ['find author', '  SELECT author'];

  it('leaves every method as it was when it is disabled, so that it costs nothing', async () => {
    const originals = methods();
    const instrumentation = instrument();
    instrumentation.instrument(library.orm);
    const changed = [...methods()].filter(([name, method]) => originals.get(name) !== method);
    expect(changed).to.have.lengthOf.above(20);
    instrumentation.disable();
    expect([...methods()].filter(([name, method]) => originals.get(name) !== method)).to.deep.equal([]);
    expect(await read()).to.deep.equal([]);
  });

  it('can be enabled again, as often as one likes', async () => {
    const instrumentation = instrument();
    instrumentation.instrument(library.orm);
    instrumentation.enable();
    instrumentation.instrument(library.orm);
    expect(await read()).to.deep.equal(TREE);
    instrumentation.disable();
    instrumentation.disable();
    instrumentation.enable();
    expect(await read()).to.deep.equal(TREE);
  });

  it('patches nothing before it is enabled', async () => {
    const instrumentation = instrument({ enabled: false });
    instrumentation.instrument(library.orm);
    expect(await read()).to.deep.equal([]);
    instrumentation.enable();
    expect(await read()).to.deep.equal(TREE);
  });

  it('makes each span once where there are two of it, and leaves nothing when both are disabled', async () => {
    const originals = methods();
    const [one, two] = [instrument(), instrument()];
    one.instrument(library.orm);
    two.instrument(library.orm);
    expect(await read()).to.deep.equal(TREE);
    one.disable();
    expect(await read()).to.deep.equal(TREE);
    two.disable();
    expect([...methods()].filter(([name, method]) => originals.get(name) !== method)).to.deep.equal([]);
  });

  it('takes modules in the place of an ORM', async () => {
    for (const modules of [[postgresql], [sql], [core, sql]]) {
      const instrumentation = instrument();
      for (const each of modules) instrumentation.instrument(each);
      expect(await read()).to.deep.equal(TREE);
      instrumentation.disable();
    }
  });

  it('warns where there is nothing of MikroORM', () => {
    const warnings: string[] = [];
    const ignore = (): void => {};
    const warn = (...parts: unknown[]): void => void warnings.push(parts.join(' '));
    diag.setLogger({ warn, error: ignore, info: ignore, debug: ignore, verbose: ignore }, { logLevel: DiagLogLevel.WARN });
    try {
      instrument().instrument({ something: 'else' });
    } finally {
      diag.disable();
    }
    expect(warnings.join()).to.contain('nothing of MikroORM was found');
  });

  it('is registered as others are', async () => {
    const instrumentation = new MikroOrmInstrumentation();
    const { tracerProvider, meterProvider } = telemetry;
    const unregister = registerInstrumentations({ instrumentations: [instrumentation], tracerProvider, meterProvider });
    instrumentation.instrument(library.orm);
    expect(await read()).to.deep.equal(TREE);
    unregister();
    expect(await read()).to.deep.equal([]);
  });

  it('makes spans only within others where that is asked, and measures all the same', async () => {
    instrument({ requireParentSpan: true }).instrument(library.orm);
    expect(await read()).to.deep.equal([]);
    const [point] = await telemetry.points('mikro_orm.operation.statements', { 'db.operation.name': 'find' });
    expect(point?.value).to.have.property('count').that.is.above(0);
    await telemetry.within('request', async () => library.em.find(Author, 1));
    expect(telemetry.tree).to.deep.equal(['request', '  find author', '    SELECT author']);
  });

  it('makes spans of statements only where that is asked', async () => {
    instrument({ statementsOnly: true }).instrument(library.orm);
    expect(await read()).to.deep.equal(['SELECT author']);
  });

  it('asks hooks, which may add attributes and must not fail', async () => {
    const told: (MikroOrmRequestInfo | MikroOrmResponseInfo)[] = [];
    instrument({
      requestHook: (span, info) => {
        told.push(info);
        span.setAttribute('hooked', true);
      },
      responseHook: (_span, info) => {
        told.push(info);
        throw new Error('planted');
      },
    }).instrument(library.orm);
    expect(await read()).to.deep.equal(TREE);
    expect(told.map(({ kind, operation, entity }) => [kind, operation, entity])).to.deep.equal([
      ['operation', 'find', 'Author'],
      ['statement', 'SELECT', undefined],
      ['statement', 'SELECT', undefined],
      ['operation', 'find', 'Author'],
    ]);
    expect(told.at(-1)).to.have.nested.property('response.length', 1);
    for (const { attributes } of telemetry.spans) expect(attributes).to.have.property('hooked', true);
  });

  it('keeps spans of drivers away from the values in their texts where that is asked', async () => {
    const beneath = async (suppressInternalInstrumentation: boolean): Promise<number> => {
      const instrumentation = instrument({ suppressInternalInstrumentation });
      instrumentation.instrument(library.orm);
      const connection = library.orm.em.getConnection();
      const { transformRawResult } = connection as unknown as { transformRawResult: (...args: unknown[]) => unknown };
      // What runs beneath a statement stands for a driver that makes spans.
      Object.assign(connection, {
        transformRawResult: (...args: unknown[]) => {
          telemetry.tracerProvider.getTracer('driver').startSpan('driver').end();
          return transformRawResult.apply(connection, args);
        },
      });
      telemetry.reset();
      await library.em.execute('select 1');
      Reflect.deleteProperty(connection, 'transformRawResult');
      instrumentation.disable();
      return telemetry.spans.filter(({ name }) => name === 'driver').length;
    };
    expect(await beneath(false)).to.equal(1);
    expect(await beneath(true)).to.equal(0);
  });

  it('gives back what MikroORM gives, and throws what it throws', async () => {
    const plain = await library.em.find(Author, {}, { orderBy: { id: 1 } });
    const refused: unknown = await library.em.insert(Author, { id: 1, name: 'twice' }).catch((error: unknown) => error);
    instrument().instrument(library.orm);
    const traced = await library.em.find(Author, {}, { orderBy: { id: 1 } });
    expect(core.serialize(traced)).to.deep.equal(core.serialize(plain));
    const again: unknown = await library.em.insert(Author, { id: 1, name: 'twice' }).catch((error: unknown) => error);
    expect(again).to.be.instanceOf(core.UniqueConstraintViolationException);
    expect(String(again)).to.equal(String(refused));
    expect(await library.em.transactional(async () => 'answer')).to.equal('answer');
  });
});
