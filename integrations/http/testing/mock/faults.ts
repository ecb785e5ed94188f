import { InvalidMock } from '../errors.js';
import type { DeclaredOperation } from '../operations.js';
import type { Resource } from '../../resource/resource.js';
import type { FieldRefusal } from './refusal-body.js';

/** What goes wrong with requests. */
export interface MockFault {
  /** The operation that fails. Default: any. */
  readonly operation?: string;
  /** How many requests fail. Default: 1. */
  readonly times?: number;
  /** Answered in place of what is asked for. Default: that of the answer. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is; anything else as JSON. */
  readonly body?: unknown;
  /** What is wrong with which fields, or arguments, said as `errors` of the operation declares it. Default status: 422. */
  readonly fields?: Readonly<Record<string, FieldRefusal>>;
  /** Whether half of the body is sent as if it were all. Default: false. */
  readonly malformed?: boolean;
  /** Milliseconds until it answers. Default: 0. */
  readonly delayMs?: number;
  /** Whether the upstream does what it is asked although the answer is another one. Default: false. */
  readonly done?: boolean;
}

/** Faults that wait for their requests, in the order in which they were said. */
export class Faults {
  #waiting: { readonly fault: MockFault; readonly resource: Resource | undefined; left: number }[] = [];

  /** @throws GM_MOCK_INVALID */
  add(fault: MockFault, resource: Resource | undefined, known: readonly string[]): void {
    const { operation, times = 1, status, fields, malformed, delayMs } = fault;
    if (operation !== undefined && !known.includes(operation))
      throw InvalidMock.create({ what: `there is no operation ${operation}, only ${known.join(', ')}` });
    if (!Number.isSafeInteger(times) || times < 1) throw InvalidMock.create({ what: 'times is a whole number from 1' });
    if (fields && operation === undefined) throw InvalidMock.create({ what: 'fields are those of an operation, which has to be named' });
    if (status === undefined && !fields && !malformed && delayMs === undefined)
      throw InvalidMock.create({ what: 'a fault needs a status, fields, malformed or delayMs' });
    this.#waiting.push({ fault, resource, left: times });
  }

  /** The fault of a request; it is used up. */
  take(operation: DeclaredOperation): MockFault | undefined {
    const found = this.#waiting.find(
      ({ fault, resource }) =>
        (!resource || resource === operation.resource) && (fault.operation === undefined || fault.operation === operation.name),
    );
    if (!found) return undefined;
    found.left -= 1;
    if (found.left === 0) this.#waiting = this.#waiting.filter((each) => each !== found);
    return found.fault;
  }

  clear(): void {
    this.#waiting = [];
  }
}
