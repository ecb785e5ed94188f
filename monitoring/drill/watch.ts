import { pause } from './fault.js';
import type { Prometheus } from './prometheus.js';

/** Which alerts fire, since when; looks twice a second. */
export class Watch {
  readonly #prometheus: Prometheus;
  readonly #firing = new Set<string>();
  readonly #heard = new Set<string>();
  readonly #looking: Promise<void>;
  #isOver = false;

  constructor(prometheus: Prometheus) {
    this.#prometheus = prometheus;
    this.#looking = this.#look();
  }

  get firing(): readonly string[] {
    return [...this.#firing].toSorted();
  }

  /** What has fired since it was asked the last time. */
  heard(): readonly string[] {
    const heard = [...this.#heard].toSorted();
    this.#heard.clear();
    return heard;
  }

  /** Seconds until an alert fires, or no longer does. @throws where it takes too long */
  async until(alert: string, fires: boolean, longestMs: number): Promise<number> {
    const begin = performance.now();
    while (this.#firing.has(alert) !== fires) {
      if (performance.now() - begin > longestMs) {
        throw new Error(
          `${alert} ${fires ? 'does not fire' : 'goes on firing'} after ${longestMs / 1000} s; firing: ${this.firing.join(', ')}`,
        );
      }
      await pause(100);
    }
    return (performance.now() - begin) / 1000;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#looking;
  }

  async #look(): Promise<void> {
    while (!this.#isOver) {
      const alerts = (await this.#prometheus.alerts()).filter(({ state }) => state === 'firing');
      const names = new Set(alerts.map(({ labels }) => labels['alertname'] ?? ''));
      for (const name of this.#firing) if (!names.has(name)) this.#firing.delete(name);
      for (const name of names) {
        this.#firing.add(name);
        this.#heard.add(name);
      }
      await pause(500);
    }
  }
}
