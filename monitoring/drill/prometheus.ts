import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yaml } from '../rules/rule-file.js';
import { binary, HOW_TO_INSTALL } from './binaries.js';
import { freePort } from './free-port.js';
import { Process } from './process.js';

/** A series, and what it is now. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A value, and what it was measured in. */
export interface StoredExemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

/** An alert that waits or fires. */
export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

/** What Prometheus scrapes, and by which rules it judges. */
export interface PrometheusOptions {
  /** `host:port` of the application's metrics. */
  readonly target: string;
  /** The text of a rule file. */
  readonly rules: string;
}

/** A Prometheus of its own, that scrapes twice a second. */
export class Prometheus {
  readonly #process: Process;
  readonly #folder: string;
  readonly #url: string;

  private constructor(process: Process, folder: string, url: string) {
    this.#process = process;
    this.#folder = folder;
    this.#url = url;
  }

  /** @throws where there is none on this machine */
  static async start({ target, rules }: PrometheusOptions): Promise<Prometheus> {
    const command = binary('prometheus');
    if (command === undefined) throw new Error(`Prometheus is not in the PATH. On Debian: ${HOW_TO_INSTALL}`);
    const folder = mkdtempSync(join(tmpdir(), 'general-manager-prometheus-'));
    writeFileSync(join(folder, 'rules.yaml'), rules);
    writeFileSync(join(folder, 'prometheus.yaml'), configuration(target));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const process = new Process(command, [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
      '--enable-feature=exemplar-storage',
    ]);
    const started = new Prometheus(process, folder, url);
    await process.until(async () => ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true ? true : undefined));
    return started;
  }

  /** What an expression gives now. @throws with what Prometheus says where it is none */
  async query(expr: string): Promise<readonly Sample[]> {
    const body = new URLSearchParams({ query: expr });
    const { result } = await this.#ask<{ readonly result: unknown }>('/api/v1/query', { method: 'POST', body });
    if (!Array.isArray(result)) throw new Error(`"${expr}" gives no series.`);
    const rows = result as readonly { readonly metric: Readonly<Record<string, string>>; readonly value?: readonly [number, string] }[];
    return rows.flatMap(({ metric, value }) => (value ? [{ metric, value: Number(value[1]) }] : []));
  }

  /** Exemplars of a series in the last ten minutes. */
  async exemplars(query: string): Promise<readonly StoredExemplar[]> {
    const now = Date.now() / 1000;
    const asked = new URLSearchParams({ query, start: String(now - 600), end: String(now + 60) });
    const found = await this.#ask<readonly { readonly exemplars: readonly StoredExemplar[] }[]>(`/api/v1/query_exemplars?${asked}`);
    return found.flatMap(({ exemplars }) => exemplars);
  }

  async alerts(): Promise<readonly ActiveAlert[]> {
    return (await this.#ask<{ readonly alerts: readonly ActiveAlert[] }>('/api/v1/alerts')).alerts;
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const answer = (await (await fetch(this.#url + path, init)).json()) as { readonly data?: T; readonly error?: string };
    if (answer.data === undefined) throw new Error(`Prometheus answers: ${answer.error}`);
    return answer.data;
  }
}

const configuration = (target: string): string =>
  yaml({
    global: { scrape_interval: '500ms', scrape_timeout: '450ms', evaluation_interval: '500ms' },
    rule_files: ['rules.yaml'],
    scrape_configs: [
      { job_name: 'general-manager', static_configs: [{ targets: [target], labels: { environment: 'drill', service: 'logistics' } }] },
    ],
  });
