import { build } from './dashboards/build.js';
import { DASHBOARDS } from './dashboards/index.js';
import { PRODUCTION } from './metric/settings.js';
import { ruleFile } from './rules/rule-file.js';
import { testFile } from './rules/test-file.js';

/** Where files are committed that others than Node.js read. */
export const FILES = 'monitoring/files';

/** Files that are made from code, by their path in `FILES`. */
export function madeFiles(): Readonly<Record<string, string>> {
  const dashboards = DASHBOARDS.map((each) => [`grafana/${each.name}.json`, `${JSON.stringify(build(each), null, 2)}\n`] as const);
  return {
    ...Object.fromEntries(dashboards),
    'prometheus/rules.yaml': ruleFile(PRODUCTION),
    'prometheus/rules.test.yaml': testFile(false),
    'prometheus/rules.days.test.yaml': testFile(true),
  };
}
