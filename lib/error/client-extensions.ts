import { clientCode } from './client-code.js';
import type { GeneralManagerError, Violation } from './define-error.js';

/** What clients of an API get of an error besides its message (`extensions` in GraphQL). */
export interface ClientExtensions {
  readonly code: string;
  /** The error's own code. */
  readonly gm: string;
  readonly fix: string;
  /** What is wrong with each part of what was to be written. */
  readonly fieldErrors?: readonly Violation[];
  /** The version that the object has, where somebody else changed it. */
  readonly currentVersion?: unknown;
}

/** Gives an error in the form in which every door shows it. */
export function clientExtensions({ kind, code, fix, details }: GeneralManagerError): ClientExtensions {
  const { violations, currentVersion } = details;
  return {
    code: clientCode(kind),
    gm: code,
    fix,
    ...(violations && { fieldErrors: violations }),
    ...(currentVersion !== undefined && { currentVersion }),
  };
}
