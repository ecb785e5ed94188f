/** What the environment tells. */
export interface Config {
  /** Absent: an embedded PostgreSQL. */
  readonly databaseUrl?: string;
  readonly port: number;
}

const DEFAULT_PORT = 4000;
const HIGHEST_PORT = 65_535;

/** Reads DATABASE_URL and PORT; a variable without text counts as missing. */
export function configOf(environment: Readonly<Record<string, string | undefined>>): Config {
  const { DATABASE_URL: databaseUrl, PORT: port } = environment;
  return { port: port ? portOf(port) : DEFAULT_PORT, ...(databaseUrl && { databaseUrl }) };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= HIGHEST_PORT) return port;
  throw new Error(`PORT is "${text}": it has to be a whole number from 0 (any free port) to ${HIGHEST_PORT}.`);
}
