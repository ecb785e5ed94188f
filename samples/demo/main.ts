// The demo: `npm run demo`. The logistics sample with users who ask, and a page that shows how it does. PORT is the app's port (4000), STATUS_PORT
// the page's (4001), METRICS_PORT that of the metrics (9464), LOAD_RATE how often the users ask a second (20).
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { configOf, type DemoConfig } from './config.js';
import { startLoad } from './load/load.js';
import { startReceiver } from './receiver/receiver.js';
import { History } from './status/history.js';
import { serveStatus } from './status/server.js';

const APP = fileURLToPath(new URL('../logistics/main.ts', import.meta.url));

try {
  await main(configOf(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function main({ metricsPort, statusPort, rate, port }: DemoConfig): Promise<void> {
  const receiver = await startReceiver();
  const app = startApp({ PORT: String(port), METRICS_PORT: String(metricsPort), NOTICES_URL: receiver.url });
  const url = await addressOf(app);
  const history = new History(`http://127.0.0.1:${metricsPort}/metrics`).start();
  const status = await serveStatus(history, statusPort, 'Fleet');
  const load = startLoad({ url, rate });
  console.log(`ready at ${url}\nmetrics at http://127.0.0.1:${metricsPort}/metrics\nstatus at ${status.url}`);

  const stop = async (): Promise<void> => {
    await load.stop();
    history.stop();
    await status.stop();
    if (app.exitCode === null && app.signalCode === null) {
      app.kill('SIGTERM');
      await once(app, 'exit');
    }
    await receiver.stop();
  };
  // Who stops the demo, stops the app; without the app there is nothing to show.
  const [signal] = await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(app, 'exit')]);
  await stop();
  if (typeof signal === 'number' && signal !== 0) process.exitCode = signal;
}

/** The sample as a process of its own: what the page shows is one application's, not the users'. */
function startApp(environment: Readonly<Record<string, string>>): ChildProcess {
  return fork(APP, [], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
}

/** Waits until the app says where it serves. */
async function addressOf(app: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of app.stdout ?? []) {
    said += String(chunk);
    const [, url] = /^ready at (\S+)$/m.exec(said) ?? [];
    if (url !== undefined) {
      app.stdout?.resume();
      return url;
    }
  }
  throw new Error('The app ended before it was ready.');
}
