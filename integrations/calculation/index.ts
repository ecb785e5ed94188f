export { CalculationAdapter } from './adapter.js';
export type { ComputeMembers, MemberWork, Outcome } from './compute/member-work.js';
export { calculation } from './declare/calculation.js';
export { input } from './declare/input.js';
export type * from './declare/options.js';
