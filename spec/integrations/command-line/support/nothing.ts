/** Not an application. */
export const gm = { introspect: 'no function' };
