export type { MockAnswer, MockRequest } from './mock/asked.js';
export type { MockFault } from './mock/faults.js';
export type { MockResource, ResourceTarget } from './mock/mock-resource.js';
export { mockUpstream, type MockedRequest, type MockUpstream } from './mock/mock-upstream.js';
export type { FieldRefusal } from './mock/refusal-body.js';
export type { MockAct, MockOutcome } from './mock/settings.js';
