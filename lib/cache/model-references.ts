import { createHash } from 'node:crypto';
import { introspect } from '../model/introspect.js';
import type { ApplicationModel } from '../model/model.js';

/** Names what plans refer to of a model, so that the same plan has the same content in every process that has the same model. */
export class ModelReferences {
  readonly #names = new WeakMap<object, string>();
  /** What tells this model, and this version of the application, from others. */
  readonly fingerprint: string;

  constructor(model: ApplicationModel, version: string) {
    for (const manager of model.managers.values()) {
      this.#names.set(manager, `manager ${manager.name}`);
      for (const field of manager.fields.values()) this.#names.set(field, `field ${manager.name}.${field.name}`);
    }
    const text = JSON.stringify([version, introspect(model)], (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
    this.fingerprint = createHash('sha256').update(text).digest('base64url');
  }

  /** The name of something that is not looked into; predicates are their code. */
  readonly of = (value: object): string | undefined => {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    if (!isPredicate(value)) return undefined;
    const code = createHash('sha256').update(`${value.sql.toString()}\n${value.test.toString()}`).digest('base64url');
    const name = `predicate ${value.name} ${code}`;
    this.#names.set(value, name);
    return name;
  };
}

interface CodePredicate {
  readonly name: string;
  readonly sql: () => unknown;
  readonly test: () => unknown;
}

const isPredicate = (value: object): value is CodePredicate =>
  'sql' in value && 'test' in value && 'name' in value && typeof value.sql === 'function' && typeof value.test === 'function';
