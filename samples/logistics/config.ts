/** What the environment tells. */
export interface Config {
  /** Absent: an embedded PostgreSQL. */
  readonly databaseUrl?: string;
  readonly port: number;
  /** Absent: no metrics. */
  readonly metricsPort?: number;
  /** The market that is asked. Absent: one of the app's own. */
  readonly marketUrl?: string;
  /** Where changes are told to. Absent: nowhere. */
  readonly noticesUrl?: string;
}

const DEFAULT_PORT = 4000;
const HIGHEST_PORT = 65_535;

/** Reads DATABASE_URL, PORT, METRICS_PORT, MARKET_URL and NOTICES_URL; a variable without text counts as missing. */
export function configOf(environment: Readonly<Record<string, string | undefined>>): Config {
  const { DATABASE_URL: databaseUrl, PORT: port, METRICS_PORT: metricsPort, MARKET_URL: marketUrl, NOTICES_URL: noticesUrl } = environment;
  return {
    port: port ? portOf('PORT', port) : DEFAULT_PORT,
    ...(databaseUrl && { databaseUrl }),
    ...(marketUrl && { marketUrl }),
    ...(noticesUrl && { noticesUrl }),
    ...(metricsPort && { metricsPort: portOf('METRICS_PORT', metricsPort) }),
  };
}

/** A port that the environment names. */
export function portOf(name: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= HIGHEST_PORT) return port;
  throw new Error(`${name} is "${text}": it has to be a whole number from 0 (any free port) to ${HIGHEST_PORT}.`);
}
