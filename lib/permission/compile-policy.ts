import { isGeneralManagerError } from '../error/define-error.js';
import { NeverAllowed } from '../error/permission-errors.js';
import type { Problem } from '../error/problem.js';
import type { ManagerModel } from '../model/model.js';
import { allowed, type CompiledPolicy, type RuleCompiler } from './compile-rule.js';
import { isContradiction } from './contradiction.js';
import { isClosed, type OperationPolicy } from './policy.js';
import type { PolicyOperation } from './rule.js';

/** Compiles what decides about one operation, or tells what is wrong with it. */
export function compilePolicy(
  compiler: RuleCompiler,
  manager: ManagerModel,
  operation: PolicyOperation,
  policy: OperationPolicy,
  path: string,
): CompiledPolicy | { readonly problem: Problem } {
  try {
    const compiled = compiler.policy(manager, operation, policy);
    const meant = isClosed(policy);
    if (!meant && isContradiction(allowed(compiled))) {
      return { problem: NeverAllowed.problem(path, { manager: manager.name, operation }) };
    }
    return compiled;
  } catch (error) {
    if (!isGeneralManagerError(error)) throw error;
    return { problem: Object.freeze({ code: error.code, path, message: error.message, fix: error.fix }) };
  }
}
