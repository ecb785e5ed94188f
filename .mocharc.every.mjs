// Mocha's configuration for `npm test`: all specs, some files at a time, in processes of their own that take one after the other.
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import base from './.mocharc.json' with { type: 'json' };

/** More would take more memory and connections than they would save time. */
const MOST = 4;

/** Begun first, so that no process is left alone with one of them at the end. */
const SLOWEST = [
  'spec/direct/differential.spec.ts',
  'spec/integrations/testing/planted.spec.ts',
  'spec/package.spec.ts',
  'spec/factory/everything.spec.ts',
  'spec/docs/snippets.spec.ts',
  'spec/integrations/graphql-server/memory.spec.ts',
  'spec/integrations/testing/samples.spec.ts',
  'spec/samples/processes.spec.ts',
  'spec/writes/crash.spec.ts',
  'spec/chinook/leaks.spec.ts',
];

const others = globSync('spec/**/*.spec.ts').filter((path) => !SLOWEST.includes(path.replaceAll('\\', '/')));

export default { ...base, parallel: true, jobs: Math.min(availableParallelism(), MOST), spec: [...SLOWEST, ...others.toSorted()] };
