import { Failure, type ApiError } from './failure.js';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly ApiError[];
}

/** An operation with its variables. */
export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Sends headers of one's own beside the browser's cookies. */
export type Headers = Readonly<Record<string, string>>;

/**
 * Sends an operation to the endpoint that everybody uses. JSON by POST is what it demands against requests of foreign pages.
 *
 * @throws Failure
 */
export async function sendOperation<T>(endpoint: string, headers: Headers, operation: Operation, signal?: AbortSignal): Promise<T> {
  const { data, errors } = await post<Answer>(endpoint, headers, operation, signal);
  const [error] = errors ?? [];
  if (error) throw new Failure(error, errors);
  if (typeof data !== 'object' || data === null) throw new Failure({ message: 'The server answered neither data nor an error.' });
  return data as T;
}

/** Posts JSON and reads JSON. */
export async function post<T>(url: string, headers: Headers, body: unknown, signal?: AbortSignal): Promise<T> {
  return read<T>(
    await reach(url, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      ...(signal && { signal }),
    }),
  );
}

/** Gets JSON. */
export async function get<T>(url: string, headers: Headers, signal?: AbortSignal): Promise<T> {
  return read<T>(
    await reach(url, { headers: { accept: 'application/json', ...headers }, credentials: 'same-origin', ...(signal && { signal }) }),
  );
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Failure({ message: 'The server does not answer.', extensions: { code: 'UNREACHABLE', fix: 'Try again when it is up.' } });
  }
}

async function read<T>(response: Response): Promise<T> {
  const body = (await response.json().catch(() => undefined)) as (Answer & T) | undefined;
  const [error] = body?.errors ?? [];
  if (!response.ok)
    throw new Failure(error ?? { message: `The server answered ${response.status}.`, extensions: { code: String(response.status) } });
  if (body === undefined) throw new Failure({ message: 'The server answered something that is no JSON.' });
  return body;
}
