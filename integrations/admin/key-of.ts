import type { ManagerModel } from '../../lib/index.js';
import type { KeyModel } from '../../lib/plugin.js';
import { InvalidQuestion } from './errors.js';

/** A key as the core reads it, from the texts of its parts in their order, those of relations among them. */
export function keyOf({ key }: ManagerModel, texts: readonly string[]): unknown {
  if (!key) throw InvalidQuestion.create({ reason: 'its objects have no key' });
  const left = [...texts];
  const found = partsOf(key, left);
  if (left.length > 0) throw InvalidQuestion.create({ reason: 'the key has more parts than it should' });
  return found;
}

function partsOf({ parts }: KeyModel, left: string[]): unknown {
  const values = parts.map((part): readonly [string, unknown] => {
    if (part.kind === 'relation') return [part.field, partsOf(part.key, left)];
    const text = left.shift();
    if (text === undefined) throw InvalidQuestion.create({ reason: 'the key has fewer parts than it should' });
    return [part.field, text];
  });
  const [only] = values;
  return values.length === 1 ? only?.[1] : Object.fromEntries(values);
}
