import { createNoopMeter, ProxyTracerProvider, type Meter, type TracerProvider } from '@opentelemetry/api';

/** What the global provider of traces hands on to where no SDK is there. */
const NOBODY = new ProxyTracerProvider().getDelegate();

/** Whether nobody listens: then nothing needs to be told. An SDK of traces may still come later. */
export function isSilent(meter: Meter, tracerProvider: TracerProvider): boolean {
  return meter === createNoopMeter() && tracerProvider instanceof ProxyTracerProvider && tracerProvider.getDelegate() === NOBODY;
}
