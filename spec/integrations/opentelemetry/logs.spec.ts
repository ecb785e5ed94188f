import { trace } from '@opentelemetry/api';
import { expect } from 'chai';
import { openTelemetry } from 'general-manager/opentelemetry';
import { collectTelemetry } from 'general-manager/opentelemetry/testing';
import { bootstrap, definePlugin } from 'general-manager';
import { pino, type Logger } from 'pino';
import { quotesOf } from './support/quotes.js';

const MARK = 'zq7marker';

/** As the guide makes it. */
const makeLogger = (write: (line: string) => void): Logger =>
  pino(
    {
      mixin: () => {
        const { traceId, spanId } = trace.getActiveSpan()?.spanContext() ?? {};
        return traceId === undefined ? {} : { trace_id: traceId, span_id: spanId };
      },
    },
    { write },
  );

describe('logs by pino', () => {
  it('have the ids of the trace in which something went wrong, and no data', async () => {
    const lines: string[] = [];
    const telemetry = collectTelemetry();
    const { tracerProvider, meterProvider } = telemetry;
    const fails = definePlugin({
      name: 'fails',
      description: 'Fails.',
      hooks: {
        wrapOperation: () => () => {
          throw new Error(MARK);
        },
      },
    });
    const gm = await bootstrap({
      managers: [quotesOf({ baseUrl: 'https://vendor.example' })],
      logger: makeLogger((line) => void lines.push(line)),
      plugins: [openTelemetry({ tracerProvider, meterProvider }), fails],
    });
    await gm
      .as({ id: MARK })
      .manager('Quote')
      .all()
      .catch(() => undefined);
    const { traceId, spanId } = telemetry.span('read Quote').spanContext();
    expect(lines).to.have.lengthOf(1);
    expect(JSON.parse(lines[0] ?? '')).to.include({
      level: 50,
      msg: 'general-manager: unexpected error',
      trace_id: traceId,
      span_id: spanId,
    });
    expect(lines[0]).not.to.contain(MARK);
    makeLogger((line) => void lines.push(line)).info('outside');
    expect(JSON.parse(lines[1] ?? '')).not.to.have.property('trace_id');
    await gm.close();
    await telemetry.stop();
  });
});
