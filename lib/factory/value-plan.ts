import type { Generate } from './value-source.js';

/** How the values of a field are made. */
export interface ValuePlan {
  readonly generate: Generate;
  /** How values are made that differ wherever their serials do; absent where nobody can tell but by looking. */
  readonly distinct?: { readonly generate: Generate; readonly count: number };
}

/** Values of a list, in its order where they have to differ. */
export const planOfList = (values: readonly unknown[]): ValuePlan => ({
  generate: ({ random }) => random.pick(values),
  distinct: { generate: ({ serial }) => values[serial], count: values.length },
});
