import { valueAt } from '../../pagination/body-value.js';
import { Mismatch, typeText } from '../../resource/mismatch.js';
import type { CompiledField } from '../../resource/resource.js';

/** All that is wrong with a field of an object of the upstream: of objects inside of it, with each of their fields. */
export function fieldMismatches(field: CompiledField, source: object): readonly Mismatch[] {
  try {
    field.decode(source);
    return [];
  } catch (error) {
    const value = valueAt(source, field.from);
    if (!(error instanceof Mismatch)) return [new Mismatch(field.from, typeText(value), 'what its parse takes')];
    const inner = field.model.kind === 'embedded' ? innerMismatches(field, value) : [];
    return inner.length > 0 ? inner.map((each) => each.within(...field.from)) : [error];
  }
}

function innerMismatches({ model, fields }: CompiledField, value: unknown): readonly Mismatch[] {
  if (model.list !== Array.isArray(value)) return [];
  const items = (model.list ? value : [value]) as readonly unknown[];
  return items.flatMap((item, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
    const found = fields.flatMap((field) => fieldMismatches(field, item));
    return model.list ? found.map((each) => each.within(index)) : found;
  });
}
