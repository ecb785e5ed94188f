import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ALERTS } from '../../monitoring/rules/alerts/index.js';
import { FILES } from '../../monitoring/files.js';
import { run, withInstalled } from './support/installed.js';

const RULES = `${FILES}/prometheus/rules.yaml`;
const TESTS = ['rules.test.yaml', 'rules.days.test.yaml'] as const;
const ALERTMANAGER = `${FILES}/alertmanager/alertmanager.yaml`;

const missing = withInstalled('promtool');
(missing === '' ? describe : describe.skip)(`monitoring: promtool${missing}`, function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'general-manager-rules-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('accepts the rules, and the configuration that has them', async () => {
    expect(await run('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', RULES])).to.have.property('code', 0);
    expect(await run('promtool', ['check', 'config', `${FILES}/prometheus/prometheus.yaml`])).to.have.property('code', 0);
  });

  for (const file of TESTS) {
    it(`runs ${file}: alerts fire and do not fire`, async () => {
      const { code, output } = await run('promtool', ['test', 'rules', `${FILES}/prometheus/${file}`]);
      expect(code, output).to.equal(0);
    });
  }

  it('finds an alert that no longer fires, and one that always does', async () => {
    const rules = readFileSync(RULES, 'utf8');
    const tests = readFileSync(`${FILES}/prometheus/rules.test.yaml`, 'utf8');
    for (const [from, to] of [
      ['up{job="general-manager"} == 0', 'up{job="general-manager"} == 3'],
      ['(general_manager_events_dead) > 0', '(general_manager_events_dead) >= 0'],
    ] as const) {
      expect(rules).to.contain(from);
      writeFileSync(join(folder, 'rules.yaml'), rules.replace(from, to));
      writeFileSync(join(folder, 'rules.test.yaml'), only(tests, 'GeneralManagerDown', 'GeneralManagerOutboxDead'));
      const { code, output } = await run('promtool', ['test', 'rules', join(folder, 'rules.test.yaml')]);
      expect(code, output).to.equal(1);
    }
  });
});

/** The tests of some alerts, so that they do not take long. */
function only(tests: string, ...alerts: readonly string[]): string {
  const [head = '', ...each] = tests.split(/^ {2}- name: /m);
  return [head, ...each.filter((text) => alerts.some((alert) => text.includes(`alertname: ${alert}\n`)))].join('  - name: ');
}

const noAmtool = withInstalled('amtool');
(noAmtool === '' ? describe : describe.skip)(`monitoring: amtool${noAmtool}`, () => {
  it('accepts the example', async () => {
    expect(await run('amtool', ['check-config', ALERTMANAGER])).to.have.property('code', 0);
  });

  const receiver = async (...labels: readonly string[]): Promise<string> =>
    (await run('amtool', ['config', 'routes', 'test', `--config.file=${ALERTMANAGER}`, ...labels])).output.trim().split('\n')[0] ?? '';

  it('tells who is told of what', async () => {
    for (const { name, severity } of ALERTS) {
      const expected = severity === 'critical' ? 'on-call' : 'team';
      expect(await receiver(`alertname=${name}`, `severity=${severity}`, 'environment=production'), name).to.equal(expected);
    }
    expect(await receiver('severity=critical', 'environment=staging')).to.equal('team');
  });
});
