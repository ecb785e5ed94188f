import type { Plugin } from '../hook/plugin.js';
import type { WriteUnit } from '../interface/write-unit.js';
import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';
import type { WriteOperation } from '../permission/decide.js';
import type { Touched } from './touched.js';

/** Something that has happened to an object, told after it can no longer be undone. */
export interface WriteEvent {
  readonly operation: WriteOperation;
  /** The manager of the object's own class. */
  readonly manager: ManagerModel;
  /** The parts of its key, flattened. */
  readonly key: readonly unknown[];
  /** Property names of the fields that the write was about; none of a delete. */
  readonly fields: readonly string[];
  readonly caller: Caller;
  readonly reason?: string | undefined;
}

/** Tells plugins what a unit of work did, once it is committed. */
export class WriteEvents {
  readonly #plugins: readonly Plugin[];
  readonly #unit: WriteUnit;
  readonly #failed: (error: unknown) => void;

  /** `failed` is told what hooks throw: the write itself cannot fail any more. */
  constructor(plugins: readonly Plugin[], unit: WriteUnit, failed: (error: unknown) => void) {
    this.#plugins = plugins.filter(({ hooks }) => hooks.onEvent);
    this.#unit = unit;
    this.#failed = failed;
  }

  announce(touched: readonly Touched[], caller: Caller, reason: string | undefined): void {
    if (this.#plugins.length === 0) return;
    const events = touched.map(({ operation, type, object, named, key = this.#unit.keyOf(type, object) }): WriteEvent => {
      return { operation, manager: type, key, fields: operation === 'delete' ? [] : [...named], caller, reason };
    });
    this.#unit.afterCommit(async () => {
      for (const event of events) for (const plugin of this.#plugins) await this.#tell(plugin, event);
    });
  }
  async #tell({ hooks }: Plugin, event: WriteEvent): Promise<void> {
    try {
      await hooks.onEvent?.({ event });
    } catch (error) {
      this.#failed(error);
    }
  }
}
