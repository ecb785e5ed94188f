/** What an action gives where only the flush of its unit of work tells it. */
export class AfterFlush {
  readonly value: () => unknown;

  constructor(value: () => unknown) {
    this.value = value;
  }
}
