import { isIP } from 'node:net';
import type { ManagerModel, PolicyOperation } from '../../lib/index.js';
import { actionNamed, managerNamed } from '../../lib/plugin.js';
import type { AdminApplication } from './admin.js';
import { ExplainRefused, InvalidQuestion } from './errors.js';
import { keyOf } from './key-of.js';
import type { AdminExplanation } from './metadata/metadata.js';
import { readJson } from './read-json.js';

const OPERATIONS: readonly string[] = ['read', 'create', 'update', 'delete'] satisfies readonly PolicyOperation[];

/** A question: why may or may not the actor do this with that object. */
interface Question {
  readonly manager: ManagerModel;
  readonly operation: PolicyOperation;
  readonly key: unknown;
  readonly field?: string;
  readonly action?: string;
}

/** Tells developers, and nobody else, why the actor of a request may or may not do something. */
export class Explainer {
  readonly #application: AdminApplication;
  readonly #isOn: boolean;
  readonly #hosts: readonly string[];

  constructor(application: AdminApplication, option: boolean | { readonly hosts: readonly string[] }) {
    this.#application = application;
    this.#isOn = Boolean(option);
    this.#hosts = typeof option === 'object' ? option.hosts : [];
  }

  /** @throws GM_ADMIN_EXPLAIN_REFUSED, GM_ADMIN_INVALID_QUESTION, and what `gm.explain` throws */
  async answer(request: Request, context: () => Promise<{ readonly actor?: object | null }>): Promise<AdminExplanation> {
    if (!this.#isOn || process.env['NODE_ENV'] === 'production' || !this.#isNear(request)) throw ExplainRefused.create({});
    const { manager, operation, key, ...subject } = this.#question(await readJson(request));
    const { actor = null } = await context();
    return this.#application.explain(actor, operation, manager.name, key, subject);
  }

  /**
   * A page of somebody else's can give its own name the address of this machine, and is then of the same origin for the browser; what it
   * cannot do is to send another name.
   */
  #isNear(request: Request): boolean {
    const host = new URL(request.url).hostname.replace(/^\[|\]$/g, '');
    const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
    return isLoopback || this.#hosts.includes(host);
  }

  #question(asked: unknown): Question {
    const { manager: name, operation, key, field, action } = (asked ?? {}) as Readonly<Record<string, unknown>>;
    const { model } = this.#application;
    if (typeof name !== 'string' || !model.managers.has(name)) throw InvalidQuestion.create({ reason: 'there is no such manager' });
    if (typeof operation !== 'string' || !OPERATIONS.includes(operation))
      throw InvalidQuestion.create({ reason: 'there is no such operation' });
    const manager = managerNamed(model, name);
    const named = [...manager.fields.values()].find(({ publicName, exposed }) => exposed && publicName === field);
    if (field !== undefined && !named) throw InvalidQuestion.create({ reason: 'there is no such field' });
    const done = typeof action === 'string' ? actionNamed(manager, action) : undefined;
    if (action !== undefined && (!done || operation !== 'update')) throw InvalidQuestion.create({ reason: 'there is no such action' });
    return {
      manager,
      operation: operation as PolicyOperation,
      key: keyIn(manager, key),
      ...(named && { field: named.name }),
      ...(done && { action: done.name }),
    };
  }
}

/** Of what is yet to be made, of a list and of the class as a whole there is no key. */
function keyIn(manager: ManagerModel, key: unknown): unknown {
  if (key === undefined) return undefined;
  if (!Array.isArray(key) || !key.every((part) => typeof part === 'string'))
    throw InvalidQuestion.create({ reason: 'the key is no list of texts' });
  return keyOf(manager, key);
}
