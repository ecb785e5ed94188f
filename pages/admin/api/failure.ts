/** What the server says of one field of an input. */
export interface FieldError {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What goes with an error of the API. */
interface Extensions {
  readonly code?: string;
  readonly gm?: string;
  readonly fix?: string;
  readonly fieldErrors?: readonly FieldError[];
  readonly currentVersion?: unknown;
}

/** An error as the API gives it. */
export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Extensions;
}

/** A request that was refused, or failed. */
export class Failure extends Error {
  readonly code: string;
  readonly gm: string | undefined;
  readonly fix: string | undefined;
  readonly fieldErrors: readonly FieldError[];
  readonly currentVersion: unknown;
  /** Where in the answer something has failed. */
  readonly paths: readonly (readonly (string | number)[])[];

  constructor({ message, extensions = {} }: ApiError, all: readonly ApiError[] = []) {
    super(message);
    this.code = extensions.code ?? 'UNKNOWN';
    this.gm = extensions.gm;
    this.fix = extensions.fix;
    this.fieldErrors = extensions.fieldErrors ?? [];
    this.currentVersion = extensions.currentVersion;
    this.paths = all.flatMap(({ path }) => (path ? [path] : []));
  }

  get isDenied(): boolean {
    return this.code === 'FORBIDDEN' || this.code === 'NOT_FOUND';
  }
}

/** Anything that was thrown, as a failure. */
export const failureOf = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure({ message: error instanceof Error ? error.message : String(error) });
