import { GeneratedType } from '../generated/generated-type.js';
import type { Emission } from './emission.js';

/** The input type of a name, made once; `declare` gives it its fields. */
export function inputType(emission: Emission, name: string, owner: string, declare: (target: GeneratedType) => void): GeneratedType {
  return emission.type(name, owner, () => new GeneratedType({ kind: 'input', name }), declare);
}
