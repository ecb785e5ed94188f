import type { Actor } from '../permission/actor.js';

/** What a rule looks at. */
export interface RuleChange<T = object> {
  readonly operation: 'create' | 'update';
  /** The object as the write leaves it. */
  readonly after: T;
  /** Its properties before the write, without what leads to many; absent for a new one. */
  readonly before?: Readonly<Partial<T>>;
  /** Who writes; null for the anonymous actor and for the system. */
  readonly actor: Actor;
}

/** Whether a rule holds; undefined and null where it cannot be said, which is no violation. */
export type RuleAnswer = boolean | undefined | null | Promise<boolean | undefined | null>;

/** A property of the class; any name where nothing is known of it. */
export type RuleField<T> = object extends T ? string : keyof T & string;

/** What a business rule says, besides its test. */
export interface RuleDescription<T = object> {
  /** The code of its violations. */
  readonly name: string;
  /** One sentence; `{field}` becomes the field's name in the API. */
  readonly message: string;
  /** The fields that its violations name. With any, it is asked only where one of them is written. Default: none, the object as a whole. */
  readonly fields?: readonly RuleField<T>[];
  /** Relations that it looks at, such as `'album.artist'`: they are loaded before it is asked, whoever may see them. Default: none. */
  readonly needs?: readonly string[];
  /** When it is asked. Default: both. */
  readonly on?: readonly ('create' | 'update')[];
}

/** A business rule: what has to be true of objects before they are written. */
export interface BusinessRule<T = object> extends RuleDescription<T> {
  readonly holds: (change: RuleChange<T>) => RuleAnswer;
}
