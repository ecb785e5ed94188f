import { Checkbox, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Row } from '../schema/schema.js';

/** Which rows of a table are chosen, and which can be. */
export interface RowChoice {
  readonly canChoose: (row: Row) => boolean;
  readonly isChosen: (row: Row) => boolean;
  readonly toggle: (rows: readonly Row[], chosen: boolean) => void;
  /** Whether more is chosen than is shown, so that single rows cannot be left out. */
  readonly isFixed: boolean;
}

/** Chooses all rows that are shown and can be chosen, or none. */
export function ChoiceHeading({ choice, rows }: { readonly choice: RowChoice; readonly rows: readonly Row[] }): ReactNode {
  const possible = rows.filter(choice.canChoose);
  const chosen = possible.filter(choice.isChosen);
  const isAll = possible.length > 0 && chosen.length === possible.length;
  return (
    <Table.Th w={36}>
      <Checkbox
        size="xs"
        aria-label="Choose all rows on this page"
        checked={isAll}
        indeterminate={chosen.length > 0 && !isAll}
        disabled={possible.length === 0 || choice.isFixed}
        onChange={() => choice.toggle(possible, !isAll)}
      />
    </Table.Th>
  );
}

interface ChoiceCellProps {
  readonly choice: RowChoice;
  readonly row: Row;
  readonly label: string;
}

/** Of a row with which nothing may be done there is nothing to choose. */
export function ChoiceCell({ choice, row, label }: ChoiceCellProps): ReactNode {
  return (
    <Table.Td className="choice">
      {choice.canChoose(row) && (
        <Checkbox
          size="xs"
          aria-label={`Choose ${label}`}
          checked={choice.isChosen(row)}
          disabled={choice.isFixed}
          onChange={({ currentTarget }) => choice.toggle([row], currentTarget.checked)}
        />
      )}
    </Table.Td>
  );
}
