import { NoConcreteType } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import type { Draft } from '../draft.js';

/** An abstract manager needs a concrete subclass that is a manager too, or none of its rows could be shown. */
export function verifyInheritance({ managers }: Draft): readonly Problem[] {
  const empty = managers.filter(({ model }) => model?.inheritance?.concrete.length === 0);
  return empty.map(({ name }) => NoConcreteType.problem(name, { manager: name }));
}
