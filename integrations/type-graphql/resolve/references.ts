/** What entities hold in the place of a lazy value. */
export interface Reference {
  unwrap(): unknown;
  isInitialized?(): boolean;
}

/** The reference that a value is, if it is one. */
export function referenceIn(value: unknown): Reference | undefined {
  const isReference = typeof value === 'object' && value !== null && 'unwrap' in value && typeof value.unwrap === 'function';
  return isReference ? (value as Reference) : undefined;
}
