import type { Row } from '../../../lib/plugin.js';
import type { Catalogue } from '../question/catalogue.js';
import { keyOfAnswer, keyText } from '../world/keys.js';
import type { World } from '../world/world.js';

/** Something hidden that is in an answer. */
export interface Finding {
  readonly manager?: string;
  readonly path: readonly string[];
  readonly evidence: string;
}

/** Looks for hidden objects, values and texts in answers to one actor. */
export class Search {
  readonly #catalogue: Catalogue;
  readonly #world: World;
  readonly #secrets: readonly string[];

  constructor(catalogue: Catalogue, world: World, secrets: readonly string[]) {
    this.#catalogue = catalogue;
    this.#world = world;
    this.#secrets = secrets;
  }

  /** `asked` is what the actor said: it may come back. */
  in(body: string, asked: string): Finding | undefined {
    const parsed = body.split('\n').map((line) => JSON.parse(line) as unknown);
    return this.#objects(parsed, []) ?? this.#texts(body, parsed, asked);
  }

  #objects(value: unknown, path: readonly string[]): Finding | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const own = this.#object(value as Row, path);
    if (own) return own;
    for (const [name, inner] of Object.entries(value)) {
      const found = this.#objects(inner, [...path, name]);
      if (found) return found;
    }
    return undefined;
  }

  #object(object: Row, path: readonly string[]): Finding | undefined {
    const type = object['__typename'];
    const manager = typeof type === 'string' ? this.#catalogue.managerOf({ name: type }) : undefined;
    const key = manager && keyOfAnswer(this.#catalogue.model, manager, object);
    const examined = manager && key !== undefined ? this.#world.get(manager.name)?.get(keyText(key)) : undefined;
    if (!manager || !examined) return undefined;
    if (examined.hidden) return { manager: manager.name, path, evidence: `the hidden object ${examined.id} is in the answer` };
    for (const name of examined.fields) {
      const shown = manager.fields.get(name)?.publicName ?? name;
      const value = object[shown];
      if (value !== undefined && value !== null)
        return { manager: manager.name, path: [...path, shown], evidence: `the hidden value of object ${examined.id} is in the answer` };
    }
    return undefined;
  }

  #texts(body: string, parsed: unknown, asked: string): Finding | undefined {
    for (const secret of this.#secrets) {
      const escaped = JSON.stringify(secret).slice(1, -1);
      if (!body.includes(escaped) || asked.includes(escaped)) continue;
      return { path: pathOf(parsed, secret, []) ?? [], evidence: `the text "${secret}", which is hidden, is in the answer` };
    }
    return undefined;
  }
}

function pathOf(value: unknown, secret: string, path: readonly string[]): readonly string[] | undefined {
  if (typeof value === 'string') return value.includes(secret) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = name.includes(secret) ? [...path, name] : pathOf(inner, secret, [...path, name]);
    if (found) return found;
  }
  return undefined;
}
