import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { bootstrap, definePlugin, type Application, type Logger } from 'general-manager';
import { everyone, Interface, Manager, many, Permission, role } from 'general-manager/decorators';
import { field, http } from 'general-manager/http';
import { sideTables } from 'general-manager/mikro-orm';
import { openTelemetry, type OpenTelemetryOptions } from 'general-manager/opentelemetry';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';
import { MikroOrmInstrumentation } from '../../../../integrations/opentelemetry-instrumentation-mikro-orm/index.js';
import { freshDatabase } from '../../../support/postgres.js';

@Entity()
@Manager({ relations: { quotes: many(() => Quote, { by: 'vesselId' }) } })
@Permission({ read: everyone(), create: role('owner'), update: role('owner') })
class Vessel {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  quotes?: Quote[];
}

class Quote {
  id!: number;
  vesselId!: number;
  price!: string;
}
Manager()(Quote);
Permission({ read: everyone() })(Quote);

/** Vessels in a database, quotes of them behind an upstream, and a worker that is told of changes: everything that has telemetry. */
export interface Fleet {
  readonly gm: Application;
  readonly orm: MikroORM;
  readonly telemetry: CollectedTelemetry;
  /** Lines of the log. */
  readonly logged: string[];
  close(): Promise<void>;
}

export interface FleetOptions extends OpenTelemetryOptions {
  readonly vendorUrl: string;
  /** What the worker's hook does. */
  readonly onEvent?: () => Promise<void>;
}

export async function openFleet({ vendorUrl, onEvent = async () => {}, ...options }: FleetOptions): Promise<Fleet> {
  const database = await freshDatabase('fleet');
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: [Vessel, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
  });
  await orm.schema.create();
  await orm.em.fork().insert(Vessel, { id: 1, name: 'one' });
  Interface(
    http<Quote>({
      name: 'vendor',
      baseUrl: vendorUrl,
      retry: { baseMs: 1, maxAttempts: 2 },
      fields: { id: field.id({ type: 'int' }), vesselId: field.int(), price: field.string() },
      operations: { list: { path: '/quotes' } },
    }),
  )(Quote);
  const telemetry = collectTelemetry();
  const { tracerProvider, meterProvider } = telemetry;
  const instrumentation = new MikroOrmInstrumentation({ requireParentSpan: true });
  instrumentation.setTracerProvider(tracerProvider);
  instrumentation.setMeterProvider(meterProvider);
  instrumentation.instrument(orm);
  const propagator = new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] });
  const logged: string[] = [];
  const log = (fields: object, message: string): void => void logged.push(JSON.stringify({ ...fields, message }));
  const logger: Logger = { error: log, warn: log, info: log };
  const gm = await bootstrap({
    orm,
    managers: [Quote],
    drift: 'off',
    logger,
    plugins: [
      openTelemetry({ tracerProvider, meterProvider, propagator, ...options }),
      definePlugin({ name: 'mail', description: 'Is told of changes.', events: 'durable', hooks: { onEvent } }),
    ],
  });
  return {
    gm,
    orm,
    telemetry,
    logged,
    close: async () => {
      instrumentation.disable();
      await gm.close();
      await telemetry.stop();
      await orm.close(true);
      await database.drop();
    },
  };
}
