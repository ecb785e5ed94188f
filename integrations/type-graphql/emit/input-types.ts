import { InputType } from 'type-graphql';
import { namedClass, type Emission, type TypeClass } from './emission.js';

/** The input type of a name, made once; `declare` gives it its fields. */
export function inputType(emission: Emission, name: string, owner: string, declare: (target: TypeClass) => void): TypeClass {
  return emission.type(
    name,
    owner,
    () => namedClass(name),
    (target) => {
      InputType(name)(target);
      declare(target);
    },
  );
}
