import { faultServer, type FaultServer } from 'general-manager/testing';

/** Who is told of changes, and takes them, or refuses them. */
export class Notices {
  readonly #switch: { isBroken: boolean };
  readonly #server: FaultServer;

  private constructor(server: FaultServer, own: { isBroken: boolean }) {
    this.#server = server;
    this.#switch = own;
  }

  static async start(): Promise<Notices> {
    const own = { isBroken: false };
    const server = await faultServer({ seed: 1, faults: {}, answers: () => ({ status: own.isBroken ? 500 : 204 }) });
    return new Notices(server, own);
  }

  get url(): string {
    return this.#server.url;
  }

  break(): void {
    this.#switch.isBroken = true;
  }

  mend(): void {
    this.#switch.isBroken = false;
  }

  async stop(): Promise<void> {
    await this.#server.close();
  }
}
