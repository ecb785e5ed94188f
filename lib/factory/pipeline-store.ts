import type { Caller, Runtime } from '../manager/runtime.js';
import type { FieldModel } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Row } from '../interface/result.js';
import type { SelectionRequest } from '../plan/read-request.js';
import { isWritable } from '../write/writable.js';
import type { WriteControl } from '../write/write-request.js';
import type { Draft, Made } from './draft.js';
import { keyOfDraft } from './key-of-draft.js';
import { inputKey } from './reference.js';
import type { Recipe } from './recipe.js';
import type { ObjectStore } from './store.js';

const BATCH = 1000;

/** What a store of the write pipeline works with. */
export interface PipelineStoreOptions {
  readonly runtime: Runtime;
  readonly caller: Caller;
  readonly control: WriteControl;
  /** What to read of the objects of a manager; undefined for their keys. */
  readonly select: (manager: ManagerModel) => SelectionRequest | undefined;
  /** Takes what the pipeline does not: objects of interfaces that applications only read. */
  readonly beneath: ObjectStore;
  /** Objects of one write. Default: 1,000. */
  readonly batch?: number;
}

/** Stores objects through the write pipeline: with permissions, rules, validators and all that belongs to a write. */
export class PipelineStore implements ObjectStore {
  readonly batch: number;
  readonly stores = true;
  readonly checks = true;
  readonly #options: PipelineStoreOptions;

  constructor(options: PipelineStoreOptions) {
    this.#options = options;
    this.batch = Math.min(options.batch ?? BATCH, options.runtime.limits.maxWrites);
  }

  async insert(recipe: Recipe, drafts: readonly Draft[]): Promise<readonly Made[]> {
    const { runtime, caller, control, select, beneath } = this.#options;
    const { manager } = recipe;
    const isSystem = 'system' in caller;
    if (isSystem && manager.readOnly) return beneath.insert(recipe, drafts);
    const data = drafts.map((draft) => this.#dataOf(draft));
    const [only] = data;
    const input = data.length === 1 ? { kind: 'create' as const, data: only } : { kind: 'createMany' as const, data };
    const selected = withKey(manager, select(manager) ?? { fields: [], relations: [] });
    const { rows } = await runtime.write({ ...input, manager, select: selected, ...(isSystem && { unexposed: true }) }, caller, control);
    return drafts.map((draft, place) => madeBy(draft, rows[place] ?? undefined));
  }

  #dataOf(draft: Draft): Readonly<Record<string, unknown>> {
    const { recipe, values, links, many } = draft;
    const { runtime } = this.#options;
    const data: Record<string, unknown> = {};
    for (const { name } of recipe.values) if (values[name] !== undefined && this.#isGiven(draft, name)) data[name] = values[name];
    for (const { field } of recipe.links) {
      const made = links[field.name];
      if (made) data[field.name] = { connect: inputKey(runtime.model, made) };
      else if (draft.given[field.name] === null) data[field.name] = null;
    }
    for (const [name, made] of Object.entries(many)) data[name] = { connect: made.map((each) => inputKey(runtime.model, each)) };
    return data;
  }

  /** Whether a value is told: not what nobody may write, and of what has rules of its own only what an actor was told to write or has to. */
  #isGiven({ recipe, given }: Draft, name: string): boolean {
    const { manager } = recipe;
    const field = manager.fields.get(name) as FieldModel;
    if (given[name] !== undefined) return true;
    const isSystem = 'system' in this.#options.caller;
    if (!isWritable(manager, field, 'create', isSystem)) return false;
    return isSystem || manager.policy.fields[name]?.create === undefined || !(field.nullable || field.optional);
  }
}

function withKey({ key }: ManagerModel, select: SelectionRequest): SelectionRequest {
  const parts = (key?.parts ?? []).filter(({ kind }) => kind === 'value').map(({ field }) => field);
  return { ...select, fields: [...new Set([...select.fields, ...parts])] };
}

function madeBy(draft: Draft, row: Row | undefined): Made {
  const values = { ...draft.values, ...row };
  return { manager: draft.recipe.manager, key: keyOfDraft(draft, values), values, ...(row && { row }) };
}
