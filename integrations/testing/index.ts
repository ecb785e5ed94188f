export type { TestApp, TestAppOptions, TestedApplication } from './app/options.js';
export { startPostgres, type RunningPostgres } from './postgres.js';
export { testApp } from './app/test-app.js';
export { benchmark } from './benchmark/benchmark.js';
export { expectBenchmark } from './benchmark/expect-benchmark.js';
export type { BaselineOptions, BaselineReport, BenchmarkOptions, BenchmarkReport, Estimate } from './benchmark/options.js';
export { client } from './client/client.js';
export type {
  AskedAnswer,
  AskedApplication,
  AskedRoute,
  ClientAnswer,
  ClientOptions,
  ShownError,
  ShownExtensions,
  TestClient,
  TypedDocument,
} from './client/options.js';
export { expectInterfaceContract, interfaceContract } from './contract/interface-contract.js';
export type { CheckReport, ContractCheck, ContractOptions, ContractReport, ContractWrites } from './contract/options.js';
export { expectStatements, type StatementOptions } from './expect-statements.js';
export { faultServer } from './fault/fault-server.js';
export type { Fault, FaultAnswer, FaultEvent, FaultOptions, FaultRequest, FaultServer, FaultServerOptions } from './fault/options.js';
export { expectNoLeaks, leaks } from './leaks.js';
export type { AskedContext, DirectAnswer, DirectRoute, ExaminedApplication, FetchHandler, LeakOptions } from './options.js';
export type { Door, DoorReport, HiddenReport, Leak, LeakReport } from './report.js';
export { policySpec, type PolicyCase, type PolicyExpectation, type PolicySubject } from './policy-spec.js';
export type { SchemaChanges } from './schema/schema-changes.js';
export { schemaSnapshot, type SnapshotOptions, type SnapshotReport } from './schema/schema-snapshot.js';
export { passTime } from './time/pass-time.js';
export { TestClock } from './time/test-clock.js';
