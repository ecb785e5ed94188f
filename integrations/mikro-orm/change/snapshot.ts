/** A snapshot of PostgreSQL: which transactions it sees. */
export class Snapshot {
  readonly text: string;
  readonly xmin: bigint;
  readonly xmax: bigint;
  readonly running: ReadonlySet<bigint>;

  /** @throws SyntaxError for what is no snapshot */
  constructor(text: string) {
    const [xmin = '', xmax = '', running = ''] = text.split(':');
    if (!/^\d+:\d+:(?:\d+(?:,\d+)*)?$/.test(text)) throw new SyntaxError('no snapshot');
    this.text = text;
    this.xmin = BigInt(xmin);
    this.xmax = BigInt(xmax);
    this.running = new Set(running === '' ? [] : running.split(',').map(BigInt));
  }

  /** Whether what a transaction did is seen, where it was committed. */
  sees(xid: bigint): boolean {
    return xid < this.xmax && !this.running.has(xid);
  }

  /**
   * Whether everything was seen that has been pruned up to a transaction, the latest one of all that wrote it: what still runs now has not been
   * pruned, and what no longer runs and was not seen may have been.
   */
  sawPruned(upTo: bigint, now: Snapshot): boolean {
    return upTo < this.xmax && [...this.running].every((xid) => xid > upTo || now.running.has(xid));
  }

  /** Whether the other one was taken earlier: what the earlier sees, the later sees as well. */
  isAfter(other: Snapshot): boolean {
    if (this.xmax !== other.xmax) return this.xmax > other.xmax;
    return this.xmin === other.xmin ? this.running.size < other.running.size : this.xmin > other.xmin;
  }
}
