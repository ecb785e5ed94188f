import { PRODUCTION } from '../metric/settings.js';
import { ALERTS } from './alerts/index.js';
import { GROUPS, runbookOf, yaml } from './rule-file.js';
import type { Alert, AlertCase } from './rule.js';

/** What `promtool test rules` reads: every case of every alert that lasts minutes, or of those that last days. */
export function testFile(days: boolean): string {
  const cases = ALERTS.flatMap((alert) => alert.cases.filter((each) => (each.days ?? false) === days).map((each) => testOf(alert, each)));
  return yaml({ rule_files: ['rules.yaml'], evaluation_interval: days ? '10m' : '1m', group_eval_order: GROUPS, tests: cases });
}

function testOf(alert: Alert, { title, days, series, at, firing }: AlertCase): object {
  const { name, severity, summary } = alert;
  return {
    name: `${name}: ${title}`,
    interval: days ? '2m' : '1m',
    input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
    alert_rule_test: [
      {
        eval_time: at,
        alertname: name,
        exp_alerts: firing.map(({ labels, value }) => ({
          exp_labels: { severity, ...labels },
          exp_annotations: { summary: filledIn(summary, labels), description: value, runbook_url: runbookOf(name, PRODUCTION) },
        })),
      },
    ],
  };
}

const filledIn = (text: string, labels: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_all, label: string) => labels[label] ?? '');
