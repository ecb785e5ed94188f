import { SpanStatusCode } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import { openTelemetry } from 'general-manager/opentelemetry';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';
import { client } from 'general-manager/testing';
import { ADA, Note, openNotebook, type Notebook } from '../testing/support.js';

describe('collected telemetry', () => {
  let notebook: Notebook;
  let telemetry: CollectedTelemetry;
  before(async () => {
    notebook = await openNotebook();
  });
  after(async () => notebook.close());
  beforeEach(() => {
    telemetry = collectTelemetry();
  });
  afterEach(async () => telemetry.stop());

  it('has the spans and metrics of an application', async () => {
    const gm = await notebook.boot({ plugins: [openTelemetry({ ...telemetry, sources: false })] });
    await telemetry.within('test', async () => gm.as(ADA).manager(Note).select({ title: true }).all());
    await client(gm, { actor: ADA, route: 'resolvers' }).data('{ notes { totalCount } }');
    expect(telemetry.tree.slice(0, 2)).to.deep.equal(['test', '  read Note']);
    expect(telemetry.spans[1]?.attributes).to.include({ 'general_manager.manager': 'Note', 'general_manager.rows': 8 });
    const [calls] = await telemetry.points('general_manager.operation.calls', { 'general_manager.manager': 'Note' });
    expect(calls?.value).to.equal(2);
    expect(await telemetry.points('general_manager.operation.calls', { 'general_manager.manager': 'Team' })).to.deep.equal([]);
    expect(await telemetry.everything())
      .to.include('general_manager.operation.duration')
      .and.not.include('the story of');
    telemetry.reset();
    expect(telemetry.spans).to.deep.equal([]);
  });

  it('finds one span by its name, or tells which there are', async () => {
    const tracer = telemetry.tracerProvider.getTracer('spec');
    for (const name of ['one', 'two', 'two']) tracer.startSpan(name).end();
    expect(telemetry.span('one').name).to.equal('one');
    for (const [name, message] of [
      ['two', '2 spans are called "two", not one, among: one, two, two.'],
      ['three', '0 spans are called "three", not one, among: one, two, two.'],
    ] as const) {
      let thrown: unknown;
      try {
        telemetry.span(name);
      } catch (error) {
        thrown = error;
      }
      expect(isGeneralManagerError(thrown, 'GM_TEST_TELEMETRY_SPAN')).to.equal(true);
      expect((thrown as Error).message).to.equal(message);
    }
  });

  it('draws trees of what went wrong where', async () => {
    const tracer = telemetry.tracerProvider.getTracer('spec');
    await telemetry.within('outer', async () => {
      const failing = tracer.startSpan('failing');
      failing.setStatus({ code: SpanStatusCode.ERROR }).end();
      await telemetry.within('inner', async () => tracer.startSpan('last').end());
    });
    expect(telemetry.tree).to.deep.equal(['outer', '  failing !', '  inner', '    last']);
  });

  it('keeps what the sampler says', async () => {
    await telemetry.stop();
    telemetry = collectTelemetry({ sampler: { shouldSample: () => ({ decision: SamplingDecision.NOT_RECORD }) } });
    await telemetry.within('unseen', async () => undefined);
    expect(telemetry.tree).to.deep.equal([]);
  });

  it('lets the next one collect when it is stopped', async () => {
    await telemetry.stop();
    await using other = collectTelemetry();
    await other.within('parent', async () => other.within('child', async () => undefined));
    expect(other.tree).to.deep.equal(['parent', '  child']);
    expect(telemetry.tree).to.deep.equal([]);
  });
});
