/** How a server process tells that it answers, and where; it ends with the process that forked it. */
export function answering(url: string): void {
  process.once('disconnect', () => process.exit());
  process.send?.({ url });
}

/** A value that the bench puts into the environment of its servers. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The bench did not set ${name}.`);
  return value;
}
