import { Alert, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Chosen } from './use-choice.js';
import type { Counted } from './use-many.js';

interface VerdictProps {
  readonly counted: Counted;
  readonly chosen: Chosen;
  /** What is done with them: `deleted`, `changed`. */
  readonly done: string;
}

/** Says what the API has counted, and whether it would be refused. */
export function Verdict({ counted: { count, refused }, chosen, done }: VerdictProps): ReactNode {
  if (refused > 0)
    return (
      <Alert color="red" variant="light" title="You may not do this with all of them" role="alert">
        {refused} of {objectsText(count)} may not be {done} by you. All of them are {done}, or none: choose others, or narrow the filter.
      </Alert>
    );
  const missing = chosen.isAll ? 0 : chosen.rows.length - count;
  return (
    <div role="status">
      <Text size="sm">
        {count === 0 ? 'None of them is there any more.' : `${objectsText(count)} will be ${done}: all of them, or none.`}
      </Text>
      {missing > 0 && count > 0 && (
        <Text size="sm" c="dimmed">
          {missing} of those that you chose {missing === 1 ? 'is' : 'are'} no longer there.
        </Text>
      )}
    </div>
  );
}

export const objectsText = (count: number): string => (count === 1 ? '1 object' : `${count.toLocaleString()} objects`);

/** Whether something is left to confirm. */
export const isConfirmable = (counted: Counted | undefined): boolean => counted !== undefined && counted.count > 0 && counted.refused === 0;
