import { request as send } from 'node:http';

/** What a server answered, but for what differs from request to request. */
export interface Exchanged {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** What is posted. */
export interface Sent {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends over a connection of its own, so that nothing of the client hides what the server says. */
export async function ask(url: string, { body, headers = {} }: Sent): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body));
    const options = { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': length, ...headers } };
    const sent = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { date: _date, 'keep-alive': _alive, ...rest } = response.headers;
        resolve({ status: response.statusCode, headers: rest, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject).end(body);
  });
}
