import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { build } from '../../monitoring/dashboards/build.js';
import { DASHBOARDS } from '../../monitoring/dashboards/index.js';
import { FILES, madeFiles } from '../../monitoring/files.js';
import { readExpression } from '../../monitoring/metric/expression.js';
import { duration, PRODUCTION, window } from '../../monitoring/metric/settings.js';
import { ALERTS } from '../../monitoring/rules/alerts/index.js';
import { panelQueries } from './support/queries.js';

describe('monitoring: dashboards and rules', () => {
  const made = madeFiles();

  it('are committed as the code makes them (npm run monitoring)', () => {
    for (const [path, text] of Object.entries(made)) {
      const file = join(FILES, path);
      expect(existsSync(file) && readFileSync(file, 'utf8') === text, file).to.equal(true);
    }
  });

  it('leave no file behind that the code no longer makes', () => {
    const committed = globSync(`${FILES}/{grafana,prometheus}/*`).map((path) => path.replaceAll('\\', '/').slice(FILES.length + 1));
    expect(committed.filter((path) => path !== 'prometheus/prometheus.yaml')).to.have.members(Object.keys(made));
  });

  it('have names of their own, and panels that runbooks can name', () => {
    expect(new Set(DASHBOARDS.map(({ name }) => name)).size).to.equal(DASHBOARDS.length);
    expect(new Set(DASHBOARDS.map(({ title }) => title)).size).to.equal(DASHBOARDS.length);
    for (const { title, rows } of DASHBOARDS) {
      const panels = rows.flatMap((row) => row.panels.map((panel) => panel.title));
      expect(new Set(panels).size, title).to.equal(panels.length);
    }
  });

  for (const dashboard of DASHBOARDS) {
    it(`lay out ${dashboard.title} without overlaps, with its variables and one source for all`, () => {
      const { panels = [], templating, uid } = build(dashboard);
      expect(uid).to.equal(`general-manager-${dashboard.name}`);
      const names = templating.list?.map(({ name }) => name);
      expect(names).to.deep.equal(['datasource', 'environment', 'service', ...(dashboard.picksManager ? ['manager'] : [])]);
      expect(panels.map(({ id }) => id)).to.deep.equal(panels.map((_panel, index) => index + 1));
      const cells = new Set<string>();
      for (const panel of panels) {
        const { x, y, w, h } = panel.gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
        expect(w > 0 && h > 0 && x + w <= 24, String(panel.id)).to.equal(true);
        for (let column = x; column < x + w; column += 1) {
          for (let line = y; line < y + h; line += 1) {
            expect(cells.has(`${column},${line}`), `two panels at ${column},${line}`).to.equal(false);
            cells.add(`${column},${line}`);
          }
        }
        if (panel.type !== 'row') expect(JSON.stringify(panel)).to.contain('"uid":"${datasource}"');
      }
    });
  }

  it('ask in PromQL, and only for the chosen environment and service', () => {
    expect(panelQueries().length).to.be.above(40);
    for (const { dashboard, panel, expr } of panelQueries()) {
      const { metrics, labels } = readExpression(expr);
      expect(metrics.length, `${dashboard} / ${panel}`).to.be.above(0);
      expect(labels, `${dashboard} / ${panel}`).to.include.members(['environment', 'service']);
    }
  });

  it('take durations as PromQL has them, shortened with the speed, down to what can be measured', () => {
    expect([300, 5400, 86_400, 0.4, 61].map(duration)).to.deep.equal(['5m', '90m', '1d', '400ms', '61s']);
    const fast = { ...PRODUCTION, speed: 300 };
    expect([300, 3600, 259_200].map((time) => window(time, fast))).to.deep.equal(['3s', '12s', '864s']);
    expect(window(300, PRODUCTION)).to.equal('5m');
  });
});

describe('monitoring: alerts', () => {
  for (const { name, severity, summary, expr, cases } of ALERTS) {
    it(`${name} is shown firing, and not firing`, () => {
      expect(cases.filter(({ firing }) => firing.length > 0)).to.not.have.length(0);
      expect(cases.filter(({ firing }) => firing.length === 0)).to.not.have.length(0);
      expect(severity).to.be.oneOf(['critical', 'warning']);
      expect(summary).to.match(/\.$/);
      for (const speed of [1, 300]) readExpression(expr({ ...PRODUCTION, speed }));
    });
  }

  it('have names of their own', () => {
    expect(new Set(ALERTS.map(({ name }) => name)).size).to.equal(ALERTS.length);
  });
});

describe('monitoring: the example for Alertmanager', () => {
  const text = readFileSync(`${FILES}/alertmanager/alertmanager.yaml`, 'utf8');

  it('inhibits alerts that are there', () => {
    const named = [...text.matchAll(/alertname=~?"([^"]+)"/g)].map(([, pattern = '']) => new RegExp(`^(?:${pattern})$`));
    expect(named.length).to.be.above(3);
    for (const pattern of named)
      expect(
        ALERTS.filter(({ name }) => pattern.test(name)),
        pattern.source,
      ).to.not.have.length(0);
  });

  it('has no secrets in the file', () => {
    expect(text).not.to.match(/(?:password|api_url|credentials|token|secret)s?: /i);
  });
});
