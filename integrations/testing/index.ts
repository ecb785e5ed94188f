export { expectStatements, type StatementOptions } from './expect-statements.js';
export { expectNoLeaks, leaks } from './leaks.js';
export type { AskedContext, DirectAnswer, DirectRoute, ExaminedApplication, FetchHandler, LeakOptions } from './options.js';
export type { Door, DoorReport, HiddenReport, Leak, LeakReport } from './report.js';
export { policySpec, type PolicyCase, type PolicyExpectation, type PolicySubject } from './policy-spec.js';
