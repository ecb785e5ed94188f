import type { Dependency, Fence } from './change-log.js';
import type { Entry } from './entry.js';
import type { Epochs } from './epochs.js';
import type { MemoryLevel } from './memory-level.js';
import type { SharedLevel } from './shared-level.js';
import type { ValidationQueue } from './validation-queue.js';

/** How it is with an entry, and why it is not given where it is not. */
export type Examined =
  | { readonly state: 'valid' }
  /** Nothing is kept under the key: it never was, went out of date and was taken out, or had to make room. */
  | { readonly state: 'absent' }
  /** What the store has there is damaged, forged, of another secret, or of a model that has changed. */
  | { readonly state: 'unreadable' }
  | { readonly state: 'expired' }
  /** Managers that were written through the application since, whose sources tell no changes. */
  | { readonly state: 'written'; readonly managers: readonly string[] }
  /** Something was written since that these depend on. */
  | { readonly state: 'changed'; readonly dependencies: readonly Dependency[] }
  /** A source did not answer. */
  | { readonly state: 'unknown' };

/** What entries are looked at with. */
export interface ExamineParts {
  readonly memory: MemoryLevel;
  readonly shared: SharedLevel | undefined;
  readonly epochs: Epochs;
  readonly queue: ValidationQueue;
  readonly now: () => number;
}

/** Looks at what is kept under a key, as whoever asks would, but one dependency at a time; takes nothing out and keeps nothing. */
export async function examine(parts: ExamineParts, key: string): Promise<Examined> {
  const { memory, shared, epochs, now } = parts;
  const entry = memory.get(key) ?? (await shared?.peek(key));
  if (entry === undefined) return { state: 'absent' };
  if (entry === 'unreadable') return { state: entry };
  const { until, epochs: read } = entry.made;
  if (until <= now()) return { state: 'expired' };
  await epochs.refresh(Object.keys(read));
  const managers = Object.entries(read).flatMap(([name, epoch]) => (epochs.of(name) === epoch ? [] : [name]));
  if (managers.length > 0) return { state: 'written', managers };
  return changesSince(parts.queue, entry);
}

async function changesSince(queue: ValidationQueue, { made: { footprints } }: Entry): Promise<Examined> {
  const each = footprints.flatMap(({ fence, dependencies }) => dependencies.map((dependency) => ({ fence, dependency })));
  const asked = async ({ fence, dependency }: { readonly fence: Fence; readonly dependency: Dependency }): Promise<readonly Dependency[]> =>
    (await queue.verify([{ fence, dependencies: [dependency] }])).changed ? [dependency] : [];
  try {
    const dependencies = (await Promise.all(each.map(asked))).flat();
    return dependencies.length > 0 ? { state: 'changed', dependencies } : { state: 'valid' };
  } catch {
    return { state: 'unknown' };
  }
}
