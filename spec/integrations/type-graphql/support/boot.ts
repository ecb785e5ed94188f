import { graphql, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { emitSchema, type EmitOptions } from '../../../../integrations/type-graphql/index.js';
import {
  bootCore,
  type Caller,
  type ManagerModel,
  type PageResult,
  type Problem,
  type ReadContext,
  type ReadRequest,
  type Row,
  type Runtime,
  type ObjectRequest,
  type SelectionRequest,
} from '../../../../lib/plugin.js';
import { MemoryAdapter, type MemorySource } from './memory-adapter.js';

/** One call of the read pipeline. */
export interface Call {
  readonly method: 'read' | 'readOne' | 'readMany';
  readonly manager: string;
  readonly request?: ReadRequest;
  readonly select?: SelectionRequest;
  readonly keys?: readonly unknown[];
  readonly caller: Caller;
  readonly context: ReadContext | undefined;
}

/** The real pipeline, with a record of what it was asked for. */
export class RecordingRuntime implements Runtime {
  readonly calls: Call[] = [];
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  get cache(): Runtime['cache'] {
    return this.#runtime.cache;
  }

  get factories(): Runtime['factories'] {
    return this.#runtime.factories;
  }

  get model(): Runtime['model'] {
    return this.#runtime.model;
  }

  get limits(): Runtime['limits'] {
    return this.#runtime.limits;
  }

  get events(): Runtime['events'] {
    return this.#runtime.events;
  }

  async read(manager: ManagerModel, request: ReadRequest, caller: Caller, context?: ReadContext): Promise<PageResult> {
    this.calls.push({ method: 'read', manager: manager.name, request, caller, context });
    return this.#runtime.read(manager, request, caller, context);
  }

  async history(...asked: Parameters<Runtime['history']>): ReturnType<Runtime['history']> {
    return this.#runtime.history(...asked);
  }

  async write(...asked: Parameters<Runtime['write']>): ReturnType<Runtime['write']> {
    return this.#runtime.write(...asked);
  }

  async readOne(manager: ManagerModel, key: unknown, request: ObjectRequest, caller: Caller, context?: ReadContext): Promise<Row | null> {
    this.calls.push({ method: 'readOne', manager: manager.name, select: request.select, keys: [key], caller, context });
    return this.#runtime.readOne(manager, key, request, caller, context);
  }

  async readMany(
    manager: ManagerModel,
    keys: readonly unknown[],
    select: SelectionRequest,
    caller: Caller,
    context?: ReadContext,
  ): Promise<readonly (Row | null)[]> {
    this.calls.push({ method: 'readMany', manager: manager.name, select, keys: [...keys], caller, context });
    return this.#runtime.readMany(manager, keys, select, caller, context);
  }

  part(...args: Parameters<Runtime['part']>): ReturnType<Runtime['part']> {
    return this.#runtime.part(...args);
  }

  async settle(...args: Parameters<Runtime['settle']>): ReturnType<Runtime['settle']> {
    return this.#runtime.settle(...args);
  }

  async readPlan(...args: Parameters<Runtime['readPlan']>): ReturnType<Runtime['readPlan']> {
    return this.#runtime.readPlan(...args);
  }

  observeRequest(...args: Parameters<Runtime['observeRequest']>) {
    return this.#runtime.observeRequest(...args);
  }

  prepare(...args: Parameters<Runtime['prepare']>): ReturnType<Runtime['prepare']> {
    return this.#runtime.prepare(...args);
  }

  async describe(...args: Parameters<Runtime['describe']>): ReturnType<Runtime['describe']> {
    return this.#runtime.describe(...args);
  }

  async explain(...args: Parameters<Runtime['explain']>): ReturnType<Runtime['explain']> {
    return this.#runtime.explain(...args);
  }

  capabilities(...args: Parameters<Runtime['capabilities']>): ReturnType<Runtime['capabilities']> {
    return this.#runtime.capabilities(...args);
  }

  cursor(page: PageResult, index: number, caller: Caller): string {
    return this.#runtime.cursor(page, index, caller);
  }

  mask(error: unknown): Error {
    return this.#runtime.mask(error);
  }
}

/** A schema over objects in memory. */
export class BootedSchema {
  readonly runtime: RecordingRuntime;
  readonly adapter: MemoryAdapter;
  readonly problems: readonly Problem[];
  /** What was logged, instead of standard error. */
  readonly logged: object[] = [];
  readonly #schema: GraphQLSchema | undefined;

  constructor(sources: readonly MemorySource[], options: EmitOptions = {}, emit: typeof emitSchema = emitSchema) {
    this.adapter = new MemoryAdapter(sources);
    const log = (fields: object): void => void this.logged.push(fields);
    const booted = bootCore({ adapters: [this.adapter], logger: { error: log, warn: log, info: log }, secret: 'spec' });
    if (booted.problems.length > 0) throw new TypeError(JSON.stringify(booted.problems));
    this.runtime = new RecordingRuntime(booted.runtime);
    const { schema, problems } = emit(this.runtime, options);
    this.#schema = schema;
    this.problems = problems;
  }

  get schema(): GraphQLSchema {
    if (!this.#schema) throw new TypeError(this.problems.map(({ message }) => message).join('\n'));
    return this.#schema;
  }

  get calls(): readonly Call[] {
    return this.runtime.calls;
  }

  async execute(source: string, variableValues: Record<string, unknown> = {}, contextValue: object = {}): Promise<ExecutionResult> {
    const result = await graphql({ schema: this.schema, source, variableValues, contextValue });
    // graphql-js makes objects without a prototype, which no literal equals.
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  }

  /** The data of an answer without errors. */
  async data(source: string, variableValues?: Record<string, unknown>, contextValue?: object): Promise<Record<string, unknown>> {
    const { data, errors } = await this.execute(source, variableValues, contextValue);
    if (errors) throw new Error(JSON.stringify(errors));
    return data ?? {};
  }
}
