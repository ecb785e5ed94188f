// The package's main entry: the core, the decorators' rules, and the one place where the integrations meet.
export * from '../lib/index.js';
export type { FieldPlan, OperationPlan, PlanOptions } from './type-graphql/index.js';
export { Application, bootstrap, type BootstrapOptions, type FactorySettings } from './bootstrap.js';
