import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { startLoad } from '../../../samples/demo/load/load.js';
import { readExposition } from '../../../samples/demo/status/exposition.js';
import type { Point } from '../../../samples/demo/status/history.js';
import { gauge, quantile, rates } from '../../../samples/demo/status/measures.js';
import { PANELS } from '../../../samples/demo/status/panels.js';
import { complaintsOf, openBrowser } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { startSample, type Running } from '../running.js';

const told = (ok: number, failed: number, fast: number, slow: number): string => `# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{outcome="ok",of="a\\"b"} ${ok}
calls_total{outcome="ok",of="c"} ${ok}
calls_total{outcome="failed",of="c"} ${failed}
# TYPE time histogram
time_bucket{le="0.1"} ${fast}
time_bucket{le="0.5"} ${fast + slow}
time_bucket{le="+Inf"} ${fast + slow}
time_sum 1
time_count ${fast + slow}
memory 12.5
`;

describe('demo: what the charts are made of', () => {
  const interval = { from: readExposition(told(10, 4, 0, 0)), to: readExposition(told(20, 1, 8, 2)), seconds: 5 };

  it('is read from the text for Prometheus', () => {
    expect(readExposition(told(10, 4, 0, 0)).get('calls_total')?.[0]).to.deep.equal({ labels: { outcome: 'ok', of: 'a"b' }, value: 10 });
    expect(readExposition('time_bucket{le="+Inf"} 3 1700000000000\nnonsense').get('time_bucket')).to.have.length(1);
  });

  it('is what a second brought, by a label, and nothing where a process has begun anew', () => {
    expect(rates(interval, 'calls_total', 'outcome')).to.deep.equal({ ok: 4, failed: 0 });
    expect(rates(interval, 'calls_total', 'outcome', { of: 'c' })).to.deep.equal({ ok: 2, failed: 0 });
    expect(rates(interval, 'unknown', 'outcome')).to.deep.equal({});
  });

  it('is what so many of a hundred stay below', () => {
    expect(quantile(interval, 'time', 0.4)).to.be.closeTo(0.05, 1e-9);
    expect(quantile(interval, 'time', 0.9)).to.be.closeTo(0.3, 1e-9);
    expect(quantile({ ...interval, from: interval.to }, 'time', 0.5)).to.equal(null);
  });

  it('is a gauge, where there is one', () => {
    expect([gauge(interval, 'memory'), gauge(interval, 'unknown')]).to.deep.equal([12.5, null]);
  });
});

describe('demo: npm run demo', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  let demo: Running;
  let status: string;

  before(async () => {
    database = await freshDatabase('demo');
    const [metrics, page] = [await freePort(), await freePort()];
    status = `http://127.0.0.1:${page}/`;
    const environment = { METRICS_PORT: String(metrics), STATUS_PORT: String(page), LOAD_RATE: '60' };
    demo = await startSample('demo', { DATABASE_URL: database.url, ...environment });
  });
  after(async () => {
    await demo.stop();
    await database.drop();
  });

  it('says where the app, its metrics and the page are', () => {
    expect(demo.lines.map((line) => line.split(' at ')[0])).to.include.members(['ready', 'metrics', 'status']);
    expect(demo.lines).to.include(`status at ${status}`);
  });

  it('has points of all charts, and users who keep them moving', async () => {
    const points = async (): Promise<readonly Point[]> => {
      const { points } = (await (await fetch(`${status}points.json`)).json()) as { readonly points: readonly Point[] };
      return points;
    };
    const filled = (point: Point | undefined): number =>
      PANELS.filter(({ id }) => Object.values(point?.panels[id] ?? {}).some((value) => value !== null)).length;
    let last: Point | undefined;
    for (let wait = 0; wait < 100 && filled(last) < PANELS.length; wait += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      last = (await points()).at(-1);
    }
    expect(PANELS.map(({ id }) => id).filter((id) => Object.keys(last?.panels[id] ?? {}).length === 0)).to.deep.equal([]);
    expect(last?.panels['requests']?.['ok']).to.be.above(1);
    expect(last?.panels['requests']?.['failed'] ?? 0).to.equal(0);
    expect(last?.panels['errors']).to.not.have.property('GRAPHQL_VALIDATION_FAILED');
    expect(last?.panels['decisions']?.['denied']).to.be.above(0);
  });

  it('serves nothing but the page, and only to be read', async () => {
    const { status: missing } = await fetch(`${status}../../package.json`);
    const { status: forbidden } = await fetch(status, { method: 'POST' });
    expect([missing, forbidden]).to.deep.equal([404, 405]);
  });

  describe('in a browser', () => {
    let browser: Browser | undefined;

    before(async function () {
      browser = await openBrowser(this);
    });
    after(async () => browser?.close());

    it('draws the charts, shows another span, pauses, and complains of nothing', async () => {
      const page = await (browser as Browser).newPage({ viewport: { width: 1400, height: 1200 } });
      const complaints = complaintsOf(page);
      await page.goto(status);
      await page.getByText('The app answers.').waitFor();
      expect(await page.locator('section').count()).to.equal(PANELS.length);
      expect(await page.locator('#requests canvas').count()).to.equal(1);
      await page.locator('#requests td').first().waitFor();

      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').textContent()).to.equal('1 min');
      await page.keyboard.press('Enter');
      expect(await page.getByRole('button', { name: '1 min' }).getAttribute('aria-pressed')).to.equal('true');
      expect(await page.getByRole('button', { name: '3 min' }).getAttribute('aria-pressed')).to.equal('false');

      await page.getByRole('button', { name: 'Pause' }).click();
      const shown = await page.locator('#memory td').textContent();
      await page.waitForTimeout(2500);
      expect(await page.locator('#memory td').textContent()).to.equal(shown);

      await page.evaluate(readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'));
      const violations = (await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      )) as string[];
      expect(violations).to.deep.equal([]);
      expect(complaints).to.deep.equal([]);
    });
  });
});

describe('demo: the users', () => {
  it('stop at once, also where nobody answers', async () => {
    const load = startLoad({ url: `http://127.0.0.1:${await freePort()}/graphql`, rate: 1000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = performance.now();
    await load.stop();
    expect(performance.now() - before).to.be.below(2000);
  });
});
