import { graphql, type ExecutionResult } from 'graphql';
import type { Application } from 'general-manager';

/** What a client gets of an error besides its message. */
export interface ShownExtensions {
  readonly code: string;
  readonly gm: string;
  readonly fix: string;
  readonly fieldErrors?: readonly { readonly path: readonly (string | number)[]; readonly code: string; readonly message: string }[];
  readonly currentVersion?: unknown;
}

/** Asks a schema as a client does, of which the answer is what JSON keeps of it. */
export class Client {
  readonly #gm: Application;
  readonly #context: object;

  constructor(gm: Application, actor: unknown, context: object = {}) {
    this.#gm = gm;
    this.#context = { actor, ...context };
  }

  async execute(source: string, variableValues: Record<string, unknown> = {}): Promise<ExecutionResult> {
    const result = await graphql({ schema: this.#gm.schema, source, variableValues, contextValue: this.#context });
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  }

  /** The data of an answer without errors. */
  async data(source: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { data, errors } = await this.execute(source, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data ?? {};
  }

  /** The extensions of the one error that there has to be. */
  async refusal(source: string, variables?: Record<string, unknown>): Promise<ShownExtensions> {
    const { errors = [] } = await this.execute(source, variables);
    const [error, ...others] = errors;
    if (!error || others.length > 0) throw new Error(`${errors.length} errors: ${JSON.stringify(errors)}`);
    return error.extensions as unknown as ShownExtensions;
  }
}
