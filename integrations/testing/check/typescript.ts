import type { EntityManager } from '@mikro-orm/core';
import {
  canGroup,
  canMeasure,
  FIELD_MEASURES,
  isGeneralManagerError,
  type Actor,
  type ApplicationModel,
  type ManagerModel,
  type ReadRequest,
  type Runtime,
  type ValueField,
} from '../../../lib/plugin.js';
import type { Question } from '../question/question.js';
import { selectKey } from '../world/keys.js';
import type { Answer } from './asker.js';

/** Something to ask, and how. */
export interface Ask {
  readonly question: Question;
  in(session: EntityManager): Promise<Answer>;
}

/**
 * The questions of the TypeScript API: the order by each field, with its cursors, its count and what may be done with each object; the
 * measures of each field, of all objects and by each key.
 */
export function typescriptAsks(runtime: Runtime, actor: Actor): readonly Ask[] {
  return [...runtime.model.managers.values()].flatMap((manager) =>
    requestsOf(runtime.model, manager).map((each) => askOf(runtime, actor, manager, each)),
  );
}

interface Asked {
  readonly call: string;
  readonly field: string;
  readonly request: ReadRequest;
}

function requestsOf(model: ApplicationModel, manager: ManagerModel): readonly Asked[] {
  const fields = [...manager.fields.values()].flatMap((field): readonly ValueField[] =>
    (field.kind === 'scalar' || field.kind === 'enum') && field.exposed ? [field] : [],
  );
  const lists = fields.filter(({ sortable }) => sortable).map(({ name }) => sorted(model, manager, name));
  return manager.aggregate ? [...lists, ...fields.flatMap((field) => measured(fields, field))] : lists;
}

function sorted(model: ApplicationModel, manager: ManagerModel, sort: string): Asked {
  const capabilities = manager.capabilities ? [{ alias: 'can', operations: ['update', 'delete'] as const, fields: [] }] : [];
  const select = { ...selectKey(model, manager), capabilities };
  const request: ReadRequest = { select, sort, total: true, positions: manager.key !== undefined };
  return { call: `sort('${sort}').withCapabilities().page({ total: true })`, field: sort, request };
}

/** All measures of a field, of everything and by each other field. */
function measured(fields: readonly ValueField[], field: ValueField): readonly Asked[] {
  const measures = FIELD_MEASURES.filter((kind) => canMeasure(kind, field)).map((kind) => ({ kind, names: [field.name] }));
  if (measures.length === 0) return [];
  const keys = [undefined, ...fields.filter((each) => each !== field && canGroup(each)).slice(0, GROUPINGS)];
  return keys.map((key) => {
    const groupBy = key ? { groupBy: [[key.name]], keys: [[key.name]] } : {};
    const call = `${key ? `groupBy('${key.name}').` : ''}measures of '${field.name}'`;
    return {
      call,
      field: field.name,
      request: { select: NOTHING, aggregate: { measures: [{ kind: 'count', names: [] }, ...measures], ...groupBy } },
    };
  });
}

/** Keys that each field is grouped by. */
const GROUPINGS = 2;
const NOTHING = { fields: [], relations: [] };

function askOf(runtime: Runtime, actor: Actor, manager: ManagerModel, { call, field, request }: Asked): Ask {
  const text = `as(actor).manager('${manager.name}').${call}`;
  const question = { door: 'typescript', manager: manager.name, field, text, variables: {}, rank: 0 } as const;
  const caller = { actor };
  return {
    question,
    in: async (session) => {
      try {
        const page = await runtime.read(manager, request, caller, { session });
        const cursors = page.positions.map((_position, index) => runtime.cursor(page, index, caller));
        const { rows, total, hasNext, groups } = page;
        return { body: JSON.stringify({ rows, total, hasNext, cursors, groups }, plain), failed: false };
      } catch (error) {
        if (!isGeneralManagerError(error)) throw error;
        return { body: JSON.stringify({ errors: [{ message: error.message, code: error.code }] }), failed: true };
      }
    },
  };
}

const plain = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
