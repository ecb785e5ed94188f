/** What entities hold in the place of a lazy value. */
export interface Reference {
  unwrap(): unknown;
  isInitialized?(): boolean;
}

/** Whether a value stands for something that is not loaded: a reference, or an entity of which only the key is known. */
export function isUnloaded(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const helper: unknown = Object.getOwnPropertyDescriptor(value, '__helper')?.value;
  const state = (helper as Pick<Reference, 'isInitialized'> | undefined) ?? referenceIn(value);
  return state?.isInitialized?.() === false;
}

/** The reference that a value is, if it is one. */
export function referenceIn(value: unknown): Reference | undefined {
  const isReference = typeof value === 'object' && value !== null && 'unwrap' in value && typeof value.unwrap === 'function';
  return isReference ? (value as Reference) : undefined;
}
