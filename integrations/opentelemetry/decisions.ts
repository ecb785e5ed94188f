import type { HookMap } from '../../lib/index.js';
import type { Count, DeferredCounter } from './deferred-counter.js';
import { ATTRIBUTES } from './names.js';

type Decided = Parameters<HookMap['onDecision']>[0];

/** Counts decisions: there are as many kinds as the model and policies have. */
export class Decisions {
  readonly #counter: DeferredCounter;
  /** By manager, operation, and by what was decided how. */
  readonly #known = new WeakMap<object, Map<string, Map<string, Counts>>>();

  constructor(counter: DeferredCounter) {
    this.#counter = counter;
  }

  add({ manager, operation, decision: { allowed, by } }: Decided): void {
    const ofManager = this.#known.get(manager) ?? added(this.#known, manager, new Map<string, Map<string, Counts>>());
    const ofOperation = ofManager.get(operation) ?? added(ofManager, operation, new Map<string, Counts>());
    const counts = ofOperation.get(by) ?? added(ofOperation, by, {});
    const count = (counts[allowed ? 'allowed' : 'denied'] ??= this.#counter.count(attributesOf({ manager, operation, allowed, by })));
    count.value += 1;
  }
}

type Counts = { allowed?: Count; denied?: Count };

function added<K, V>(to: { set(key: K, value: V): unknown }, key: K, value: V): V {
  to.set(key, value);
  return value;
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
