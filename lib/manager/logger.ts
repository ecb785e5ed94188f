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
  const entries = Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? describe(value) : value]);
  return `${JSON.stringify({ level, time: new Date().toISOString(), message, ...Object.fromEntries(entries) })}\n`;
}

/** Name, code and stack of an error; not its message's parameters, which may hold user data. */
function describe(error: Error): object {
  const { name, stack } = error;
  const frames = stack?.split('\n').filter((each) => each.trimStart().startsWith('at '));
  return { name, ...('code' in error && { code: error.code }), stack: frames?.join('\n') };
}
