// What is said of writes.
import { defineError } from './define-error.js';

export const InvalidWrite = defineError<{ manager: string; count: number }>({
  code: 'GM_WRITE_INVALID',
  kind: 'input',
  message: ({ manager, count }) =>
    count === 1
      ? `The ${manager} was not written: one thing in it is not valid.`
      : `The ${manager} was not written: ${count} things in it are not valid.`,
  fix: 'Correct what the violations of the error name; nothing was changed.',
});

export const WriteNotFound = defineError<{ manager: string }>({
  code: 'GM_WRITE_NOT_FOUND',
  kind: 'missing',
  message: ({ manager }) => `No ${manager} was found to write or to link to.`,
  fix: 'Check the key; it may also be one that the actor may not see.',
});

export const ForbiddenWrite = defineError<{ manager: string; operation: string }>({
  code: 'GM_WRITE_FORBIDDEN',
  kind: 'forbidden',
  message: ({ manager, operation }) => `You may not ${operation} this ${manager}, or not in this way.`,
  fix: 'Act as somebody whom the policy of the manager allows to do so, or change less.',
});

export const ForbiddenFieldWrite = defineError<{ manager: string; field: string; operation: string }>({
  code: 'GM_WRITE_FORBIDDEN_FIELD',
  kind: 'forbidden',
  message: ({ manager, field, operation }) => `You may not ${operation} "${field}" of this ${manager}.`,
  fix: 'Leave the field out, or act as somebody whom the policy of the field allows to do so.',
});

export const ReadOnlyManager = defineError<{ manager: string }>({
  code: 'GM_WRITE_READ_ONLY',
  kind: 'input',
  message: ({ manager }) => `${manager} cannot be written: its interface is read-only.`,
  fix: "Write to where its data comes from, or declare the interface with mode 'read-write'.",
});

export const Conflict = defineError<{ manager: string }>({
  code: 'GM_WRITE_CONFLICT',
  kind: 'conflict',
  message: ({ manager }) => `The ${manager} is not as it was expected to be: somebody else has changed it.`,
  fix: 'Read it again and decide anew.',
});

export const NotUnique = defineError<{ manager: string }>({
  code: 'GM_WRITE_NOT_UNIQUE',
  kind: 'conflict',
  message: ({ manager }) => `The ${manager} was not written: a value that has to be unique is taken.`,
  fix: 'Choose another value for the fields that the violations name.',
});

export const StillReferenced = defineError<{ manager: string }>({
  code: 'GM_WRITE_STILL_REFERENCED',
  kind: 'conflict',
  message: ({ manager }) => `The ${manager} was not written: other data refers to it, or it refers to data that is gone.`,
  fix: 'Change or delete what refers to it first.',
});

export const Contention = defineError({
  code: 'GM_WRITE_CONTENTION',
  kind: 'conflict',
  message: () => 'The write met others at the same data, and was given up after several attempts.',
  fix: 'Try again later.',
});

export const WriteTimeout = defineError({
  code: 'GM_WRITE_TIMEOUT',
  kind: 'limit',
  message: () => 'The write took too long and was undone.',
  fix: 'Write less at once, or raise limits.timeoutMs.',
});

export const Refused = defineError<{ manager: string }>({
  code: 'GM_WRITE_REFUSED',
  kind: 'forbidden',
  message: ({ manager }) => `The database does not let the application write this ${manager}.`,
  fix: 'Let the policies of the database and those of the application say the same.',
});

export const KeyReused = defineError({
  code: 'GM_WRITE_KEY_REUSED',
  kind: 'conflict',
  message: () => 'The idempotency key has been used for another write.',
  fix: 'Use a new key for each write, and the same only to repeat it with the same data.',
});

export const InvalidIdempotencyKey = defineError({
  code: 'GM_WRITE_INVALID_KEY',
  kind: 'input',
  message: () => 'An idempotency key is a text of 1 to 200 characters, and only goes with creates.',
  fix: 'Give such a text, for example a UUID, or leave it out.',
});

export const InvalidExpectation = defineError<{ manager: string }>({
  code: 'GM_WRITE_INVALID_EXPECTATION',
  kind: 'input',
  message: ({ manager }) => `What is expected of the ${manager} cannot be compared with it.`,
  fix: 'Give `expected` the version where the class has one, or an object of values of fields that you may read.',
});

export const TooManyWrites = defineError<{ max: number }>({
  code: 'GM_LIMIT_WRITES',
  kind: 'limit',
  message: ({ max }) => `The write touches more than ${max} objects.`,
  fix: 'Write in several parts, or raise limits.maxWrites.',
});

export const NoWrites = defineError<{ manager: string; what: string }>({
  code: 'GM_WRITE_UNSUPPORTED',
  kind: 'integration',
  message: ({ manager, what }) => `The interface of ${manager} cannot ${what}.`,
  fix: 'Use an interface that can, or leave it out.',
});
