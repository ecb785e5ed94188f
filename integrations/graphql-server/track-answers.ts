import type { Server, ServerResponse } from 'node:http';

/** Follows the answers that a server is giving; the returned function makes each the last one of its connection. */
export function trackAnswers(server: Server): () => void {
  const running = new Set<ServerResponse>();
  let leaving = false;
  const last = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  // Ahead of the handler, which may answer at once.
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (leaving) return last(response);
    running.add(response);
    response.once('close', () => running.delete(response));
  });
  return () => {
    leaving = true;
    for (const response of running) last(response);
  };
}
