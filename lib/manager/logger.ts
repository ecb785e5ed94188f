/** Where the project logs: pino's call shape (fields, then message); `console` will not do, a pino logger will. */
export interface Logger {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/** Writes to the console: what is used when no logger is given. */
export const CONSOLE_LOGGER: Logger = Object.freeze({
  error: (fields: object, message: string) => process.stderr.write(line('error', fields, message)),
  warn: (fields: object, message: string) => process.stderr.write(line('warn', fields, message)),
  info: (fields: object, message: string) => process.stderr.write(line('info', fields, message)),
});

function line(level: string, fields: object, message: string): string {
  return `${JSON.stringify({ level, time: new Date().toISOString(), message, ...fields })}\n`;
}

/** What logs may tell of an unexpected error, whatever logger writes it: its message and details may hold user data or SQL parameters. */
export function loggable(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack = '' } = error;
  // A message of several lines may look like frames.
  const frames = stack
    .replace(message, '')
    .split('\n')
    .filter((each) => each.trimStart().startsWith('at '));
  return { name, ...('code' in error && { code: error.code }), stack: frames.join('\n') };
}
