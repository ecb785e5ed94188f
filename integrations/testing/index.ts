export { expectNoLeaks, leaks } from './leaks.js';
export type { AskedContext, ExaminedApplication, FetchHandler, LeakOptions } from './options.js';
export type { Door, DoorReport, HiddenReport, Leak, LeakReport } from './report.js';
