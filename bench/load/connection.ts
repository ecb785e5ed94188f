import { connect, type Socket } from 'node:net';
import { AnswerReader, type Answer } from './answer-reader.js';

/** A connection that is kept, and carries one request at a time. */
export class Connection {
  readonly #socket: Socket;
  #settle: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    const reader = new AnswerReader();
    const fail = (error: Error): void => this.#settle?.reject(error);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (data: Buffer) => {
      const answer = reader.take(data);
      if (answer) this.#settle?.resolve(answer);
    });
    this.#socket.on('error', fail);
    this.#socket.on('close', () => fail(new Error('The server closed the connection.')));
  }

  async send(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }
}
