import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between the application and what it needs, and can be shut, or lead elsewhere. */
export class Door {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #target: number;
  #isClosed = false;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((socket) => this.#through(socket));
  }

  /** Before a port of this machine. */
  static async before(port: number): Promise<Door> {
    const door = new Door(port);
    door.#server.listen(0, '127.0.0.1');
    await once(door.#server, 'listening');
    return door;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections from now on lead to another port. */
  lead(port: number): void {
    this.#target = port;
    this.#cut();
  }

  /** Ends every connection, and takes no other. */
  shut(): void {
    this.#isClosed = true;
    this.#cut();
  }

  reopen(): void {
    this.#isClosed = false;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#cut();
    await once(this.#server, 'close');
  }

  #cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #through(socket: Socket): void {
    if (this.#isClosed) return void socket.destroy();
    const behind = connect(this.#target, '127.0.0.1');
    for (const each of [socket, behind]) {
      this.#open.add(each);
      each.setNoDelay(true);
      each.once('close', () => {
        this.#open.delete(each);
        socket.destroy();
        behind.destroy();
      });
      // Its end is told by `close`.
      each.on('error', () => {});
    }
    socket.pipe(behind);
    behind.pipe(socket);
  }
}
