import { BootError } from '../../lib/index.js';
import { limitProblems, limitsFrom, unknownOptions } from '../../lib/plugin.js';
import { SERVER_NAMES } from './option-names.js';
import type { HandlerOptions } from './options.js';

/** Bounds of a request; each has a default and can be set. */
export interface ServerLimits {
  /** Levels of selections; introspection is not counted. Default: 20 (a list takes two: the connection and its nodes). */
  readonly maxDepth: number;
  /** Aliases in an operation, fragments counted at each use. Default: 100. */
  readonly maxAliases: number;
  /** Directives in an operation, fragments counted at each use. Default: 50. */
  readonly maxDirectives: number;
  /** Fields at the root of an operation, fragments counted at each use. Default: 30. */
  readonly maxRootFields: number;
  /** Fields and fragment spreads in a document, fragments counted at each use. Default: 2,000. */
  readonly maxFields: number;
  /** Fields and fragment spreads in one selection set, fragments counted at each use. Default: 250. */
  readonly maxBreadth: number;
  /** Pairs of fields in one selection set that have the same name, fragments counted at each use. Default: 10,000. */
  readonly maxMerges: number;
  /** Operations and fragments of a document. Default: 250. */
  readonly maxDefinitions: number;
  /** Variables, arguments, and values of lists and objects that a document writes out. Default: 500. */
  readonly maxInputs: number;
  /** Characters of a document. Default: 32,768. */
  readonly maxCharacters: number;
  /** Lines of a document. Default: 4,000. */
  readonly maxLines: number;
  /** Tokens of a document. Default: 4,000. */
  readonly maxTokens: number;
  /** Levels of brackets in a document, and of lists and objects in variables. Default: 200. */
  readonly maxNesting: number;
  /** Bytes of a request's body. Default: 262,144. */
  readonly maxBodyBytes: number;
  /** Operations that run at a time. Default: 256. */
  readonly maxConcurrent: number;
  /** Operations that wait until others have ended; further ones are refused with 503. Default: 256. */
  readonly maxQueued: number;
}

/** The limits where nothing is set. */
export const DEFAULT_SERVER_LIMITS: ServerLimits = Object.freeze({
  maxDepth: 20,
  maxAliases: 100,
  maxDirectives: 50,
  maxRootFields: 30,
  maxFields: 2000,
  maxBreadth: 250,
  maxMerges: 10_000,
  maxDefinitions: 250,
  maxInputs: 500,
  maxCharacters: 32_768,
  maxLines: 4000,
  maxTokens: 4000,
  maxNesting: 200,
  maxBodyBytes: 262_144,
  maxConcurrent: 256,
  maxQueued: 256,
});

/**
 * The limits of a server of which some are given.
 *
 * @throws BootError (GM_BOOT_FAILED) where one of them bounds nothing, or nothing reads an option: with a misspelt `trustedDocuments` every document would run
 */
export function serverLimits(options: HandlerOptions): ServerLimits {
  const problems = [...unknownOptions(options, SERVER_NAMES, ''), ...limitProblems(DEFAULT_SERVER_LIMITS, options.limits)];
  if (problems.length > 0) throw new BootError(problems);
  return limitsFrom(DEFAULT_SERVER_LIMITS, options.limits);
}
