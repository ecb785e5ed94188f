// Prints the spans of an application with MikroORM 6 on DATABASE_URL: each as `[name, name of its parent]`. With `hooks`, MikroORM is patched as
// it is loaded, otherwise when it is there.
import { createRequire } from 'node:module';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { MikroOrmInstrumentation } from '../../../../integrations/opentelemetry-instrumentation-mikro-orm/index.ts';

const hooks = process.argv[2] === 'hooks';
const exporter = new InMemorySpanExporter();
const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const instrumentation = new MikroOrmInstrumentation({ enabled: hooks });
const register = () => registerInstrumentations({ tracerProvider, instrumentations: [instrumentation] });
if (hooks) register();

// It is CommonJS, which needs no loader.
const { EntitySchema, MikroORM } = createRequire(import.meta.url)('@mikro-orm/postgresql');
const Author = new EntitySchema({ name: 'Author', properties: { id: { type: 'number', primary: true }, name: { type: 'string' } } });
const orm = await MikroORM.init({ clientUrl: process.env['DATABASE_URL'], entities: [Author] });
if (!hooks) {
  register();
  instrumentation.enable();
  instrumentation.instrument(orm);
}
await orm.schema.createSchema();
exporter.reset();

const em = orm.em.fork();
await em.transactional(async (outer) => {
  outer.create('Author', { id: 1, name: 'first' });
  await outer.transactional(async (inner) => inner.findAll('Author'));
});
await em.findOneOrFail('Author', { name: 'first' });
await em.insert('Author', { id: 1, name: 'twice' }).catch(() => undefined);
const flushed = exporter.getFinishedSpans().find(({ attributes }) => attributes['mikro_orm.change_sets.create'] === 1);

const spans = exporter.getFinishedSpans();
const nameOf = (id) => spans.find((span) => span.spanContext().spanId === id)?.name ?? null;
const told = spans.map(({ name, parentSpanContext }) => [name, nameOf(parentSpanContext?.spanId)]);
const errors = spans.flatMap(({ attributes }) => attributes['error.type'] ?? []);
console.log(JSON.stringify({ told, errors, flushed: flushed?.name, text: JSON.stringify(spans.map(({ attributes }) => attributes)) }));
await orm.close(true);
