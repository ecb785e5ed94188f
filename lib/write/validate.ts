import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';
import type { Touched } from './touched.js';
import type { Validator } from './validator.js';
import { Violations } from './violations.js';

/**
 * Lets validators look at every object that is made or changed, before anything reaches the source.
 *
 * @throws GM_WRITE_INVALID with everything that any of them says
 */
export async function validateObjects(
  { validators }: { readonly validators: readonly Validator[] },
  touched: readonly Touched[],
  caller: Caller,
  root: ManagerModel,
): Promise<void> {
  const violations = new Violations();
  for (const { operation, type, object, before, named, path } of touched) {
    if (operation === 'delete') continue;
    for (const validator of validators) {
      const found = await validator.validate({ manager: type, object, operation, ...(before && { before }), named, caller });
      for (const each of found) violations.add([...path, ...each.path], each.code, each.message);
    }
  }
  violations.refuse(root);
}
