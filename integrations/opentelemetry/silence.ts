import { createNoopMeter, type Meter, type TracerProvider } from '@opentelemetry/api';

/** The global provider of traces hands on to the one of the SDK, as soon as there is one. */
interface Handing extends TracerProvider {
  getDelegate(): TracerProvider;
}

const handsOn = (provider: TracerProvider): provider is Handing => 'getDelegate' in provider;

/** Whether nobody listens: then nothing needs to be told. An SDK of traces may still come later. */
export function isSilent(meter: Meter, tracerProvider: TracerProvider): boolean {
  if (meter !== createNoopMeter()) return false;
  const provider = handsOn(tracerProvider) ? tracerProvider.getDelegate() : tracerProvider;
  return provider.constructor.name === 'NoopTracerProvider';
}
