/** How many connections of a pool there are. */
export interface PoolUse {
  readonly used: number;
  readonly idle: number;
  /** Who waits for one. */
  readonly waiting: number;
  /** How many there may be. */
  readonly max: number;
}
