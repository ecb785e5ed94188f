import { Button, Group, NativeSelect, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PageOf } from '../schema/documents.js';
import { SIZES } from './list-state.js';

/** Where a page of a list is. */
export interface Place {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly offset?: number;
}

interface PagerProps {
  readonly page: PageOf;
  readonly size: number;
  readonly offset: number;
  /** Whether the list has cursors; one without a key has places by number alone. */
  readonly cursors: boolean;
  readonly onMove: (place: Place) => void;
  readonly onSize?: (size: number) => void;
  readonly label: string;
}

/** Leads to the pages before and after. */
export function Pager({ page, size, offset, cursors, onMove, onSize, label }: PagerProps): ReactNode {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
  const hasBefore = cursors ? hasPreviousPage : offset > 0;
  if (!hasBefore && !hasNextPage && !onSize) return null;
  const previous = (): void => onMove(cursors ? { before: startCursor ?? undefined } : { offset: Math.max(0, offset - size) });
  const next = (): void => onMove(cursors ? { after: endCursor ?? undefined } : { offset: offset + size });
  return (
    <Group justify="space-between" component="nav" aria-label={label}>
      <Group gap="xs">
        <Button variant="default" size="xs" disabled={!hasBefore} onClick={previous}>
          Previous page
        </Button>
        <Button variant="default" size="xs" disabled={!hasNextPage} onClick={next}>
          Next page
        </Button>
      </Group>
      {onSize && (
        <Group gap="xs">
          <Text size="sm" c="dimmed" component="label" htmlFor="page-size">
            Rows on a page
          </Text>
          <NativeSelect
            id="page-size"
            size="xs"
            value={String(size)}
            data={SIZES.map(String)}
            onChange={({ currentTarget }) => onSize(Number(currentTarget.value))}
          />
        </Group>
      )}
    </Group>
  );
}

/** The arguments that ask for a page. */
export function pageArguments(cursors: boolean, size: number, { after, before, offset = 0 }: Place): Readonly<Record<string, unknown>> {
  if (!cursors) return { first: size, ...(offset > 0 && { offset }) };
  return before === undefined ? { first: size, after } : { last: size, before };
}
