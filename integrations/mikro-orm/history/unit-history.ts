import type { WriteAuthor } from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';
import type { HistoryRecorder } from './history-recorder.js';

/** Something that is known of a row only when it has been flushed: its key. */
type Late = () => void;

/** What a unit of work tells the history of: objects that it finds, makes, links and removes. */
export class UnitHistory {
  readonly #recorder: HistoryRecorder;
  readonly #keyOf: (object: object) => readonly unknown[];
  readonly #new = new Set<object>();
  readonly #removed: { readonly meta: Meta; readonly object: object }[] = [];
  readonly #late: Late[] = [];

  constructor(recorder: HistoryRecorder, keyOf: (object: object) => readonly unknown[]) {
    this.#recorder = recorder;
    this.#keyOf = keyOf;
  }

  async found(meta: Meta, keys: readonly (readonly unknown[])[]): Promise<void> {
    await this.#recorder.before(meta, keys);
  }

  made(meta: Meta, object: object): void {
    this.#new.add(object);
    this.#late.push(() => this.#recorder.made(meta, this.#keyOf(object)));
  }

  removed(meta: Meta, object: object): void {
    this.#removed.push({ meta, object });
  }

  async relinked(meta: Meta, property: Property, object: object, others: readonly object[]): Promise<void> {
    if (!this.#recorder.keepsLinks(meta, property)) return;
    const pair = (other: object): readonly unknown[] =>
      property.owner ? [...this.#keyOf(object), ...this.#keyOf(other)] : [...this.#keyOf(other), ...this.#keyOf(object)];
    const known = others.filter((other) => !this.#new.has(object) && !this.#new.has(other));
    for (const other of others) if (!known.includes(other)) this.#late.push(() => this.#recorder.linked(property, pair(other)));
    await this.#recorder.beforeLinks(property, known.map(pair));
  }

  async beforeFlush(): Promise<void> {
    for (const { meta, object } of this.#removed.splice(0)) await this.#recorder.beforeDelete(meta, [this.#keyOf(object)]);
  }

  async record(author: WriteAuthor): Promise<void> {
    for (const note of this.#late.splice(0)) note();
    await this.#recorder.record(author);
  }
}
