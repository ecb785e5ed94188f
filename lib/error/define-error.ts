import type { Problem } from './problem.js';

/** Who has to act, or what the caller did: decides the GraphQL code and the HTTP answer. */
export type ErrorKind =
  | 'declaration'
  | 'model'
  | 'input'
  | 'forbidden'
  | 'unauthenticated'
  | 'missing'
  | 'conflict'
  | 'limit'
  | 'unavailable'
  | 'integration'
  | 'internal';

/** What is wrong with one part of what was to be written. */
export interface Violation {
  /** Where in the input: names as the API has them, and places in lists. Empty for the object as a whole. */
  readonly path: readonly (string | number)[];
  /** Such as `REQUIRED`, `UNIQUE`, the name of a rule, or of a constraint of class-validator. */
  readonly code: string;
  /** One sentence without user data. */
  readonly message: string;
}

/** What an error says besides its message; clients get it. */
export interface ErrorDetails {
  /** Everything that is wrong with what was to be written. */
  readonly violations?: readonly Violation[];
  /** The version that the object has, where somebody else changed it. */
  readonly currentVersion?: unknown;
}

/** What an error may be made with besides its parameters. */
export interface ErrorExtras extends ErrorOptions {
  readonly details?: ErrorDetails | undefined;
}

/** What an entry of the error catalogue says. */
export interface ErrorDefinition<Params> {
  /** `GM_<AREA>_<NAME>`; never renamed, never reused. */
  readonly code: `GM_${string}`;
  readonly kind: ErrorKind;
  /** One sentence: what was found, where, and what was expected. No user data, SQL or credentials. */
  readonly message: (params: Params) => string;
  /** One imperative sentence that cures it. */
  readonly fix: string;
}

const BRAND = Symbol.for('general-manager.error');

/** Every error that the project throws on purpose; recognised by {@link isGeneralManagerError}, also across two copies of the package. */
export class GeneralManagerError extends Error {
  readonly [BRAND] = true;
  readonly code: string;
  readonly kind: ErrorKind;
  readonly fix: string;
  readonly details: ErrorDetails;

  constructor(definition: Omit<ErrorDefinition<never>, 'message'>, message: string, { details = {}, ...options }: ErrorExtras = {}) {
    super(message, options);
    this.name = 'GeneralManagerError';
    this.code = definition.code;
    this.kind = definition.kind;
    this.fix = definition.fix;
    this.details = details;
  }
}

/** An entry of the catalogue: call it for an error to throw, or ask it for a boot problem. */
export interface DefinedError<Params> {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly fix: string;
  create(params: Params, options?: ErrorExtras): GeneralManagerError;
  problem(path: string, params: Params): Problem;
}

/**
 * Adds an entry to the error catalogue.
 *
 * @example
 * const NotFound = defineError<{ manager: string }>({
 *   code: 'GM_READ_NOT_FOUND', kind: 'missing',
 *   message: ({ manager }) => `No ${manager} has this key.`,
 *   fix: 'Check the key.',
 * });
 * throw NotFound.create({ manager: 'Track' });
 */
export function defineError<Params = Record<string, never>>(definition: ErrorDefinition<Params>): DefinedError<Params> {
  const { code, kind, fix, message } = definition;
  return Object.freeze({
    code,
    kind,
    fix,
    create: (params: Params, options?: ErrorExtras) => new GeneralManagerError(definition, message(params), options),
    problem: (path: string, params: Params) => Object.freeze({ code, path, message: message(params), fix }),
  });
}

/** Tells whether a value is an error of this project, and optionally whether it has the given code. */
export function isGeneralManagerError(value: unknown, code?: string): value is GeneralManagerError {
  if (typeof value !== 'object' || value === null || !(BRAND in value)) return false;
  return code === undefined || (value as { code?: unknown }).code === code;
}
