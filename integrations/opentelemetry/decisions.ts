import type { HookMap } from '../../lib/index.js';
import type { Count, DeferredCounter } from './deferred-counter.js';
import { ATTRIBUTES } from './names.js';

type Decided = Parameters<HookMap['onDecision']>[0];

/** Counts decisions: there are as many kinds as the model and policies have. */
export class Decisions {
  readonly #counter: DeferredCounter;
  readonly #known = new WeakMap<object, Map<string, Count>>();

  constructor(counter: DeferredCounter) {
    this.#counter = counter;
  }

  add({ manager, operation, decision: { allowed, by } }: Decided): void {
    const ofManager = this.#known.get(manager) ?? new Map<string, Count>();
    this.#known.set(manager, ofManager);
    const kind = `${operation} ${allowed} ${by}`;
    const count = ofManager.get(kind) ?? this.#counter.count(attributesOf({ manager, operation, allowed, by }));
    ofManager.set(kind, count);
    count.value += 1;
  }
}

const attributesOf = ({
  manager,
  operation,
  allowed,
  by,
}: Pick<Decided, 'manager' | 'operation'> & Decided['decision']): Count['attributes'] => ({
  [ATTRIBUTES.manager]: manager.name,
  [ATTRIBUTES.operation]: operation,
  [ATTRIBUTES.decision]: allowed ? 'allowed' : 'denied',
  [ATTRIBUTES.decidedBy]: by,
});
