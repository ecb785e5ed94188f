/** Three-valued truth; `undefined` is unknown. */
export type Truth = boolean | undefined;

/** Kleene conjunction: false wins, then unknown. */
export const and = (values: readonly Truth[]): Truth => (values.includes(false) ? false : values.includes(undefined) ? undefined : true);

/** Kleene disjunction: true wins, then unknown. */
export const or = (values: readonly Truth[]): Truth => (values.includes(true) ? true : values.includes(undefined) ? undefined : false);

/** Kleene negation: unknown stays unknown. */
export const negate = (value: Truth): Truth => (value === undefined ? undefined : !value);
