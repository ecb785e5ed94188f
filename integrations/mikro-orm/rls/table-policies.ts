import {
  allowed,
  allOfConditions,
  anyOfConditions,
  isGeneralManagerError,
  RuleCompiler,
  type ApplicationModel,
  type Condition,
  type ManagerModel,
  type PolicyOperation,
  type Problem,
} from '../../../lib/plugin.js';
import { NotExpressible } from '../errors.js';
import type { Entities } from '../sql/entities.js';
import { quote } from '../sql/statement.js';
import { ActorSlots } from './actor-slots.js';
import { DefinerFunctions, type PolicyFunction } from './definer-functions.js';
import { openOperands } from './open-operand.js';
import { PolicyWriter } from './policy-writer.js';

/** The operations in the order in which their policies are written. */
export const OPERATIONS: readonly PolicyOperation[] = ['read', 'create', 'update', 'delete'];

/** The policies of one table. */
export interface TablePolicies {
  /** The table with its schema, quoted. */
  readonly table: string;
  readonly managers: readonly ManagerModel[];
  /** What has to be true of a row, by operation. */
  readonly expressions: Readonly<Record<PolicyOperation, string>>;
}

/** Every row policy of the managers of one ORM in SQL. */
export interface CompiledPolicies {
  readonly tables: readonly TablePolicies[];
  readonly functions: readonly PolicyFunction[];
  readonly slots: ActorSlots;
  /** The managers that have no table of their own, such as views. */
  readonly uncovered: readonly ManagerModel[];
  readonly problems: readonly Problem[];
}

/** Compiles the row policies of managers; finds every rule that has no exact policy. */
export function compileTablePolicies(
  entities: Entities,
  model: ApplicationModel,
  managers: readonly ManagerModel[],
  schema: string,
): CompiledPolicies {
  const slots = new ActorSlots(schema);
  const functions = new DefinerFunctions(entities, slots, schema);
  const writer = new PolicyWriter(entities, slots, functions);
  const compiler = new RuleCompiler(model);
  const problems: Problem[] = [];
  const write = (operation: PolicyOperation, rows: readonly ManagerModel[], alias: string): string => {
    try {
      const condition = anyOfConditions(rows.map((manager) => rowsOf(compiler, model, manager, operation)));
      return writer.write(condition, alias) ?? 'true';
    } catch (error) {
      if (!isGeneralManagerError(error, NotExpressible.code)) throw error;
      const names = rows.map(({ name }) => name).join(', ');
      problems.push({ code: error.code, path: `${names}.permission.${operation}`, message: error.message, fix: error.fix });
      return 'false';
    }
  };
  const isTable = (manager: ManagerModel): boolean => !entities.meta(manager).virtual && !entities.meta(manager).view;
  const tables = byTable(entities, managers.filter(isTable)).map(({ table, alias, rows }): TablePolicies => {
    const of = (operation: PolicyOperation): string => write(operation, rows, alias);
    return { table, managers: rows, expressions: { read: of('read'), create: of('create'), update: of('update'), delete: of('delete') } };
  });
  return { tables, functions: functions.all, slots, uncovered: managers.filter((manager) => !isTable(manager)), problems };
}

/** What a manager allows on the rows of its own; in a hierarchy, each row obeys its concrete type. */
function rowsOf(compiler: RuleCompiler, model: ApplicationModel, manager: ManagerModel, operation: PolicyOperation): Condition {
  const policy = openOperands(model, allowed(compiler.policy(manager, operation, manager.policy[operation])));
  return manager.inheritance ? allOfConditions([{ kind: 'type', manager }, policy]) : policy;
}

interface Table {
  readonly table: string;
  readonly alias: string;
  readonly rows: readonly ManagerModel[];
}

/** The managers that have rows of their own in each table. */
function byTable(entities: Entities, managers: readonly ManagerModel[]): readonly Table[] {
  const tables = new Map<string, Table>();
  for (const manager of managers) {
    const { tableName, schema } = entities.meta(manager);
    const location = entities.location(tableName, schema);
    const table = `${quote(location.schema)}.${quote(location.name)}`;
    const found = tables.get(table) ?? { table, alias: quote(location.name), rows: [] };
    const abstract = manager.inheritance && !manager.inheritance.concrete.includes(manager.name);
    tables.set(table, { ...found, rows: abstract ? found.rows : [...found.rows, manager] });
  }
  return [...tables.values()];
}
