import type { Attributes, Counter } from '@opentelemetry/api';

/** What was counted with the same attributes since metrics were collected last. */
export interface Count {
  readonly attributes: Attributes;
  value: number;
}

/**
 * A counter that is added up here until metrics are collected: adding to one of OpenTelemetry costs a microsecond, as it makes a text of the attributes each time.
 */
export class DeferredCounter {
  readonly #counter: Counter;
  readonly #counts: Count[] = [];

  constructor(counter: Counter) {
    this.#counter = counter;
  }

  /** What is counted with these attributes; whoever counts keeps it, and there is one for all that are equal. */
  count(attributes: Attributes): Count {
    const count = { attributes, value: 0 };
    this.#counts.push(count);
    return count;
  }

  /** Hands on what was counted. */
  flush(): void {
    for (const count of this.#counts) {
      if (count.value > 0) this.#counter.add(count.value, count.attributes);
      count.value = 0;
    }
  }
}
