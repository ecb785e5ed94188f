import { defineError } from './define-error.js';

export const InvalidScope = defineError<{ subject: string }>({
  code: 'GM_CACHE_INVALID_SCOPE',
  kind: 'declaration',
  message: ({ subject }) => `${subject} is to be cached in a scope that does not exist.`,
  fix: `Use 'none', 'request', 'dependency', or { timeoutMs } with whole milliseconds from 1 to a week.`,
});

export const Untracked = defineError<{ subject: string }>({
  code: 'GM_CACHE_UNTRACKED',
  kind: 'declaration',
  message: ({ subject }) => `${subject} is to be cached until something changes, but no changes are told of what it is read from.`,
  fix: 'Have its changes told (on PostgreSQL: bootstrap({ recordChanges: true })), or cache it for some time with { timeoutMs }.',
});

export const UnseenRows = defineError<{ subject: string }>({
  code: 'GM_CACHE_UNSEEN_ROWS',
  kind: 'declaration',
  message: ({ subject }) =>
    `${subject} is to be cached, but row-level security of the database decides about its rows, by what the application does not tell.`,
  fix: 'Tell the database who acts with bootstrap({ rls }), connect as a role that its policies are not for, or leave the cache of it out.',
});

export const InvalidCacheOption = defineError<{ option: string; reason: string }>({
  code: 'GM_CACHE_INVALID_OPTION',
  kind: 'declaration',
  message: ({ option, reason }) => `The option cache.${option} ${reason}.`,
  fix: 'Correct it, or leave it out for the default.',
});

export const NoCacheSecret = defineError({
  code: 'GM_CACHE_NO_SECRET',
  kind: 'declaration',
  message: () =>
    'The cache has a store for several processes, but bootstrap() was given no secret: none could read what another one keeps.',
  fix: 'Give every process the same `secret`, or leave the store out to cache in the memory of each process.',
});

export const CacheCycle = defineError<{ name: string }>({
  code: 'GM_CACHE_CYCLE',
  kind: 'integration',
  message: ({ name }) => `${name} needs its own answer to compute it.`,
  fix: 'Take the call out of the computation, or call it with other arguments.',
});

export const DuplicateComputation = defineError<{ name: string }>({
  code: 'GM_CACHE_DUPLICATE_NAME',
  kind: 'declaration',
  message: ({ name }) => `Two computations of the application are called ${name}.`,
  fix: 'Give each a name of its own: answers are kept by it.',
});

export const UnkeyedArguments = defineError<{ name: string }>({
  code: 'GM_CACHE_NOT_PLAIN',
  kind: 'input',
  message: ({ name }) => `An argument of ${name} is no plain data, so that there is no key for its answer.`,
  fix: 'Give it texts, numbers, dates, lists and plain objects, such as the key of an object in place of the object.',
});
