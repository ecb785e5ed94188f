import type { CompiledField } from '../../resource/resource.js';

/** A key that no object has yet: the next number, or a text with it. */
export function nextKey(model: CompiledField['model'], resource: string, taken: readonly unknown[]): unknown {
  const type = model.kind === 'scalar' ? model.type : 'string';
  for (let number = taken.length + 1; ; number += 1) {
    const key = keyOf(type, resource, number);
    if (!taken.some((each) => String(each) === String(key))) return key;
  }
}

function keyOf(type: string, resource: string, number: number): unknown {
  if (type === 'int') return number;
  if (type === 'bigint') return BigInt(number);
  if (type === 'uuid') return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return `${resource.toLowerCase()}-${number}`;
}
