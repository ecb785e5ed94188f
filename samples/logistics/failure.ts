/** Tells in a sentence or a few why the app did not start. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, syscall } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE') return `Port ${port ?? ''} is in use. Choose another one: PORT=4001 npm start`;
  // Node tries every address of a host, and leaves the message empty when each of them fails.
  const tried = error instanceof AggregateError && error.message === '' ? error.errors : [error];
  const reason = tried.map((each) => (each instanceof Error ? each.message : String(each))).join('; ');
  return code === 'ECONNREFUSED' && syscall !== 'listen' ? `The database cannot be reached: ${reason}` : reason;
}
