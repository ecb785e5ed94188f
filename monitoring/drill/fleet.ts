import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startMarket, type MarketService } from '../../samples/logistics/market/service.js';
import { faultServer, type FaultServer } from 'general-manager/testing';
import { Door } from './door.js';
import { freePort } from './free-port.js';
import { Notices } from './notices.js';
import { Process } from './process.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a fleet consists of. */
interface Parts {
  readonly app: Process;
  /** Where GraphQL is. */
  readonly url: string;
  /** `host:port` of the metrics. */
  readonly metrics: string;
  /** The database itself, past its door. */
  readonly databaseUrl: string;
  readonly database: Door;
  readonly service: MarketService;
  readonly market: Door;
  /** A market that fails whatever it is asked. */
  readonly failingMarket: FaultServer;
  readonly notices: Notices;
}

/** The sample as a process, with everything that it needs behind doors. */
export class Fleet {
  readonly parts: Parts;

  private constructor(parts: Parts) {
    this.parts = parts;
  }

  static async start(databaseUrl: string): Promise<Fleet> {
    const database = await Door.before(Number(new URL(databaseUrl).port || 5432));
    const service = await startMarket();
    const market = await Door.before(Number(new URL(service.url).port));
    const failingMarket = await faultServer({ seed: 1, target: service.url, faults: { status500: 1 } });
    const notices = await Notices.start();
    const metricsPort = await freePort();
    const { app, url } = await startApp({
      DATABASE_URL: through(databaseUrl, database),
      PORT: '0',
      METRICS_PORT: String(metricsPort),
      MARKET_URL: `http://127.0.0.1:${market.port}`,
      NOTICES_URL: notices.url,
    });
    return new Fleet({ app, url, metrics: `127.0.0.1:${metricsPort}`, databaseUrl, database, service, market, failingMarket, notices });
  }

  /** Asks the application, as somebody or as a stranger. Gives the code of the first error, `away` without an answer, else nothing. */
  async ask(query: string, token?: string): Promise<string | undefined> {
    const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    try {
      const response = await fetch(this.parts.url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
        signal: AbortSignal.timeout(30_000),
      });
      const { errors } = (await response.json()) as { readonly errors?: readonly { readonly extensions: { readonly code: string } }[] };
      return errors?.[0]?.extensions.code;
    } catch {
      return 'away';
    }
  }

  /** The metrics as Prometheus gets them. */
  async scrape(): Promise<string> {
    return (await fetch(`http://${this.parts.metrics}/metrics`)).text();
  }

  async stop(): Promise<void> {
    const { app, database, market, failingMarket, notices, service } = this.parts;
    await app.stop();
    await Promise.all([database.stop(), market.stop(), failingMarket.close(), notices.stop(), service.stop()]);
  }
}

function through(databaseUrl: string, { port }: Door): string {
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}

async function startApp(environment: Readonly<Record<string, string>>): Promise<{ readonly app: Process; readonly url: string }> {
  const args = [
    '--conditions=source',
    '--import',
    './spec/support/typescript-hooks.mjs',
    '--import',
    './spec/support/stop-with-parent.mjs',
  ];
  // As `npm start` does before.
  await promisify(execFile)('npm', ['run', '--silent', 'build:admin'], { cwd: ROOT });
  const app = new Process(process.execPath, [...args, 'samples/logistics/main.ts'], environment, ROOT);
  const url = await app.until(() => /^ready at (\S+)$/m.exec(app.output)?.[1]);
  return { app, url };
}
