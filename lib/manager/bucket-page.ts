/** One page of a Bucket. */
export interface BucketPage<Item> {
  readonly items: readonly Item[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  /** Cursor of the first and of the last item, for `before` and `after`; undefined on an empty page or without a key. */
  readonly startCursor?: string;
  readonly endCursor?: string;
  /** How many there are in all; only where `total: true` was asked for. */
  readonly total?: number;
}
