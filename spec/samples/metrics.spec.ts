import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { METRICS } from 'general-manager/opentelemetry';
import { freePort } from '../support/free-port.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { ask, startSample, type Running } from './running.js';

describe('sample: the metrics of logistics', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  let app: Running;
  let url: string;

  before(async () => {
    database = await freshDatabase('metrics');
    const port = await freePort();
    url = `http://127.0.0.1:${port}/metrics`;
    app = await startSample('start', { DATABASE_URL: database.url, METRICS_PORT: String(port) });
  });
  after(async () => {
    await app.stop();
    await database.drop();
  });

  const scrape = async (): Promise<string> => (await fetch(url)).text();
  const sample = (text: string, name: string, ...labels: readonly string[]): number | undefined => {
    const line = text.split('\n').find((each) => each.startsWith(`${name}{`) && labels.every((label) => each.includes(label)));
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf('} ') + 2).split(' ')[0]);
  };

  it('are told to Prometheus, and count what is asked', async () => {
    for (let round = 0; round < 3; round += 1) await ask(app.url, '{ ships(first: 1) { nodes { name } } }');
    await ask(app.url, '{ maintenance(first: 1) { nodes { id } } }');
    const text = await scrape();
    const ships = ['general_manager_manager="Ship"', 'general_manager_operation="read"', 'general_manager_outcome="ok"'];
    expect(sample(text, 'general_manager_operation_calls_total', ...ships)).to.equal(3);
    expect(sample(text, 'general_manager_operation_duration_count', ...ships)).to.equal(3);
    const refused = ['general_manager_manager="WorkOrder"', 'error_type="GM_PERM_FORBIDDEN"'];
    expect(sample(text, 'general_manager_operation_errors_total', ...refused)).to.equal(1);
    expect(sample(text, 'general_manager_graphql_duration_count', 'general_manager_outcome="ok"')).to.equal(3);
    expect(sample(text, 'db_client_connection_max', 'db_client_connection_pool_name="database"')).to.equal(10);
    expect(text).not.to.contain('nodes');
  });

  it('have help and type for each name', async () => {
    const text = await scrape();
    for (const { name, description } of [METRICS.duration, METRICS.calls, METRICS.decisions, METRICS.poolCount]) {
      expect(text).to.match(new RegExp(`# HELP ${name.replaceAll('.', '_')}\\w* ${description.replaceAll('.', String.raw`\.`)}`));
    }
  });

  it('end with the app', async () => {
    await app.stop();
    // npm ends before what it started does.
    let refused: unknown;
    for (let attempt = 0; attempt < 100 && !(refused instanceof TypeError); attempt += 1) {
      refused = await fetch(url).catch((error: unknown) => error);
      await delay(100);
    }
    expect(refused).to.be.instanceOf(TypeError);
  });
});
