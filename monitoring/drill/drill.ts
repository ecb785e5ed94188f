import { PRODUCTION, type Settings } from '../metric/settings.js';
import { ruleFile } from '../rules/rule-file.js';
import { pause, type Fault } from './fault.js';
import { Fleet } from './fleet.js';
import { Load } from './load.js';
import { Prometheus } from './prometheus.js';
import { Watch } from './watch.js';

/** An hour is twelve seconds; a second is in time, as the machine has more to do than in production. */
const DRILL: Settings = Object.freeze({ ...PRODUCTION, speed: 300, inTime: 1 });
/** The slowest alert looks back on six hours, which are 72 seconds; what others do meanwhile counts as well. */
const LONGEST_MS = 300_000;
/** What the rules need to know of before anything goes wrong. */
const QUIET_MS = 6_000;

/** What became of one alert. */
export interface DrillResult {
  readonly fault: string;
  readonly alert: string;
  /** Seconds from the fault. */
  readonly firesAfter: number;
  /** Seconds from its end. */
  readonly overAfter: number;
}

/** What a drill needs. */
export interface DrillOptions {
  readonly databaseUrl: string;
  readonly faults: readonly Fault[];
  readonly tell?: (line: string) => void;
}

/** Inflicts faults on the running sample, one after the other, until their alerts fire, ends them, and waits until all is quiet. @throws where one does not */
export async function drill({ databaseUrl, faults, tell = () => {} }: DrillOptions): Promise<readonly DrillResult[]> {
  await using resources = new AsyncDisposableStack();
  const fleet = await Fleet.start(databaseUrl);
  resources.defer(async () => fleet.stop());
  const prometheus = await Prometheus.start({ target: fleet.parts.metrics, rules: ruleFile(DRILL) });
  resources.defer(async () => prometheus.stop());
  const load = new Load(fleet);
  resources.defer(async () => load.stop());
  const watch = new Watch(prometheus);
  resources.defer(async () => watch.stop());
  await pause(QUIET_MS);
  const healing: Promise<DrillResult>[] = [];
  for (const fault of faults) {
    tell(`${fault.name} …`);
    const results = await suffer(fault, fleet, watch);
    healing.push(...results);
    const before = new Set(fault.alerts);
    // The slow ones are waited for at the end: they look back on hours.
    await Promise.all(results.filter((_result, index) => !fault.alerts[index]?.endsWith('Slow')));
    const besides = watch.heard().filter((name) => !before.has(name));
    tell(`  fired: ${fault.alerts.join(', ')}${besides.length > 0 ? `; besides: ${besides.join(', ')}` : ''}`);
  }
  tell('waits until the last one is over …');
  // Without waiting here, everything would be stopped first.
  return await Promise.all(healing);
}

/** Waits for the alerts of a fault, and ends it. */
async function suffer(fault: Fault, fleet: Fleet, watch: Watch): Promise<readonly Promise<DrillResult>[]> {
  // What fires already would prove nothing.
  await Promise.all(fault.alerts.map(async (alert) => watch.until(alert, false, LONGEST_MS)));
  const end = await fault.inflict(fleet);
  let fired: readonly number[];
  try {
    fired = await Promise.all(fault.alerts.map(async (alert) => watch.until(alert, true, LONGEST_MS)));
  } finally {
    await end();
  }
  return fault.alerts.map(async (alert, index) => ({
    fault: fault.name,
    alert,
    firesAfter: fired[index] ?? 0,
    overAfter: await watch.until(alert, false, LONGEST_MS),
  }));
}
