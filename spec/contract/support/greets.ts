import { connect } from 'node:net';

/** Whether a MySQL or MariaDB is behind a URL: it greets whoever connects. What accepts connections and says nothing is given up after some time. */
export async function greets(url: string, withinMs = 3000): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port || 3306), timeout: withinMs });
  const greeting = new Promise<boolean>((resolve) => {
    // After the length and the number of the packet comes the version of the protocol; an error, such as that of a blocked host, is not one.
    socket.once('data', (packet) => resolve(packet[4] === 10));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    setTimeout(() => resolve(false), withinMs).unref();
  });
  try {
    return await greeting;
  } finally {
    socket.destroy();
  }
}
