/** Something that keeps the application from booting: where it is, what was found, and the cure. */
export interface Problem {
  readonly code: string;
  /** Where: `Track`, `Track.album`, `Track.operations.list`, … */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}
