import { defineError } from '../../../lib/plugin.js';

export const NoResource = defineError<{ name: string }>({
  code: 'GM_MOCK_NO_RESOURCE',
  kind: 'declaration',
  message: ({ name }) => `${name} is not declared with http(), rest() or graphql(), or is not among the resources that were named.`,
  fix: 'Name classes with @Interface(http(…)), @Interface(rest(…)) or @Interface(graphql(…)).',
});

export const InvalidMockObject = defineError<{ resource: string; path: string; reason: string }>({
  code: 'GM_MOCK_INVALID_OBJECT',
  kind: 'input',
  message: ({ resource, path, reason }) => `No upstream of ${resource} can have such an object: "${path}" ${reason}.`,
  fix: 'Give each field a value as its class has it; give what the upstream has beside it with addRaw().',
});

export const NotInvertible = defineError<{ resource: string; what: string; how: string }>({
  code: 'GM_MOCK_NOT_INVERTIBLE',
  kind: 'declaration',
  message: ({ resource, what, how }) => `What ${resource} declares cannot be turned round: ${what}. ${how} says how.`,
  fix: 'Say what the upstream does there with the function that the message names.',
});

export const MockRefused = defineError<{ count: number; reasons: readonly string[] }>({
  code: 'GM_MOCK_REFUSED',
  kind: 'integration',
  message: ({ count, reasons }) => `The mock upstream got ${count} requests that its declarations do not allow:\n  ${reasons.join('\n  ')}`,
  fix: 'Correct the request or the declaration; where a test means it, look at refusals and call forget().',
});

export const InvalidMock = defineError<{ what: string }>({
  code: 'GM_MOCK_INVALID',
  kind: 'input',
  message: ({ what }) => `The mock upstream cannot do that: ${what}.`,
  fix: 'Look at the guide about testing for what a mock upstream takes.',
});

export const MissingNock = defineError({
  code: 'GM_MOCK_NO_NOCK',
  kind: 'declaration',
  message: () => 'A mock upstream answers requests to the declared base URL with the package nock, which is not installed.',
  fix: 'Run npm install --save-dev nock, or use listen() and its URL as the base URL.',
});

export const NothingRecorded = defineError<{ resource: string }>({
  code: 'GM_RECORDING_EMPTY',
  kind: 'input',
  message: ({ resource }) => `No response of the recording is one that ${resource} could be compared with.`,
  fix: 'Record successful responses of the declared operations; where paths do not tell them, name the operation of each.',
});
