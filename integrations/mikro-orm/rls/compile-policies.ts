import type { ApplicationModel, Problem, RowLevelSecurity, RowLevelSecurityOptions } from '../../../lib/plugin.js';
import { inexpressible, InvalidRole, NotExpressible } from '../errors.js';
import type { Entities } from '../sql/entities.js';
import { isStorable } from './quote-literal.js';
import { writeStatements } from './statements.js';
import { compileTablePolicies, type CompiledPolicies } from './table-policies.js';

/** The schema of the functions that policies call. */
const DEFAULT_SCHEMA = 'general_manager';

/** Compiles the policies of the managers of one adapter. */
export function compilePolicies(entities: Entities, model: ApplicationModel, adapter: object, schema = DEFAULT_SCHEMA): CompiledPolicies {
  const managers = [...model.managers.values()].filter((manager) => manager.adapter === adapter);
  return compileTablePolicies(entities, model, managers, schema);
}

/** Writes compiled policies, or tells every rule that cannot be. */
export function statementsOf(policies: CompiledPolicies, options: RowLevelSecurityOptions): RowLevelSecurity {
  refuseProblems(policies.problems);
  const roles = [options.role].flat();
  if (roles.length === 0 || !roles.every(isIdentifier)) throw InvalidRole.create({});
  const { schema = DEFAULT_SCHEMA, force = false } = options;
  if (!isIdentifier(schema)) throw InvalidRole.create({});
  return writeStatements(policies, { roles, schema, force });
}

function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw NotExpressible.create({ reason: problems.map(({ path, message }) => `${inexpressible(message)} (${path})`).join('; ') });
}

/** PostgreSQL would cut off what is longer, and so mean another role or schema. */
const isIdentifier = (name: unknown): name is string =>
  typeof name === 'string' && name !== '' && isStorable(name) && Buffer.byteLength(name) <= 63;
