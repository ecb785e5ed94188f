/** Runs with another NODE_ENV, which a handler reads when it is made. */
export function withNodeEnv<T>(value: string, make: () => T): T {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = value;
  try {
    return make();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
