import {
  bootCore,
  BootError,
  groupPage,
  pageOf,
  type ApplicationModel,
  type InterfaceAdapter,
  type ManagerModel,
  type PageResult,
  type ReadPlan,
  type ReadRequest,
  type SelectionRequest,
} from '../../../lib/plugin.js';

/** Nobody is asked for permission: policies are put into plans afterwards. */
export const CALLER = Object.freeze({ system: 'contract' });

const nothing = (): void => undefined;
const SILENT = { error: nothing, warn: nothing, info: nothing };

/** Makes plans of requests as the read pipeline does, for adapters that are not asked meanwhile. */
export class CapturedPlans {
  readonly model: ApplicationModel;
  readonly #runtime: ReturnType<typeof bootCore>['runtime'];
  #captured: ReadPlan | undefined;

  /** @throws BootError where the declarations are wrong */
  constructor(adapters: readonly InterfaceAdapter[], managers: readonly object[]) {
    const { runtime, problems } = bootCore({
      adapters: adapters.map((adapter) => this.#capturing(adapter)),
      managers,
      secret: 'contract',
      logger: SILENT,
      limits: { timeoutMs: 0 },
    });
    if (problems.length > 0) throw new BootError(problems);
    this.#runtime = runtime;
    this.model = runtime.model;
  }

  get write(): ReturnType<typeof bootCore>['runtime']['write'] {
    return this.#runtime.write.bind(this.#runtime);
  }

  /** Undefined where the pipeline refuses the request, since the model does not offer what it asks. */
  async of(manager: ManagerModel, request: ReadRequest): Promise<ReadPlan | undefined> {
    return this.#capture(async () => this.#runtime.read(manager, request, CALLER));
  }

  async ofKeys(manager: ManagerModel, keys: readonly unknown[], select: SelectionRequest): Promise<ReadPlan | undefined> {
    return this.#capture(async () => this.#runtime.readMany(manager, keys, select, CALLER));
  }

  async #capture(run: () => Promise<unknown>): Promise<ReadPlan | undefined> {
    this.#captured = undefined;
    await run().catch(nothing);
    return this.#captured;
  }

  /** The adapter itself, but for its reads. */
  #capturing(adapter: InterfaceAdapter): InterfaceAdapter {
    const read = async (plan: ReadPlan): Promise<PageResult> => {
      this.#captured = plan;
      return plan.aggregation ? groupPage(plan, plan.aggregation, []) : pageOf(plan, [], plan.total ? 0 : undefined);
    };
    // Not around the adapter itself: an object without a class would be frozen with the model, and could then not be read by another name.
    return new Proxy(new Examined(), {
      get(_target, name) {
        if (name === 'read') return read;
        const found: unknown = Reflect.get(adapter, name);
        return typeof found === 'function' ? (found.bind(adapter) as unknown) : found;
      },
      has: (_target, name) => name in adapter,
    }) as InterfaceAdapter;
  }
}

/** Stands for an adapter. */
class Examined {}
