import {
  LocalExecutor,
  NoExplanation,
  type ApplicationModel,
  type Caller,
  type Condition,
  type Declaration,
  type InterfaceAdapter,
  type InterfaceDescription,
  type Judgement,
  type ManagerModel,
  type PageResult,
  type ReadContext,
  type ReadPlan,
  type ValueFacts,
  type UpstreamObserver,
  type UpstreamUse,
  type WriteContext,
  type WriteUnit,
} from '../../lib/plugin.js';
import type { ResourceOptions } from './declare/resource-options.js';
import { NoHistory } from './errors.js';
import { judge } from './read/judge.js';
import { readResource, type ReadTools } from './read/read-resource.js';
import { Session } from './read/session.js';
import { compileResource } from './resource/compile-resource.js';
import { describe } from './resource/describe.js';
import type { Resource } from './resource/resource.js';
import { valueFacts } from './resource/value-facts.js';
import { Upstreams } from './upstreams.js';
import { broughtActions } from './write/brought-actions.js';
import { HttpUnit } from './write/http-unit.js';

/** The interface of HTTP resources: one for all resources of an application. */
export class HttpAdapter implements InterfaceAdapter {
  readonly name = 'http';
  readonly #upstreams = new Upstreams();
  readonly #resources = new Map<object, Resource>();
  readonly #managers = new Map<object, ManagerModel>();
  #executor: LocalExecutor | undefined;

  /** Resources are listed in `managers`. */
  discover(): readonly object[] {
    return [];
  }

  owns(): boolean {
    return true;
  }

  describe(target: object, declaration: Declaration): InterfaceDescription {
    const { name } = target as { readonly name: string };
    const options = declaration.interface?.options as unknown as ResourceOptions<object>;
    const { resource, problems } = compileResource(target, name, options);
    this.#resources.set(target, resource);
    return {
      ...describe(resource, [...problems, ...this.#upstreams.verify(resource)]),
      actions: broughtActions(resource, () => this.#managerOf(target)),
    };
  }

  attach(managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel, observer: UpstreamObserver): void {
    this.#upstreams.observe(observer);
    for (const manager of managers.values()) this.#managers.set(manager.target, manager);
    this.#executor = new LocalExecutor(model);
  }

  async read(plan: ReadPlan, context: ReadContext, caller: Caller): Promise<PageResult> {
    if (context.asOf) throw NoHistory.create({ resource: plan.manager.name });
    const { session } = context;
    // What a unit of work has written, it knows itself; whatever else is read in it, the upstream tells.
    if (session instanceof HttpUnit && this.#executor && session.hasAll(plan))
      return this.#executor.execute(plan, await session.objectsOf(plan.manager));
    return readResource(this.#tools(plan.manager, context, caller), plan);
  }

  async write<T>(run: (unit: WriteUnit) => Promise<T>, context: WriteContext, caller: Caller): Promise<T> {
    const tools = new Map<ManagerModel, ReadTools>();
    const unit = new HttpUnit((manager) => {
      const known = tools.get(manager) ?? this.#tools(manager, context, caller);
      tools.set(manager, known);
      return known;
    });
    const result = await run(unit);
    await unit.committed();
    return result;
  }

  remembersWrites(manager: ManagerModel): boolean {
    return this.#resources.get(manager.target)?.writes.create?.request.idempotent === true;
  }

  valueFacts(manager: ManagerModel): ValueFacts {
    return valueFacts(this.#resourceOf(manager));
  }

  async judge(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined> {
    return judge(this.#tools(manager, {}, { system: 'explain' }), manager, key, conditions);
  }

  async health(signal?: AbortSignal): Promise<void> {
    await this.#upstreams.health([...this.#resources.values()], signal);
  }

  upstreams(): readonly UpstreamUse[] {
    return this.#upstreams.use;
  }

  async close(): Promise<void> {
    await this.#upstreams.close();
  }

  #managerOf(target: object): ManagerModel {
    const manager = this.#managers.get(target);
    if (!manager) throw new TypeError('there is no manager before the model is complete');
    return manager;
  }

  #resourceOf(manager: ManagerModel): Resource {
    const resource = this.#resources.get(manager.target);
    if (!resource) throw NoExplanation.create({ manager: manager.name });
    return resource;
  }

  #tools(manager: ManagerModel, context: Pick<ReadContext, 'signal' | 'timeoutMs'>, caller: Caller): ReadTools {
    const resource = this.#resourceOf(manager);
    if (!this.#executor) throw NoExplanation.create({ manager: manager.name });
    return { resource, executor: this.#executor, session: new Session(this.#upstreams.of(resource), context, caller) };
  }
}
