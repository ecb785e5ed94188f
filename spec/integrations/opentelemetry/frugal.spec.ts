import { context, createContextKey, createNoopMeter, ROOT_CONTEXT, trace, TraceFlags, type Attributes } from '@opentelemetry/api';
import { SamplingDecision, type Sampler } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';
import { DeferredHistogram } from '../../../integrations/opentelemetry/deferred-histogram.js';
import { makeInstruments } from '../../../integrations/opentelemetry/instruments.js';
import { LabelsOfOperations } from '../../../integrations/opentelemetry/operation-labels.js';
import { observeOperation } from '../../../integrations/opentelemetry/operations.js';
import { LabelsOfRequests } from '../../../integrations/opentelemetry/request-labels.js';
import { isTraced, withSpan } from '../../../integrations/opentelemetry/span-context.js';
import type { ManagerModel, ObservedOperation } from '../../../lib/index.js';

const READ: ObservedOperation = {
  operation: 'read',
  manager: { name: 'Ship', adapter: { name: 'database' } } as unknown as ManagerModel,
  caller: 'actor',
  gives: 'rows',
};

describe('telemetry that costs little', () => {
  it('hands on every value of a histogram, in order and with its attributes', () => {
    const told: (readonly [number, Attributes | undefined])[] = [];
    const deferred = new DeferredHistogram({
      record: (value: number, attributes?: Attributes) => void told.push([value, attributes]),
    });
    const [one, other] = [{ of: 'one' }, { of: 'other' }];
    const [ones, others] = [deferred.values(one), deferred.values(other)];
    for (let value = 0; value < 100; value += 1) ones.record(value);
    expect(told.length).to.be.within(1, 100);
    others.record(7);
    deferred.flush();
    deferred.flush();
    expect(told).to.deep.equal([...Array.from({ length: 100 }, (_each, value) => [value, one]), [7, other]]);
  });

  it('has contexts as those of the API', () => {
    const [first, second] = [createContextKey('first'), createContextKey('second')];
    const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.SAMPLED });
    const inner = withSpan(withSpan(ROOT_CONTEXT.setValue(first, 1), trace.wrapSpanContext(span.spanContext())), span);
    expect([trace.getSpan(inner), inner.getValue(first), inner.getValue(second)]).to.deep.equal([span, 1, undefined]);
    const further = inner.setValue(second, 2);
    expect([trace.getSpan(further), further.getValue(first), further.getValue(second)]).to.deep.equal([span, 1, 2]);
    expect(trace.getSpan(trace.deleteSpan(further))).to.equal(undefined);
    expect([trace.getSpan(trace.deleteSpan(inner)), trace.deleteSpan(inner).getValue(first)]).to.deep.equal([undefined, 1]);
    expect([isTraced(span), isTraced(trace.wrapSpanContext({ ...span.spanContext(), traceId: '0'.repeat(32) }))]).to.deep.equal([
      true,
      false,
    ]);
  });

  it('tells a request that is named as those of others are, from these', () => {
    const { requestDuration } = makeInstruments(createNoopMeter());
    const labels = new LabelsOfRequests(new Set(['Allowed']), requestDuration);
    const told = (name: string | undefined, trusted = false): readonly unknown[] => {
      const { spanName, attributes } = labels.of({ type: 'query', trusted, ...(name !== undefined && { name }) });
      return [spanName, attributes['graphql.operation.name']];
    };
    for (let round = 0; round < 2; round += 1) {
      expect(told('Made up')).to.deep.equal(['query', 'other']);
      expect(told('other')).to.deep.equal(['query', 'other']);
      expect(told('other', true)).to.deep.equal(['query other', 'other']);
      expect(told('Allowed')).to.deep.equal(['query Allowed', 'Allowed']);
      expect(told(undefined)).to.deep.equal(['query', undefined]);
    }
    expect(labels.of(undefined).spanName).to.equal('graphql');
  });

  describe('asks the sampler about operations', () => {
    let telemetry: CollectedTelemetry;
    let asked: string[];
    let decisions: Readonly<Record<string, SamplingDecision>>;

    beforeEach(() => {
      asked = [];
      decisions = {};
      const sampler: Sampler = {
        shouldSample: (_context, _trace, name) => {
          asked.push(name);
          return { decision: decisions[name] ?? SamplingDecision.RECORD_AND_SAMPLED };
        },
        toString: () => 'Asked',
      };
      telemetry = collectTelemetry({ sampler });
    });
    afterEach(async () => telemetry.stop());

    const operate = (): void => {
      const instruments = makeInstruments(telemetry.meterProvider.getMeter('spec'));
      const tracer = telemetry.tracerProvider.getTracer('spec');
      const observation = observeOperation(
        { tracer, instruments, labels: new LabelsOfOperations(instruments), requireParentSpan: false },
        READ,
      );
      observation.ended({ rows: 1, statements: 1 });
    };

    it('by themselves, and within a request that is recorded', async () => {
      operate();
      await telemetry.within('graphql', async () => operate());
      decisions = { graphql: SamplingDecision.RECORD };
      await telemetry.within('graphql', async () => operate());
      expect(asked).to.deep.equal(['read Ship', 'graphql', 'read Ship', 'graphql', 'read Ship']);
    });

    it('not where the request around them is left out', async () => {
      decisions = { graphql: SamplingDecision.NOT_RECORD };
      await telemetry.within('graphql', async () => operate());
      expect(asked).to.deep.equal(['graphql']);
      expect(telemetry.tree).to.deep.equal([]);
    });

    it('where a caller elsewhere is left out', () => {
      const caller = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.NONE, isRemote: true };
      context.with(trace.setSpanContext(ROOT_CONTEXT, caller), operate);
      expect(asked).to.deep.equal(['read Ship']);
    });
  });
});
