/** A name as a later part of another one: `title` in `byTitle`. */
export const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
