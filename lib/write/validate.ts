import type { Violation } from '../error/define-error.js';
import type { Look } from '../interface/compiled-create.js';
import type { WriteUnit } from '../interface/write-unit.js';
import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';
import { brokenRules } from './rules.js';
import type { Touched } from './touched.js';
import type { Validator } from './validator.js';
import { Violations } from './violations.js';

/** What objects are validated with. */
interface Validation {
  /** Loads what rules need; not there where no rule needs anything. */
  readonly unit?: WriteUnit;
  readonly validators: readonly Validator[];
  readonly caller: Caller;
}

/**
 * Lets rules and validators look at every object that is made or changed, before anything reaches the source.
 *
 * @throws GM_WRITE_INVALID with everything that any of them says
 */
export async function validateObjects(validation: Validation, touched: readonly Touched[], root: ManagerModel): Promise<void> {
  const violations = new Violations();
  for (const each of touched) {
    for (const { path, code, message } of await violationsOf(validation, each)) violations.add([...each.path, ...path], code, message);
  }
  violations.refuse(root);
}

/** What rules and validators look at of new objects of a manager. */
export function looksAt(manager: ManagerModel, validators: readonly Validator[]): Look {
  if (manager.rules.length > 0) return 'everything';
  const looks = validators.map((validator) => validator.looksAt?.(manager) ?? 'everything');
  return looks.includes('everything') ? 'everything' : looks.includes('values') ? 'values' : 'nothing';
}

async function violationsOf({ unit, validators, caller }: Validation, touched: Touched): Promise<readonly Violation[]> {
  const { operation, type: manager, object, before, named } = touched;
  if (operation === 'delete') return [];
  const found = [...(await brokenRules(unit, touched, caller))];
  for (const validator of validators) {
    found.push(...(await validator.validate({ manager, object, operation, ...(before && { before }), named, caller })));
  }
  return found;
}
