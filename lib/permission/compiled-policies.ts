import { GuardedKey, UncoveredField, UnknownFieldPolicy } from '../error/permission-errors.js';
import type { Problem } from '../error/problem.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { compilePolicy } from './compile-policy.js';
import { RuleCompiler, type CompiledPolicy } from './compile-rule.js';
import { isClosed } from './policy.js';
import type { PolicyOperation } from './rule.js';

const OPERATIONS: readonly PolicyOperation[] = ['read', 'create', 'update', 'delete'];

/** The policy of what nobody may do. */
export const DENY_ALL: CompiledPolicy = Object.freeze({ allow: [], deny: [], require: [] });

/** The rules of a model, compiled: of its managers, their fields, their actions, and what becomes of their objects. */
export class CompiledPolicies {
  /** What is wrong with the rules. */
  readonly problems: readonly Problem[];
  /** Who may see who wrote objects, by manager. */
  readonly authors = new Map<string, CompiledPolicy>();
  /** Who may see softly deleted objects, by manager. */
  readonly deletions = new Map<string, CompiledPolicy>();
  readonly #model: ApplicationModel;
  readonly #operations = new Map<string, CompiledPolicy>();
  readonly #fields = new Map<string, CompiledPolicy>();
  readonly #actions = new Map<string, CompiledPolicy>();

  constructor(model: ApplicationModel) {
    this.#model = model;
    const compiler = new RuleCompiler(model);
    this.problems = [...model.managers.values()].flatMap((manager) => [
      ...this.#operationProblems(compiler, manager),
      ...this.#fieldProblems(compiler, manager),
      ...this.#lifecycleProblems(compiler, manager),
      ...this.#actionProblems(compiler, manager),
    ]);
  }

  /** What decides about an operation of a manager. */
  operation(manager: string, operation: PolicyOperation): CompiledPolicy {
    return this.#operations.get(`${manager} ${operation}`) ?? DENY_ALL;
  }

  /** What decides about a field besides; undefined where nothing does. */
  field(manager: string, field: string, operation: PolicyOperation): CompiledPolicy | undefined {
    return this.#fields.get(`${manager} ${field} ${operation}`);
  }

  /** The rules of an action's own; undefined where those for updates decide. */
  action(manager: string, action: string | undefined): CompiledPolicy | undefined {
    return action === undefined ? undefined : this.#actions.get(`${manager} ${action}`);
  }

  #operationProblems(compiler: RuleCompiler, manager: ManagerModel): readonly Problem[] {
    return OPERATIONS.flatMap((operation): readonly Problem[] => {
      const compiled = compilePolicy(compiler, manager, operation, manager.policy[operation], `${manager.name}.permission.${operation}`);
      if ('problem' in compiled) return [compiled.problem];
      this.#operations.set(`${manager.name} ${operation}`, compiled);
      return [];
    });
  }

  #actionProblems(compiler: RuleCompiler, manager: ManagerModel): readonly Problem[] {
    return manager.actions.flatMap(({ name, policy }): readonly Problem[] => {
      const compiled = policy && compilePolicy(compiler, manager, 'update', policy, `${manager.name}.actions.${name}.permission`);
      if (compiled && 'problem' in compiled) return [compiled.problem];
      if (compiled) this.#actions.set(`${manager.name} ${name}`, compiled);
      return [];
    });
  }

  #lifecycleProblems(compiler: RuleCompiler, manager: ManagerModel): readonly Problem[] {
    const { softDeletion, author } = manager.lifecycle;
    const policies = [
      { option: 'softDelete.read', policy: softDeletion?.read, known: this.deletions },
      { option: 'history.author', policy: author, known: this.authors },
    ];
    return policies.flatMap(({ option, policy, known }): readonly Problem[] => {
      if (!policy || policy.allow.length === 0) return [];
      const compiled = compilePolicy(compiler, manager, 'read', policy, `${manager.name}.interface.${option}`);
      if ('problem' in compiled) return [compiled.problem];
      known.set(manager.name, compiled);
      return [];
    });
  }

  #fieldProblems(compiler: RuleCompiler, manager: ManagerModel): readonly Problem[] {
    return Object.entries(manager.policy.fields).flatMap(([name, policy]): readonly Problem[] => {
      const path = `${manager.name}.permission.fields.${name}`;
      if (!manager.fields.has(name) && !manager.computed.has(name))
        return [UnknownFieldPolicy.problem(path, { manager: manager.name, field: name })];
      if (policy.read && manager.key?.parts.some(({ field }) => field === name)) {
        return [GuardedKey.problem(path, { manager: manager.name, field: name })];
      }
      return (['read', 'create', 'update'] as const).flatMap((operation) => {
        const rules = policy[operation];
        if (!rules) return [];
        const compiled = compilePolicy(compiler, manager, operation, rules, `${path}.${operation}`);
        if ('problem' in compiled) return [compiled.problem];
        this.#fields.set(`${manager.name} ${name} ${operation}`, compiled);
        return this.#isCovered(manager, operation)
          ? []
          : [UncoveredField.problem(`${path}.${operation}`, { manager: manager.name, field: name, operation })];
      });
    });
  }

  /** Whether somebody may do with the objects of a manager what a rule of a field restricts; in a hierarchy, with those of any class. */
  #isCovered(manager: ManagerModel, operation: PolicyOperation): boolean {
    const root = manager.inheritance?.root;
    const related =
      root === undefined ? [manager] : [...this.#model.managers.values()].filter(({ inheritance }) => inheritance?.root === root);
    return related.some(({ policy }) => !isClosed(policy[operation]));
  }
}
