import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { greets } from './support/greets.js';

describe('the search for a MySQL or MariaDB', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  after(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });

  async function listening(answer: (socket: Socket) => void): Promise<string> {
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => {}));
      answer(socket);
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `mysql://root@127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('finds what greets, and waits for nothing else', async () => {
    const mysql = await listening((socket) => socket.write(Buffer.from([6, 0, 0, 0, 10, 49, 49, 46, 52, 0])));
    const silent = await listening(() => {});
    const other = await listening((socket) => socket.write('220 mail.example.com\r\n'));
    const hangsUp = await listening((socket) => socket.end());
    const closed = await listening(() => {});
    await new Promise((done) => servers.at(-1)?.close(done));
    const found = await Promise.all([mysql, silent, other, hangsUp, closed].map(async (url) => greets(url, 200)));
    expect(found).to.deep.equal([true, false, false, false, false]);
  });
});
