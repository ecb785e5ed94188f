import type { PageResult } from '../interface/result.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Decision } from '../permission/policy.js';
import type { PolicyOperation } from '../permission/rule.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { Caller, Runtime } from '../manager/runtime.js';

/** A read on its way to its interface. */
export interface OperationArgs {
  readonly operation: 'read';
  readonly manager: ManagerModel;
  readonly plan: ReadPlan;
  readonly caller: Caller;
}

/** Carries out an operation. */
export type OperationHandler = (args: OperationArgs) => Promise<PageResult>;

/** What a plugin may hook into; every hook is optional and takes one object, so that it can grow. */
export interface HookMap {
  /** Rewrites the model before anything reads it. */
  transformModel(args: { readonly model: ApplicationModel }): ApplicationModel;
  /** Told once when the application has booted. */
  onBoot(args: { readonly model: ApplicationModel; readonly runtime: Runtime }): void | Promise<void>;
  /** Surrounds each operation: gives a handler that may call `next`. */
  wrapOperation(args: { readonly next: OperationHandler }): OperationHandler;
  /** Told of each decision about an operation on a manager. */
  onDecision(args: {
    readonly manager: ManagerModel;
    readonly operation: PolicyOperation;
    readonly caller: Caller;
    readonly decision: Decision;
  }): void;
}

/** An extension: named, described, ordered against others by name. */
export interface Plugin {
  readonly name: string;
  /** One sentence, printed by introspection. */
  readonly description: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly hooks: Readonly<Partial<HookMap>>;
}

/**
 * Makes a plugin.
 *
 * @example
 * definePlugin({ name: 'slow-reads', description: 'Logs slow reads.', hooks: { wrapOperation: ({ next }) => next } });
 */
export const definePlugin = (plugin: Plugin): Plugin => Object.freeze(plugin);
