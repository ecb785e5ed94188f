import { useState } from 'react';
import type { RowChoice } from '../list/row-choice.js';
import { capabilitiesOf } from '../schema/capabilities.js';
import { keyOf, keyPath, keysFilter } from '../schema/keys.js';
import type { AdminManager, Row } from '../schema/schema.js';

/** What is asked of the API for objects that were chosen. */
export interface Chosen {
  readonly filter: object;
  readonly rows: readonly Row[];
  /** Whether everything that matches the filter of the list is meant, more than is shown among it. */
  readonly isAll: boolean;
}

interface Choice {
  /** What it belongs to: with another filter or page, nothing is chosen. */
  readonly of: string;
  readonly paths: readonly string[];
  readonly isAll: boolean;
}

/** What a list shows. */
interface Shown {
  readonly rows: readonly Row[];
  readonly filter: object | undefined;
  /** Tells pages and filters apart. */
  readonly of: string;
}

/** Remembers which rows of a page are chosen, or that all are which match. */
export function useChoice(manager: AdminManager, { rows, filter, of }: Shown) {
  const [choice, setChoice] = useState<Choice>({ of, paths: [], isAll: false });
  const { paths, isAll }: Omit<Choice, 'of'> = choice.of === of ? choice : { paths: [], isAll: false };
  const pathOf = (row: Row): string => keyPath(keyOf(manager.key, row) ?? []);
  const rowChoice: RowChoice = {
    canChoose: (row) => keyOf(manager.key, row) !== undefined && mayMany(manager, row),
    isChosen: (row) => isAll || paths.includes(pathOf(row)),
    toggle: (changed, chosen) => {
      const meant = changed.map(pathOf);
      setChoice({ of, isAll: false, paths: [...paths.filter((path) => !meant.includes(path)), ...(chosen ? meant : [])] });
    },
    isFixed: isAll,
  };
  const chosen = rows.filter((row) => rowChoice.canChoose(row) && rowChoice.isChosen(row));
  const keys = chosen.flatMap((row) => [keyOf(manager.key, row) ?? []]);
  return {
    rowChoice,
    chosen: { rows: chosen, isAll, filter: isAll ? (filter ?? {}) : keysFilter(manager.key ?? [], keys) } satisfies Chosen,
    chooseAll: (): void => setChoice({ of, paths: [], isAll: true }),
    chooseNone: (): void => setChoice({ of, paths: [], isAll: false }),
  };
}

/** Whether something may be done with an object that can be done with many. */
function mayMany(manager: AdminManager, row: Row): boolean {
  const { update, delete: remove } = capabilitiesOf(manager, row);
  return (manager.updateMany !== undefined && update) || (manager.deleteMany !== undefined && remove);
}
