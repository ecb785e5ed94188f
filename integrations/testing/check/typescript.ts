import type { EntityManager } from '@mikro-orm/core';
import { isGeneralManagerError, type Actor, type ManagerModel, type ReadRequest, type Runtime } from '../../../lib/plugin.js';
import type { Question } from '../question/question.js';
import { selectKey } from '../world/keys.js';
import type { Answer } from './asker.js';

/** Something to ask, and how. */
export interface Ask {
  readonly question: Question;
  in(session: EntityManager): Promise<Answer>;
}

/** The questions of the TypeScript API: the order by each field, with its cursors and its count. */
export function typescriptAsks(runtime: Runtime, actor: Actor): readonly Ask[] {
  return [...runtime.model.managers.values()].flatMap((manager): readonly Ask[] => {
    const sortable = [...manager.fields.values()].filter(
      (field) => (field.kind === 'scalar' || field.kind === 'enum') && field.exposed && field.sortable,
    );
    return sortable.map(({ name }) => askOf(runtime, actor, manager, name));
  });
}

function askOf(runtime: Runtime, actor: Actor, manager: ManagerModel, sort: string): Ask {
  const text = `as(actor).manager('${manager.name}').sort('${sort}').page({ total: true })`;
  const question = { door: 'typescript', manager: manager.name, field: sort, text, variables: {}, rank: 0 } as const;
  const request: ReadRequest = { select: selectKey(runtime.model, manager), sort, total: true, positions: manager.key !== undefined };
  const caller = { actor };
  return {
    question,
    in: async (session) => {
      try {
        const page = await runtime.read(manager, request, caller, { session });
        const cursors = page.positions.map((_position, index) => runtime.cursor(page, index, caller));
        const { rows, total, hasNext } = page;
        return { body: JSON.stringify({ rows, total, hasNext, cursors }, plain), failed: false };
      } catch (error) {
        if (!isGeneralManagerError(error)) throw error;
        return { body: JSON.stringify({ errors: [{ message: error.message, code: error.code }] }), failed: true };
      }
    },
  };
}

const plain = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
