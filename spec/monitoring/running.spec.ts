import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { faultServer } from 'general-manager/testing';
import { denied } from '../../monitoring/drill/faults/denied.js';
import { refusedNotices } from '../../monitoring/drill/faults/refused-notices.js';
import { Fleet } from '../../monitoring/drill/fleet.js';
import { Load } from '../../monitoring/drill/load.js';
import { Prometheus } from '../../monitoring/drill/prometheus.js';
import { Watch } from '../../monitoring/drill/watch.js';
import { readExpression } from '../../monitoring/metric/expression.js';
import { PRODUCTION } from '../../monitoring/metric/settings.js';
import { ALERTS } from '../../monitoring/rules/alerts/index.js';
import { managers } from '../../monitoring/rules/managers.js';
import { objectives } from '../../monitoring/rules/objectives.js';
import { ruleFile } from '../../monitoring/rules/rule-file.js';
import { pageText } from '../docs/support/pages.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { run, withInstalled } from './support/installed.js';
import { panelQueries } from './support/queries.js';
import { runbooks } from './support/runbooks.js';

const DRILL = { ...PRODUCTION, speed: 300 };
/** What Prometheus itself adds. */
const OWN = ['up'];

describe('monitoring: the running sample', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  let fleet: Fleet;
  let load: Load;
  let prometheus: Prometheus | undefined;
  const missing = withInstalled('prometheus', 'promtool');

  before(async () => {
    database = await freshDatabase('monitoring');
    fleet = await Fleet.start(database.url);
    if (missing === '') prometheus = await Prometheus.start({ target: fleet.parts.metrics, rules: ruleFile(DRILL) });
    load = new Load(fleet, 20);
    await provoke(fleet);
  });
  after(async () => {
    await load.stop();
    await prometheus?.stop();
    await fleet.stop();
    await database.drop();
  });

  it('tells of every metric and label that dashboards, rules and runbooks ask for', async () => {
    const told = await fleet.scrape();
    const recorded = [...objectives(PRODUCTION), ...managers(PRODUCTION)];
    const names = new Set([...told.matchAll(/^(\w+)\{/gm)].map(([, name]) => name));
    const labels = new Set([...told.matchAll(/(\w+)="/g)].map(([, label]) => label));
    const known = new Set([...names, ...recorded.map(({ record }) => record), ...OWN]);
    const asked = [
      ...panelQueries().map(({ expr }) => expr),
      ...recorded.map(({ expr }) => expr),
      ...ALERTS.map(({ expr }) => expr(PRODUCTION)),
      ...runbooks().flatMap(({ queries }) => queries),
    ].map(readExpression);
    expect(asked.flatMap(({ metrics }) => metrics).filter((name) => !known.has(name))).to.deep.equal([]);
    const ofTargets = ['environment', 'service', 'instance', 'job'];
    expect(asked.flatMap((each) => each.labels).filter((label) => !labels.has(label) && !ofTargets.includes(label))).to.deep.equal([]);
  });

  it('tells of nothing that is not documented', async () => {
    const guide = `${pageText('docs/guides/telemetry.md')}${pageText('docs/guides/monitoring.md')}`;
    const types = [...(await fleet.scrape()).matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name.replace(/_total$/, ''));
    const documented = [...guide.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name.replaceAll('.', '_'));
    expect(types.length).to.be.above(20);
    expect(types.filter((name) => name !== 'target_info' && !documented.includes(name))).to.deep.equal([]);
  });

  describe(`as Prometheus has it${missing}`, () => {
    let watch: Watch;
    const running = (): Prometheus => {
      if (!prometheus) throw new Error('Prometheus does not run.');
      return prometheus;
    };

    before(function () {
      if (missing !== '') this.skip();
      watch = new Watch(running());
    });
    after(async () => watch?.stop());

    it('exposes metrics that promtool accepts, but for a name of the conventions of OpenTelemetry', async () => {
      const { output } = await run('promtool', ['check', 'metrics'], await fleet.scrape());
      expect(output.split('\n').filter((line) => line !== '')).to.deep.equal([
        'db_client_connection_count non-histogram and non-summary metrics should not have "_count" suffix',
      ]);
    });

    it('gives data to every query of every dashboard, and to those of the runbooks', async () => {
      const asked = [
        ...panelQueries('10s'),
        ...runbooks().flatMap(({ alert, queries }) => queries.map((expr) => ({ dashboard: 'Runbook', panel: alert, expr }))),
      ];
      let empty: readonly string[] = [];
      for (let attempt = 0; attempt < 20; attempt += 1) {
        empty = (await Promise.all(asked.map(async (each) => ((await running().query(each.expr)).length === 0 ? [each] : [])))).flatMap(
          (found) => found.map(({ dashboard, panel, expr }) => `${dashboard} / ${panel}: ${expr}`),
        );
        if (empty.length === 0) break;
        await delay(500);
      }
      expect(empty).to.deep.equal([]);
    });

    for (const fault of [denied, refusedNotices]) {
      it(`hears of it when ${fault.name}, and when that is over`, async () => {
        const end = await fault.inflict(fleet);
        await Promise.all(fault.alerts.map(async (alert) => watch.until(alert, true, 40_000))).finally(end);
        const told = (await running().alerts()).find(({ labels }) => labels['alertname'] === fault.alerts[0]);
        if (told) expect(told.annotations['runbook_url']).to.equal(`docs/runbooks.md#${fault.alerts[0]?.toLowerCase()}`);
        for (const alert of fault.alerts) await watch.until(alert, false, 40_000);
      });
    }
  });
});

/** What does not happen all the time, and has metrics of its own: failures, refusals, and an upstream in trouble. */
async function provoke(fleet: Fleet): Promise<void> {
  const { market, service, database } = fleet.parts;
  const portOf = (url: string): number => Number(new URL(url).port);
  await fleet.ask('{ crew { totalCount } }');
  await fleet.ask('mutation { deleteWorkOrder(id: 1) { workOrder { title } } }', 'mia');
  database.shut();
  await fleet.ask('{ ships { totalCount } }');
  database.reopen();
  // Before there is trouble: its first token.
  await fleet.ask('{ vendors { totalCount } }', 'piet');
  // First alone: breakers that open would spare it the wait.
  await using busy = await faultServer({ seed: 3, target: service.url, faults: { status429: { rate: 1, retryAfter: 1 } } });
  market.lead(portOf(busy.url));
  await fleet.ask('{ vendors(filter: { country: { eq: "busy" } }) { nodes { name } } }', 'piet');
  const faults = { status500: 0.8, slowBody: { rate: 0.2, ms: 4000 } };
  await using trouble = await faultServer({ seed: 3, target: service.url, faults });
  market.lead(portOf(trouble.url));
  const pages = Array.from({ length: 40 }, (_page, index) => `{ vendors(filter: { country: { eq: "${index}" } }) { nodes { name } } }`);
  await Promise.all(pages.map(async (query) => fleet.ask(query, 'piet')));
  market.lead(portOf(service.url));
}
