export type { MockAnswer, MockRequest } from './mock/asked.js';
export type { MockFault } from './mock/faults.js';
export type { MockResource, ResourceTarget } from './mock/mock-resource.js';
export { mockUpstream, type MockedRequest, type MockUpstream } from './mock/mock-upstream.js';
export type { FieldRefusal } from './mock/refusal-body.js';
export type { MockAct, MockOutcome } from './mock/settings.js';
export type {
  HarRecording,
  MismatchKind,
  NockRecording,
  RecordedMismatch,
  RecordedResponse,
  Recording,
  RecordingReport,
} from './recording/options.js';
export { verifyRecording } from './recording/verify-recording.js';
export { openApiOf, type OpenApiFragment, type OpenApiOptions } from './contract/openapi.js';
export { pactOf, type PactFile, type PactOptions } from './contract/pact.js';
