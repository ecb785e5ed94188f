import { stringify } from 'yaml';
import { duration, seconds, type Settings } from '../metric/settings.js';
import { ALERTS } from './alerts/index.js';
import { managers } from './managers.js';
import { objectives } from './objectives.js';
import type { Alert } from './rule.js';

/** Alerts look at what is recorded. */
export const GROUPS = ['general-manager-objectives', 'general-manager-managers', 'general-manager-alerts'] as const;

/** The rules as Prometheus reads them. */
export function ruleFile(settings: Settings): string {
  const interval = duration(settings.speed === 1 ? 30 : 0.5);
  const rules = [objectives(settings), managers(settings), ALERTS.map((alert) => alertRule(alert, settings))];
  return yaml({ groups: GROUPS.map((name, index) => ({ name, interval, rules: rules[index] })) });
}

function alertRule({ name, severity, lasting, expr, summary, value }: Alert, settings: Settings): object {
  return {
    alert: name,
    expr: expr(settings),
    ...(lasting > 0 && { for: duration(seconds(lasting, settings)) }),
    labels: { severity },
    annotations: { summary, description: value, runbook_url: runbookOf(name, settings) },
  };
}

/** Where it is told what to do. */
export const runbookOf = (alert: string, { runbooks }: Settings): string => `${runbooks}${alert.toLowerCase()}`;

/** Lines as long as they are, for people who compare. */
export const yaml = (value: unknown): string => stringify(value, { lineWidth: 0 });
