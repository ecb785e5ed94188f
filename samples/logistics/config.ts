import { readFileSync } from 'node:fs';

/** What the environment tells. */
export interface Config {
  /** Absent: an embedded PostgreSQL. */
  readonly databaseUrl?: string;
  /** Where the API and the metrics are served. */
  readonly host: string;
  readonly port: number;
  /** Absent: no metrics. */
  readonly metricsPort?: number;
  /** The market that is asked. Absent: one of the app's own. */
  readonly marketUrl?: string;
  /** Where changes are told to. Absent: nowhere. */
  readonly noticesUrl?: string;
  /** The Redis in which answers are kept. Absent: in memory. */
  readonly redisUrl?: string;
  /** What processes share that share that Redis. */
  readonly secret?: string;
  /** Whether a process of its own tells of changes. */
  readonly workerApart: boolean;
  /** Whether traces and logs go to a collector. */
  readonly exported: boolean;
}

const DEFAULT_PORT = 4000;
const HIGHEST_PORT = 65_535;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads DATABASE_URL, DATABASE_PASSWORD_FILE, REDIS_URL, REDIS_PASSWORD_FILE, SECRET_FILE, HOST, PORT, METRICS_PORT, MARKET_URL, NOTICES_URL, WORKER and
 * OTEL_EXPORTER_OTLP_ENDPOINT; a variable without text counts as missing.
 */
export function configOf(environment: Environment): Config {
  const { HOST: host, PORT: port, METRICS_PORT: metricsPort, MARKET_URL: marketUrl, NOTICES_URL: noticesUrl } = environment;
  const databaseUrl = addressOf(environment['DATABASE_URL'], environment['DATABASE_PASSWORD_FILE']);
  const redisUrl = addressOf(environment['REDIS_URL'], environment['REDIS_PASSWORD_FILE']);
  const { SECRET_FILE: secretFile } = environment;
  return {
    host: host || '127.0.0.1',
    port: port ? portOf('PORT', port) : DEFAULT_PORT,
    workerApart: environment['WORKER'] === 'apart',
    exported: Boolean(environment['OTEL_EXPORTER_OTLP_ENDPOINT']),
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(redisUrl !== undefined && { redisUrl }),
    ...(secretFile && { secret: textOf(secretFile) }),
    ...(marketUrl && { marketUrl }),
    ...(noticesUrl && { noticesUrl }),
    ...(metricsPort && { metricsPort: portOf('METRICS_PORT', metricsPort) }),
  };
}

/** Where passwords are kept in files, addresses have none. */
function addressOf(url: string | undefined, passwordFile: string | undefined): string | undefined {
  if (!url || !passwordFile) return url || undefined;
  const complete = new URL(url);
  complete.password = encodeURIComponent(textOf(passwordFile));
  return complete.href;
}

const textOf = (file: string): string => readFileSync(file, 'utf8').trim();

/** A port that the environment names. */
export function portOf(name: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= HIGHEST_PORT) return port;
  throw new Error(`${name} is "${text}": it has to be a whole number from 0 (any free port) to ${HIGHEST_PORT}.`);
}
