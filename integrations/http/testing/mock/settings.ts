import type { DeclaredOperation } from '../operations.js';
import { NotInvertible } from '../errors.js';

/** What an action gets. */
export interface MockAct<T extends object = object> {
  /** The object that it is done with, as it is; undefined for the class as a whole. */
  readonly object: T | undefined;
  /** By the names of the declaration, as the upstream has them. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What an action does. */
export interface MockOutcome<T extends object = object> {
  /** Values that the object has afterwards; null where it is gone. Of the class as a whole: the object that is there afterwards. */
  readonly object?: Partial<T> | null;
  /** What it gives, as `returns` declares it; where that has a `parse`, as the upstream has it. */
  readonly result?: unknown;
}

/** What a mock cannot find out of the declaration. */
export interface MockSettings {
  readonly made: Map<string, (number: number) => unknown>;
  readonly filters: Map<string, (object: object, operands: readonly string[]) => boolean>;
  readonly actions: Map<string, (call: MockAct) => MockOutcome | undefined>;
  /** Make of what was asked for the body that the upstream answers, by operations with a `read`. */
  readonly answers: Map<string, (body: unknown) => unknown>;
  /** Make of a body that `serialize` has made the object again. */
  readonly bodies: Map<string, (body: unknown) => unknown>;
}

export const noSettings = (): MockSettings => ({
  made: new Map(),
  filters: new Map(),
  actions: new Map(),
  answers: new Map(),
  bodies: new Map(),
});

/** The setting of an operation that nobody can do without. @throws GM_MOCK_NOT_INVERTIBLE */
export function settingOf<Setting>(
  settings: ReadonlyMap<string, Setting>,
  { resource, name }: DeclaredOperation,
  what: string,
  method: string,
): Setting {
  const found = settings.get(name);
  if (found) return found;
  const how = `of(${resource.name}).${method}('${name}', …)`;
  throw NotInvertible.create({ resource: resource.name, what: `${name} ${what}`, how });
}
